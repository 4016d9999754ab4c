import { setTimeout as pause } from 'node:timers/promises';
import { ProjectionEngine } from '#platform/projections/projection-engine.js';
import { type ProjectionStatus, projectionStatus } from '#platform/projections/projection-status.js';
import { parts } from '../composition.js';
import type { CommandSession } from './session.js';
import { goOnUnless, untilInterrupted } from './command.js';

/** How long a service that runs a read model may go without moving it, in milliseconds, before it is no longer waited for. */
const PATIENCE_MS = 30_000;
const LOOK_AGAIN_MS = 50;

/**
 * Waits until the read models show a position. Those that a service runs are its to move; those that nobody runs are moved from
 * here, and left to a service that comes to life meanwhile.
 *
 * Returns the read models that do not show it: they have stopped, or whoever runs them does not move them.
 */
export async function showInReadModels(position: bigint, session: CommandSession): Promise<readonly ProjectionStatus[]> {
  let [furthest, since] = [-1n, Date.now()];
  for (;;) {
    goOnUnless(session.io.interrupted);
    const behind = (await projectionStatus(parts.projections, session)).filter((status) => status.position < position);
    const moving = behind.filter(({ failure }) => failure === undefined);
    const reached = moving.reduce((sum, status) => sum + status.position, 0n);
    if (reached !== furthest) [furthest, since] = [reached, Date.now()];
    if (moving.length === 0 || Date.now() - since > PATIENCE_MS) return behind;
    const nobodys = moving.filter(({ runBy }) => runBy === undefined);
    await (nobodys.length > 0 ? moveHere(nobodys, session) : pause(LOOK_AGAIN_MS));
  }
}

/** Moves read models to the end of the log, each until it gets there or stops. */
async function moveHere(behind: readonly ProjectionStatus[], { store, dataSource, log, io }: CommandSession): Promise<void> {
  const names = new Set(behind.map(({ name }) => name));
  const projections = parts.projections.filter(({ name }) => names.has(name));
  const engine = new ProjectionEngine({
    store,
    dataSource,
    projections,
    log,
    lease: { holder: `the command line (process ${String(process.pid)})` },
  });
  try {
    await engine.start();
    await untilInterrupted(io.interrupted, engine.caughtUpOnce());
  } finally {
    await engine.stop();
  }
}

/** One line for each read model that has stopped, or stands still. */
export const stoppedLines = (stopped: readonly ProjectionStatus[]): readonly string[] => stopped.map(stoppedLine);

function stoppedLine({ name, position, runBy, failure }: ProjectionStatus): string {
  if (failure === undefined)
    return `The read model ${name} stands at position ${String(position)}, and ${runBy ?? 'nobody'} runs it; what was recorded is kept, and it will show.`;
  const event = `position ${String(failure.position)} (${failure.storedName}: ${failure.reason})`;
  const remedy = `When the fault is mended: checkpoint projections retry ${name}`;
  return `The read model ${name} has stopped at ${event}; what was recorded is kept. ${remedy}`;
}
