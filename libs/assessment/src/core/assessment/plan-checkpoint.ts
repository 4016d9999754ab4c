import type { BusinessDate } from '#kernel/business-date.js';
import { isRefusal } from '#kernel/refusal.js';
import type { CommandBase, Decision } from './command.js';
import { given } from '#kernel/given.js';
import { liveFor, theDateIsReal } from './rules.js';
import type { Assessment } from './state.js';

/** Says for when the checkpoint is planned; said again with another day, it moves. */
export interface PlanCheckpoint extends CommandBase {
  readonly type: 'plan-checkpoint';
  readonly plannedFor: BusinessDate;
  readonly reason?: string | undefined;
}

export function planCheckpoint({ plannedFor, reason }: PlanCheckpoint, state: Assessment): Decision {
  const live = liveFor('plan-checkpoint', state);
  if (isRefusal(live)) return live;
  const refusal = theDateIsReal(plannedFor, '/plannedFor');
  if (refusal !== undefined) return refusal;
  const from = live.checkpoint.plannedFor;
  if (from === plannedFor) return [];
  if (from === undefined) return [{ type: 'CheckpointPlanned', data: { plannedFor } }];
  return [{ type: 'CheckpointMoved', data: { from, to: plannedFor, ...given({ reason }) } }];
}
