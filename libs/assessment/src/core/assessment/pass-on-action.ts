import type { BusinessDate } from '#kernel/business-date.js';
import { isRefusal } from '#kernel/refusal.js';
import type { CommandBase, Decision } from './command.js';
import { theActionIsKnown } from './rules-on-records.js';
import { liveFor } from './rules.js';
import { isOpenAction } from './selectors.js';
import type { Assessment } from './state.js';

/** Passes an open action on to the organisation that took in this one. The service sends it by itself, never a person. */
export interface PassOnAction extends CommandBase {
  readonly type: 'pass-on-action';
  readonly action: string;
  /** The code of the successor. */
  readonly to: string;
  readonly mergedOn: BusinessDate;
}

/** Says nothing of an action that was completed, withdrawn or passed on there before: the world moved on while this was on its way. */
export function passOnAction({ action, to, mergedOn }: PassOnAction, state: Assessment): Decision {
  const live = liveFor('pass-on-action', state);
  if (isRefusal(live)) return live;
  const record = live.records.get(action);
  if (record?.kind !== 'action') return theActionIsKnown(live, action) ?? [];
  if (live.status === 'withdrawn' || !isOpenAction(record) || record.passedOn?.to === to) return [];
  return [{ type: 'ActionPassedOn', data: { action, to, mergedOn } }];
}
