import type { BusinessDate } from '#kernel/business-date.js';
import { isRefusal } from '#kernel/refusal.js';
import type { CommandBase, Decision } from './command.js';
import { liveFor, noCheckpointWasHeld, theDateIsNotInTheFuture } from './rules.js';
import type { Assessment } from './state.js';

/** Says why no checkpoint meeting was held. */
export interface RecordCheckpointNotHeld extends CommandBase {
  readonly type: 'record-checkpoint-not-held';
  readonly reason: string;
  /** Today when left out. */
  readonly decidedOn?: BusinessDate | undefined;
}

export function recordCheckpointNotHeld(command: RecordCheckpointNotHeld, state: Assessment): Decision {
  const live = liveFor('record-checkpoint-not-held', state);
  if (isRefusal(live)) return live;
  const { reason, decidedOn = command.today } = command;
  if (live.checkpoint.notHeld?.reason === reason) return [];
  const refusal = theDateIsNotInTheFuture(decidedOn, command.today, '/decidedOn') ?? noCheckpointWasHeld(live);
  return refusal ?? [{ type: 'CheckpointNotHeld', data: { reason, decidedOn } }];
}
