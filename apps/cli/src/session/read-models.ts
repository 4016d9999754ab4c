import { setTimeout as pause } from 'node:timers/promises';
import { ProjectionEngine } from '#platform/projections/projection-engine.js';
import { type ProjectionStatus, projectionStatus } from '#platform/projections/projection-status.js';
import { parts } from '../composition.js';
import type { CommandSession } from './session.js';
import { goOnUnless, untilInterrupted } from './command.js';

/** How long read models that nobody moves are watched before the command moves them itself, in milliseconds. */
const PATIENCE_MS = 1_000;
const LOOK_AGAIN_MS = 50;

/**
 * Waits until the read models show a position. Where a service is at work it moves them; where none is (nothing has moved for a
 * second, or the database was started for this command) they are moved from here, which is safe beside one that wakes up: a
 * checkpoint moves by compare-and-set.
 *
 * Returns the read models that have stopped before that position; those nobody can move on without mending them.
 */
export async function showInReadModels(position: bigint, session: CommandSession): Promise<readonly ProjectionStatus[]> {
  let [furthest, since] = [-1n, Date.now()];
  for (;;) {
    goOnUnless(session.io.interrupted);
    const behind = (await projectionStatus(parts.projections, session)).filter((status) => status.position < position);
    const moving = behind.filter(({ failure }) => failure === undefined);
    if (moving.length === 0) return behind;
    const reached = moving.reduce((sum, status) => sum + status.position, 0n);
    if (reached !== furthest) [furthest, since] = [reached, Date.now()];
    const nobodyElseDoes = !session.shared || Date.now() - since >= PATIENCE_MS;
    await (nobodyElseDoes ? moveHere(moving, session) : pause(LOOK_AGAIN_MS));
  }
}

/** Moves read models to the end of the log, each until it gets there or stops. */
async function moveHere(behind: readonly ProjectionStatus[], { store, dataSource, log, io }: CommandSession): Promise<void> {
  const names = new Set(behind.map(({ name }) => name));
  const projections = parts.projections.filter(({ name }) => names.has(name));
  const engine = new ProjectionEngine({ store, dataSource, projections, log });
  try {
    await engine.start();
    await untilInterrupted(io.interrupted, engine.caughtUpOnce());
  } finally {
    await engine.stop();
  }
}

/** One line for each read model that has stopped. */
export const stoppedLines = (stopped: readonly ProjectionStatus[]): readonly string[] =>
  stopped.map(
    ({ name, failure }) =>
      `The read model ${name} has stopped at position ${String(failure?.position)} (${failure?.storedName ?? ''}: ${failure?.reason ?? ''}); ` +
      `what was recorded is kept. When the fault is mended: checkpoint projections retry ${name}`,
  );
