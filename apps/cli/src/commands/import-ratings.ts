import { ASSESSMENT_DECISIONS, type AssessmentDecisions } from '#assessment/commands.js';
import {
  PublishedRatingsImport,
  type RatingsImport,
  type RatingsLeft,
} from '#assessment/application/import-published-ratings.js';
import { FRAMEWORK_CATALOGUE, type FrameworkCatalogue } from '#frameworks/contract.js';
import { OrganisationDirectory } from '#organisations/contract.js';
import { systemClock } from '#platform/clock/clock.js';
import { Progress } from '../output/progress.js';
import { columns, counted, indented } from '../output/words.js';
import { CommandFailed, type CommandIo, type CommandOutcome } from '../session/command.js';
import { importerOf, type ImporterOption } from '../session/importer.js';
import { showInReadModels, stoppedLines } from '../session/read-models.js';
import { type CommandSession, withContexts, withSession } from '../session/session.js';
import { readInput } from './read-input.js';

/** The read models from which an import learns what exists; on stale ones it would leave out what is there. */
const ASKED: ReadonlySet<string> = new Set(['frameworks', 'organisations']);
/** The one reason for leaving ratings that is no fault: their framework is adopted later, and the file imported again. */
const NOT_YET = 'framework-unknown';

/** Transcribes a file of published ratings; holds when nothing was broken and only ratings of frameworks not yet there were left. */
export async function importRatings(path: string, options: ImporterOption, io: CommandIo): Promise<CommandOutcome> {
  const importer = importerOf(options);
  const text = (await readInput(path)).toString('utf8');
  return withSession(io, async (session) => {
    await refuseOnStaleReadModels(session);
    const progress = new Progress(io, 'assessments');
    const report = await withContexts(session, (contexts) => {
      const decisions = contexts.get<AssessmentDecisions>(ASSESSMENT_DECISIONS, { strict: false });
      const catalogue = contexts.get<FrameworkCatalogue>(FRAMEWORK_CATALOGUE, { strict: false });
      const ratings = new PublishedRatingsImport(decisions, contexts.get(OrganisationDirectory, { strict: false }), catalogue);
      const onProgress = (done: number, total: number): void => progress.reached(done, total);
      return ratings.run(text, { ...importer, today: systemClock.today(), onProgress });
    });
    progress.end();
    const stopped = stoppedLines(await showInReadModels(report.position, session));
    return { holds: isWhole(report), text: [...linesOf(path, report), ...stopped].join('\n'), json: { ...report, stopped } };
  });
}

async function refuseOnStaleReadModels(session: CommandSession): Promise<void> {
  const stopped = await showInReadModels((await session.store.head()).position, session);
  const needed = stopped.filter(({ name }) => ASKED.has(name));
  if (needed.length > 0) throw new CommandFailed(`Nothing was imported. ${stoppedLines(needed).join(' ')}`);
}

const isWhole = ({ broken, left }: RatingsImport): boolean => broken.length === 0 && left.every(({ rule }) => rule === NOT_YET);

function linesOf(path: string, { broken, rows, imported, left }: RatingsImport): readonly string[] {
  if (broken.length > 0) {
    const lines = broken.map(({ line, detail }) => `line ${String(line)}: ${detail}`);
    return [`${path}: REFUSED, nothing of it was recorded`, ...indented(lines)];
  }
  const table = imported.map(({ assessment, recorded, unchanged }) => [
    assessment,
    `${String(recorded)} recorded`,
    `${String(unchanged)} unchanged`,
  ]);
  const newOnes = imported.reduce((sum, { recorded }) => sum + recorded, 0);
  const leftRows = left.reduce((sum, one) => sum + one.rows, 0);
  return [
    `${path}: ${counted(rows, 'rating')}: ${String(newOnes)} recorded, ${String(rows - newOnes - leftRows)} unchanged, ${String(leftRows)} left`,
    ...indented(columns(table)),
    ...left.map(leftLine),
  ];
}

const leftLine = ({ assessment, rows, lines, rule, detail }: RatingsLeft): string =>
  `  left: ${counted(rows, 'rating')} of ${assessment} (${lines.length === 1 ? 'line' : 'lines'} ${lines.join(', ')}): ${detail} [${rule}]`;
