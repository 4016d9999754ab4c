import type { EventStore } from '../event-store/port.js';
import { readLog } from '../projections/log-batch.js';
import { followEvents } from './follow-events.js';
import type { HostedProcess } from './hosted-process.js';
import type { LeasedSession } from './leased-session.js';
import type { ProcessCheckpoint } from './process-checkpoint.js';
import { keepStates } from './process-memory.js';

const BATCH = 1000;

/**
 * Folds a manager's states anew, up to its checkpoint, when its version has risen. Nothing follows from it: commands were
 * issued and timers set when the events were new.
 */
export async function refoldStates(
  session: LeasedSession,
  { manager, reader }: HostedProcess,
  store: EventStore,
  { version, position }: ProcessCheckpoint,
  signal: AbortSignal,
): Promise<void> {
  if (version > manager.version)
    throw new Error(
      `the process manager ${manager.name} has run in version ${String(version)}, which this release does not know`,
    );
  const states = new Map<string, unknown>();
  for await (const batch of readLog(store, 0n, BATCH)) {
    if (signal.aborted) throw new Error('the service is stopping');
    const { events, unreadable } = batch.upTo(position).decodedBy(reader);
    const { states: changed, failed } = followEvents({ ...quiet, ...foldOf(manager) }, states, events);
    const fault = failed?.error ?? unreadable?.error;
    if (fault !== undefined) throw new Error(`the process manager ${manager.name} cannot fold its states anew`, { cause: fault });
    changed.forEach((state, instance) => states.set(instance, state));
    if (batch.last >= position) break;
  }
  await session.transaction(async () => {
    await session.query('delete from app.process_states where manager = $1', [manager.name]);
    await keepStates(session, manager.name, states);
    await session.query('update app.process_managers set version = $2 where name = $1', [manager.name, manager.version]);
  });
}

const quiet = { react: () => ({ commands: [], timers: [] }) };

const foldOf = (manager: HostedProcess['manager']) => ({
  name: manager.name,
  version: manager.version,
  initialState: manager.initialState,
  instanceOf: (noticed: Parameters<typeof manager.instanceOf>[0]) => manager.instanceOf(noticed),
  evolve: (state: unknown, noticed: Parameters<typeof manager.instanceOf>[0]) => manager.evolve(state, noticed),
});
