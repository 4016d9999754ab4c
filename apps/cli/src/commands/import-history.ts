import type { INestApplicationContext } from '@nestjs/common';
import { InterventionsImport } from '#interventions/application/import-interventions.js';
import { NationalResultsImport } from '#national-results/application/import-national-results.js';
import { SurveyImport } from '#stakeholder-survey/application/import-survey.js';
import type { FileImport, Importer } from '#platform/files/import-streams.js';
import { Progress } from '../output/progress.js';
import { counted, indented } from '../output/words.js';
import { CommandFailed, type CommandIo, type CommandOutcome } from '../session/command.js';
import { importerOf, type ImporterOption } from '../session/importer.js';
import { showInReadModels, stoppedLines } from '../session/read-models.js';
import { type CommandSession, withContexts, withSession } from '../session/session.js';
import { readInput } from './read-input.js';

/** What imports a file of published history, all of it or nothing. */
interface HistoryImport {
  run(text: string, importer: Importer): Promise<FileImport>;
}

/** The importers by the words that call them. */
const IMPORTS = {
  interventions: (contexts: INestApplicationContext): HistoryImport => contexts.get(InterventionsImport, { strict: false }),
  survey: (contexts: INestApplicationContext): HistoryImport => contexts.get(SurveyImport, { strict: false }),
  'national-results': (contexts: INestApplicationContext): HistoryImport =>
    contexts.get(NationalResultsImport, { strict: false }),
} as const;
/** A file of published history, by the word that imports it. */
export type HistoryFile = keyof typeof IMPORTS;

/** The read models from which an import learns what exists; on stale ones it would refuse what is there. */
const ASKED: ReadonlySet<string> = new Set(['frameworks', 'organisations']);

/** Imports a file of published history; holds when all of it is recorded. */
export async function importHistory(
  kind: HistoryFile,
  path: string,
  options: ImporterOption,
  io: CommandIo,
): Promise<CommandOutcome> {
  const importer = importerOf(options);
  const text = (await readInput(path)).toString('utf8');
  return withSession(io, async (session) => {
    await refuseOnStaleReadModels(session);
    const progress = new Progress(io, kind);
    const onProgress = (done: number, total: number): void => progress.reached(done, total);
    const report = await withContexts(session, (contexts) => IMPORTS[kind](contexts).run(text, { ...importer, onProgress }));
    progress.end();
    const stopped = stoppedLines(await showInReadModels(report.position, session));
    return {
      holds: report.broken.length === 0,
      text: [...linesOf(path, report), ...stopped].join('\n'),
      json: { ...report, stopped },
    };
  });
}

async function refuseOnStaleReadModels(session: CommandSession): Promise<void> {
  const stopped = await showInReadModels((await session.store.head()).position, session);
  const needed = stopped.filter(({ name }) => ASKED.has(name));
  if (needed.length > 0) throw new CommandFailed(`Nothing was imported. ${stoppedLines(needed).join(' ')}`);
}

function linesOf(path: string, { broken, rows, changed, unchanged, events }: FileImport): readonly string[] {
  if (broken.length === 0) {
    const news = `${counted(events, 'event')} recorded in ${counted(changed, 'record')}, ${counted(unchanged, 'record')} unchanged`;
    return [`${path}: ${counted(rows, 'row')}: ${news}`];
  }
  const faults = broken.map(
    ({ line, rule, detail }) => `line ${String(line)}: ${detail}${rule === undefined ? '' : ` [${rule}]`}`,
  );
  return [`${path}: REFUSED, nothing of it was recorded`, ...indented(faults)];
}
