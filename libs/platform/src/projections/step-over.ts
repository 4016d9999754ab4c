import { isRefusal, type Refusal } from '#kernel/refusal.js';
import type { DataSource } from 'typeorm';
import type { CommandOrigin } from '../decisions/command-identity.js';
import { type DecisionRule, Decisions, type Recorded } from '../decisions/decisions.js';
import type { EventStore } from '../event-store/port.js';
import { loadCheckpoints, type ProjectionKey, retryProjection } from './checkpoints.js';
import {
  projectionEventCodec,
  type StepOver,
  type StepOverRule,
  steppedOverDecider,
  streamOfProjection,
} from './stepped-over.js';

/** Which event a projection shall do without, and why. */
export interface StepOverRequest extends Pick<StepOver, 'position' | 'reason' | 'steppedOverOn'> {
  /** Who decides it, as which command; its stream is `streamOfProjection(name)`. */
  readonly origin: CommandOrigin;
}

/**
 * Lets a stopped projection go on without the event it stopped at. The decision is recorded in the log, under the actor's name
 * and with the reason, before anything moves; cut off in between, the same request does what is left. Refused unless the
 * projection has stopped at exactly that position.
 */
export async function stepOver(
  projection: ProjectionKey,
  { origin, ...request }: StepOverRequest,
  { store, dataSource }: { readonly store: EventStore; readonly dataSource: DataSource },
): Promise<Recorded | Refusal<StepOverRule | DecisionRule>> {
  const decisions = new Decisions({
    store,
    decider: steppedOverDecider,
    codec: projectionEventCodec,
    businessDateOf: ({ data }) => data.steppedOverOn,
  });
  const [checkpoint] = await loadCheckpoints(dataSource, [projection]);
  const command: StepOver = { ...request, projection, stoppedAt: checkpoint?.failure };
  const outcome = await decisions.run(streamOfProjection(projection.name), command, origin);
  if (!isRefusal(outcome) && checkpoint?.failure?.position === request.position) await retryProjection(dataSource, projection);
  return outcome;
}
