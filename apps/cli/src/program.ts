import { Command } from 'commander';
import { addPeople } from './program-people.js';
import type { CommandIo, CommandOutcome } from './session/command.js';

/** Carries out a command that was asked for. */
export type Perform = (command: (io: CommandIo) => Promise<CommandOutcome>) => Promise<void>;

/** Where commander writes help and complaints about how the command was called. */
export type Voice = Pick<CommandIo, 'out' | 'err'>;

const ACTOR: [string, string, string] = ['--as <person>', 'the id of the person it is recorded under', 'administrator'];

/**
 * The commands, their arguments and their help; `docs/command-line.md` is made from it. What a command does is loaded when it is
 * asked for, so that help is quick.
 */
export function commandLine(perform: Perform, voice: Voice): Command {
  const program = new Command('checkpoint')
    .description(
      'The command line of Checkpoint Assurance. It works on the database of DATABASE_URL, or on the embedded one of DATA_DIR: ' +
        'beside the service when that is running, else on a PostgreSQL that it starts and stops again.',
    )
    .option('--json', 'write the answer as JSON, for programs')
    .exitOverride()
    .configureOutput({ writeOut: voice.out, writeErr: voice.err })
    .configureHelp({ showGlobalOptions: true, helpWidth: 110 })
    .helpCommand(false);
  const imports = program.command('import').description('Import data from files');
  addImports(imports, perform);
  addHistoryImports(imports, perform);
  addReplay(program, perform);
  addProjections(
    program.command('projections').description('Look after the read models, which are worked out from the log'),
    perform,
  );
  addLog(program.command('log').description('Look after the log, which is the record'), perform);
  addPeople(program.command('people').description('Look after people and what they may do'), perform);
  addFrameworks(program.command('frameworks').description('Look after framework packs'), perform);
  addToken(program, perform);
  return program;
}

function addImports(group: Command, perform: Perform): void {
  group
    .command('organisations')
    .summary('organisation files of the ODS and ONS, and our own list')
    .description(
      'Import organisations from files in any layout the service knows, in any order. A file with a broken row is refused as a whole, ' +
        'with the line; the others are imported. Tells what it changed, fact by fact, and which open organisations a file does not list: nothing is deleted. Importing a file again changes nothing. Exit status 1: a file was refused.',
    )
    .argument('<file...>', 'files to import')
    .option(...ACTOR)
    .action((files: string[], options: { as: string }) =>
      perform(async (io) => (await import('./commands/import-organisations.js')).importOrganisations(files, options, io)),
    );
  group
    .command('ratings')
    .summary('ratings as they were published')
    .description(
      'Transcribe published ratings as facts with their source. A file with a broken row is refused as a whole, with the line. Ratings ' +
        'of frameworks that are not adopted yet are left and told; import the file again when they are. Exit status 1: a row was ' +
        'broken, or ratings were left for another reason.',
    )
    .argument(
      '<file>',
      'CSV in UTF-8 with the columns organisation, framework, period, item, rating, published_label, published_on, evidence, source',
    )
    .option(...ACTOR)
    .action((file: string, options: { as: string }) =>
      perform(async (io) => (await import('./commands/import-ratings.js')).importRatings(file, options, io)),
    );
}

/** The files of published history beside ratings: what each holds, and its columns. */
const HISTORY = [
  {
    name: 'interventions',
    summary: 'interventions in organisations, as they were published',
    columns: 'kind, organisation, also_binds, from, until, what, source',
    about: 'Dates stay as vague as the source is (2016, 2018-07).',
  },
  {
    name: 'survey',
    summary: 'results of the stakeholder survey, as they were published',
    columns: 'organisation, survey_year, fieldwork_from, fieldwork_to, question, answer, percent, note, source',
    about: 'A published percentage has no base, and is given none.',
  },
  {
    name: 'national-results',
    summary: 'how many organisations were given each rating, as published',
    columns: 'framework, period, item, organisations, rating, published_label, count, evidence, source',
    about:
      'Counts must sum to the organisations given, and those be the ones open at the end of the period; a difference is named.',
  },
] as const;

