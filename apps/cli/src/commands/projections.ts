import { type BuildReport, buildProjection } from '#platform/projections/build.js';
import { type ProjectionStatus, projectionStatus } from '#platform/projections/projection-status.js';
import { retryProjection } from '#platform/projections/checkpoints.js';
import type { Projection } from '#platform/projections/projection.js';
import { type RebuildReport, rebuildProjections } from '#platform/projections/rebuild.js';
import type { TableComparison } from '#platform/projections/table-comparison.js';
import { parts } from '../composition.js';
import { Progress } from '../output/progress.js';
import { columns, counted, indented } from '../output/words.js';
import { CommandFailed, type CommandIo, type CommandOutcome } from '../session/command.js';
import { withOwner } from '../session/owner.js';
import { showInReadModels, stoppedLines } from '../session/read-models.js';
import { type CommandSession, withSession } from '../session/session.js';

/** Where each read model stands; holds when none has stopped. */
export const projectionsStatus = (io: CommandIo): Promise<CommandOutcome> =>
  withSession(io, async (session) => statusOutcome(await projectionStatus(parts.projections, session)));

function statusOutcome(statuses: readonly ProjectionStatus[]): CommandOutcome {
  const stopped = statuses.filter(({ failure }) => failure !== undefined);
  const rows = statuses.map(({ name, version, status, position, head, lag, live, runBy }) => [
    name,
    `version ${String(version)}`,
    status,
    `${String(position)} of ${String(head)}`,
    lag.positions === 0n ? 'up to date' : `behind by ${counted(lag.positions, 'event')}, ${lag.seconds.toFixed(0)} s`,
    live ? 'in use' : 'being built',
    runBy === undefined ? 'run by nobody' : `run by ${runBy}`,
  ]);
  return {
    holds: stopped.length === 0,
    text: [...columns(rows), ...stoppedLines(stopped)].join('\n'),
    json: { projections: statuses },
  };
}

/** All read models, instead of one that is named. */
export interface Choice {
  readonly all?: boolean;
}

/** Whether a rebuild only compares. */
export interface RebuildChoice extends Choice {
  readonly compareOnly?: boolean;
}

/** Builds read models of this release beside those people read; where the shape is the same, tells how they compare. */
export async function projectionsBuild(name: string | undefined, choice: Choice, io: CommandIo): Promise<CommandOutcome> {
  const chosen = chosenProjections(name, choice);
  return withSession(io, async ({ store, dataSource, log }) => {
    const reports: BuildReport[] = [];
    for (const projection of chosen) {
      const progress = new Progress(io, `${projection.name}, position`);
      const onProgress = ({ position, head }: ProjectionStatus): void => progress.reached(position, head);
      reports.push(await buildProjection(projection, { store, dataSource, log, onProgress, signal: io.interrupted }));
      progress.end();
    }
    return { holds: true, text: reports.flatMap(buildLines).join('\n'), json: { projections: reports } };
  });
}

function buildLines({ projection, version, position, seconds, comparison }: BuildReport): readonly string[] {
  const built = `${projection}, version ${String(version)}: built up to position ${String(position)} in ${seconds.toFixed(1)} s`;
  if (!comparison.compared) return [`${built}; not compared: ${comparison.why}`];
  return [
    `${built}, compared with version ${String(comparison.with)} at position ${String(comparison.position)}`,
    ...indented(columns(comparison.tables.map((table) => tableRow(table, 'new')))),
  ];
}

const tableRow = ({ name, rows, onlyInLive, onlyInRebuilt }: TableComparison, other: string): readonly string[] => [
  name,
  counted(rows, 'row'),
  `${String(onlyInLive)} only in live`,
  `${String(onlyInRebuilt)} only in ${other}`,
];

/** Works read models out again from the whole log; holds when every row came out as it was. */
export async function projectionsRebuild(
  name: string | undefined,
  choice: RebuildChoice,
  io: CommandIo,
): Promise<CommandOutcome> {
  const chosen = chosenProjections(name, choice);
  const compareOnly = choice.compareOnly === true;
  return withSession(io, async (session) => {
    const reports = await rebuild(chosen, compareOnly, session);
    return {
      holds: reports.every((report) => !differs(report)),
      text: reports.flatMap((report) => rebuildLines(report, compareOnly)).join('\n'),
      json: { compareOnly, projections: reports.map((report) => ({ ...report, differs: differs(report) })) },
    };
  });
}

function chosenProjections(name: string | undefined, { all }: Choice): readonly Projection[] {
  if ((name === undefined) !== (all === true)) throw new CommandFailed('Name one read model, or give --all.');
  return name === undefined ? parts.projections : [projectionCalled(name)];
}

/** The read model of that name; CommandFailed names those there are. */
export function projectionCalled(name: string): Projection {
  const found = parts.projections.find((projection) => projection.name === name);
  if (found !== undefined) return found;
  throw new CommandFailed(`No read model is called ${name}; there are: ${parts.projections.map((one) => one.name).join(', ')}.`);
}

async function rebuild(
  projections: readonly Projection[],
  compareOnly: boolean,
  session: CommandSession,
): Promise<readonly RebuildReport[]> {
  const progress = new Progress(session.io, 'position');
  const onProgress = ({ position, target }: { position: bigint; target: bigint }): void => progress.reached(position, target);
  try {
    return await withOwner(session, (dataSource) =>
      rebuildProjections(projections, { store: session.store, dataSource, compareOnly, onProgress }),
    );
  } finally {
    progress.end();
  }
}

const differs = ({ tables }: RebuildReport): boolean =>
  tables.some(({ onlyInLive, onlyInRebuilt }) => onlyInLive + onlyInRebuilt > 0);

function rebuildLines(report: RebuildReport, compareOnly: boolean): readonly string[] {
  const { projection, version, events, seconds, position, tables } = report;
  const rows = tables.map((table) => tableRow(table, 'rebuilt'));
  const kept = compareOnly ? 'the live tables stay as they are' : 'the rebuilt tables have taken the place of the live ones';
  const verdict = differs(report)
    ? `DIFFERS: the read model ${projection} was not what the log says; ${kept}.`
    : `Every row is the same; ${kept}.`;
  return [
    `${projection}, version ${String(version)}: ${counted(events, 'event')} read in ${seconds.toFixed(1)} s, compared at position ${String(position)}`,
    ...indented([...columns(rows), verdict]),
  ];
}

/** Lets a stopped read model try again and waits how it fares; holds when it has not stopped (again). */
export async function projectionsRetry(name: string, io: CommandIo): Promise<CommandOutcome> {
  const projection = projectionCalled(name);
  return withSession(io, async (session) => {
    const retried = await retryProjection(session.dataSource, projection);
    if (!retried) return { holds: true, text: `${name} has not stopped: there is nothing to retry.`, json: { name, retried } };
    const stopped = await showInReadModels((await session.store.head()).position, session);
    const [again] = stopped.filter((status) => status.name === name);
    return {
      holds: again === undefined,
      text: again === undefined ? `${name} runs again and is up to date.` : stoppedLines([again]).join('\n'),
      json: { name, retried, stoppedAgain: again?.failure ?? null },
    };
  });
}
