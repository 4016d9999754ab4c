import { OrganisationImport } from '#organisations/application/import-organisations.js';
import type { FileReport } from '#organisations/application/import-report.js';
import { Progress } from '../output/progress.js';
import { counted, indented } from '../output/words.js';
import type { CommandIo, CommandOutcome } from '../session/command.js';
import { importerOf, type ImporterOption } from '../session/importer.js';
import { showInReadModels, stoppedLines } from '../session/read-models.js';
import { withContexts, withSession } from '../session/session.js';
import { readInput } from './read-input.js';

/** Imports organisation files and tells of each what became of it; holds when every file was imported. */
export async function importOrganisations(
  paths: readonly string[],
  options: ImporterOption,
  io: CommandIo,
): Promise<CommandOutcome> {
  const importer = importerOf(options);
  const files = await Promise.all(paths.map(async (name) => ({ name, content: await readInput(name) })));
  return withSession(io, async (session) => {
    // ONS codes are looked up among what was recorded before.
    await showInReadModels((await session.store.head()).position, session);
    const progress = new Map(files.map(({ name }) => [name, new Progress(io, name)]));
    const report = await withContexts(session, (contexts) =>
      contexts.get(OrganisationImport, { strict: false }).run(files, {
        ...importer,
        onProgress: ({ file, done, total }) => lineFor(file, progress)?.reached(done, total),
      }),
    );
    for (const line of progress.values()) line.end();
    const stopped = stoppedLines(await showInReadModels(report.position, session));
    return {
      holds: report.complete,
      text: [...report.files.flatMap(linesOf), ...stopped].join('\n'),
      json: { ...report, stopped },
    };
  });
}

/** The import speaks of files by their names without their folders. */
const lineFor = (file: string, lines: ReadonlyMap<string, Progress>): Progress | undefined =>
  [...lines].find(([name]) => name === file || name.endsWith(`/${file}`) || name.endsWith(`\\${file}`))?.[1];

function linesOf(report: FileReport): readonly string[] {
  const { file, outcome, added, changed, unchanged, leftOut, errors, layout, on } = report;
  const kind = [layout, on].filter((part) => part !== undefined).join(' of ');
  const title = kind === '' ? file : `${file} (${kind})`;
  const faults = errors.map(
    ({ line, rule, detail }) => `${line === undefined ? '' : `line ${String(line)}: `}${detail} [${rule}]`,
  );
  if (outcome === 'refused') return [`${title}: REFUSED, nothing of it was recorded`, ...indented(faults)];
  const left = Object.entries(leftOut).map(([reason, rows]) => `left out: ${counted(rows, 'row')}, ${reason}`);
  const counts = `${String(added)} added, ${String(changed)} changed, ${String(unchanged)} unchanged`;
  return [`${title}: ${counts}`, ...indented(changesIn(report)), ...indented(left), ...indented(faults)];
}

/** So many organisations are told of one by one; `--json` tells of all. */
const TOLD = 40;

function changesIn({ changes, notListed, on }: FileReport): readonly string[] {
  const told = changes.slice(0, TOLD).map(({ code, facts }) => `${code}: ${facts.join('; ')}`);
  const more = changes.length > TOLD ? [`and ${counted(changes.length - TOLD, 'more organisation')}: --json tells of all`] : [];
  const missing =
    notListed.length === 0 ? [] : [`open on ${on ?? 'its day'}, not in the file, left as they are: ${notListed.join(', ')}`];
  return [...told, ...more, ...missing];
}