function addHistoryImports(group: Command, perform: Perform): void {
  for (const { name, summary, columns, about } of HISTORY)
    group
      .command(name)
      .summary(summary)
      .description(
        `Import ${summary}, as facts with their source. ${about} A file with a broken row is refused as a whole, with every line that ` +
          'stands in the way. Importing a file again changes nothing. Exit status 1: the file was refused.',
      )
      .argument('<file>', `CSV in UTF-8 with the columns ${columns}`)
      .option(...ACTOR)
      .action((file: string, options: { as: string }) =>
        perform(async (io) => (await import('./commands/import-history.js')).importHistory(name, file, options, io)),
      );
}

function addReplay(program: Command, perform: Perform): void {
  program
    .command('replay')
    .summary('an assessment as it stood at a moment')
    .description(
      'Show an assessment as it stood at a moment, worked out again from its events: status, round, stage, every rating with its reason, ' +
        'what the rule computed, what was put in its place and what resulted, and the events up to then. With --json: as the API gives it.',
    )
    .argument('<assessment>', 'its id, as in 11J.ccg-assurance-2013-15.2014-15-q1')
    .option(
      '--as-at <moment>',
      'what had been recorded by then: an instant (2015-07-14T16:00:00Z) or a position of the log (default: now)',
    )
    .option('--effective-on <day>', 'only what was true on that day, YYYY-MM-DD')
    .action((assessment: string, options: { asAt?: string; effectiveOn?: string }) =>
      perform(async (io) => (await import('./commands/replay.js')).replay(assessment, options, io)),
    );
}

function addProjections(group: Command, perform: Perform): void {
  const commands = () => import('./commands/projections.js');
  group
    .command('status')
    .description('Show where each read model stands. Exit status 1: one has stopped.')
    .action(() => perform(async (io) => (await commands()).projectionsStatus(io)));
  group
    .command('build')
    .summary('build a new version beside the one in use')
    .description(
      'Build a read model of this release up to the end of the log, beside the version people read, while the service goes on; where both ' +
        'have the same shape, compare them row by row. The service of this release switches to it when it starts. Interrupted, it goes on ' +
        'from where it was.',
    )
    .argument('[name]', 'the read model, as projections status names it')
    .option('--all', 'every read model')
    .action((name: string | undefined, options: { all?: boolean }) =>
      perform(async (io) => (await commands()).projectionsBuild(name, options, io)),
    );
  group
    .command('rebuild')
    .summary('work a read model out again, and compare')
    .description(
      'Work a read model out again from the whole log beside the live one, compare the two row by row, and put the new one in its place ' +
        'at once; the service goes on meanwhile. Tells how many rows each table has, and how many are only in the live or only in the ' +
        'rebuilt one. Exit status 1: a row differed.',
    )
    .argument('[name]', 'the read model, as projections status names it')
    .option('--all', 'every read model, from one reading of the log')
    .option('--compare-only', 'leave the live tables as they are')
    .action((name: string | undefined, options: { all?: boolean; compareOnly?: boolean }) =>
      perform(async (io) => (await commands()).projectionsRebuild(name, options, io)),
    );
  group
    .command('retry')
    .summary('let a stopped read model try again')
    .description('Let a read model that has stopped try again, and wait how it fares. Exit status 1: it has stopped again.')
    .argument('<name>', 'the read model, as projections status names it')
    .action((name: string) => perform(async (io) => (await commands()).projectionsRetry(name, io)));
  addProjectionVersions(group, perform);
}

function addProjectionVersions(group: Command, perform: Perform): void {
  const commands = () => import('./commands/projection-versions.js');
  group
    .command('step-over')
    .summary('let a stopped read model go on without an event')
    .description(
      'Let a read model that has stopped go on without the event it stopped at. Who decided it, and why, is recorded in the log; a rebuild ' +
        'leaves the event out as well. Refused unless it has stopped at exactly that position.',
    )
    .argument('<name>', 'the read model, as projections status names it')
    .argument('<position>', 'the position it stopped at')
    .requiredOption('--reason <text>', 'why it can do without the event')
    .option(...ACTOR)
    .action((name: string, position: string, options: { reason: string; as: string }) =>
      perform(async (io) => (await commands()).projectionsStepOver(name, position, options, io)),
    );
  group
    .command('switch')
    .summary('count another version as the one in use')
    .description('Count a version that has caught up as the one in use, forward or back. The other stays as it is.')
    .argument('<name>', 'the read model, as projections status names it')
    .argument('<version>', 'the version, a number')
    .action((name: string, version: string) => perform(async (io) => (await commands()).projectionsSwitch(name, version, io)));
  group
    .command('drop')
    .summary('remove an old version')
    .description('Remove a version and its tables. Refused for the version in use, and while a service runs it.')
    .argument('<name>', 'the read model, as projections status names it')
    .argument('<version>', 'the version, a number')
    .action((name: string, version: string) => perform(async (io) => (await commands()).projectionsDrop(name, version, io)));
}

function addLog(group: Command, perform: Perform): void {
  const commands = () => import('./commands/log.js');
  group
    .command('verify')
    .summary('hold the log to what it promises')
    .description(
      'Read the whole log and hold it to what it promises: positions and revisions without gaps, times that never run backwards, payloads ' +
        'in their canonical bytes, every event readable, text keys present or erased, no event twice. Exit status 1: something ' +
        'was found; each finding names its position.',
    )
    .action(() => perform(async (io) => (await commands()).verifyLog(io)));
  group
    .command('dump')
    .summary('write the log to a file')
    .description(
      'Write the log, as it is now, to a new file: JSON Lines with their SHA-256 at the end. The file holds the keys of all sealed texts, ' +
        'so keep it as a secret, and no longer than text keys may be kept: a text erased later is still readable in it. Names of those ' +
        'who attended meetings, sessions and sign-in keys are not in the log and not in the file.',
    )
    .argument('<file>', 'the file to write; one that is there is left alone')
    .action((file: string) => perform(async (io) => (await commands()).dumpLog(file, io)));
  group
    .command('restore')
    .summary('take a dump into an empty log')
    .description(
      'Take a dump into an empty log, all of it or nothing, and fill the read models. The file is read to its end and its digest compared ' +
        'before anything is written. Do it before the service is first started on the database: standalone mode fills an empty log.',
    )
    .argument('<file>', 'a file written by log dump')
    .action((file: string) => perform(async (io) => (await commands()).restoreLog(file, io)));
}

function addFrameworks(group: Command, perform: Perform): void {
  group
    .command('validate')
    .summary('check framework packs')
    .description(
      'Check framework packs, each alone and beside those that ship with this release. Every finding names the rule and the place. Exit ' +
        'status 1: something was found. Needs no database.',
    )
    .argument('<file...>', 'packs, JSON')
    .action((files: string[]) =>
      perform(async (io) => (await import('./commands/validate-frameworks.js')).validateFrameworks(files, io)),
    );
  group
    .command('adopt')
    .summary('adopt a framework pack, for good')
    .description(
      'Adopt a framework pack, or a new version of one, beside the frameworks adopted so far. A version once adopted stays as it is: a changed ' +
        'pack has a higher version. Tells the hash and what changed against the version before. Adopting the same again records nothing. ' +
        'Exit status 1: it was refused, by the name of each fault and its place.',
    )
    .argument('<file>', 'a pack, JSON')
    .requiredOption('--reason <text>', 'why it is adopted, for the record')
    .option('--source <text>', 'where it was taken from (default: the file)')
    .option(...ACTOR)
    .action((file: string, options: { as: string; reason: string; source?: string }) =>
      perform(async (io) => (await import('./commands/adopt-framework.js')).adoptFramework(file, options, io)),
    );
}

function addToken(program: Command, perform: Perform): void {
  program
    .command('token')
    .summary('a bearer token for a sample person')
    .description('Ask the running service, in standalone mode, for a bearer token of a sample person, valid for an hour.')
    .requiredOption('--as <person>', 'the id of the sample person, as in wessex-assessor')
    .action((options: { as: string }) => perform(async (io) => (await import('./commands/token.js')).token(options, io)));
}
