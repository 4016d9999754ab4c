import type { BusinessDate } from '#kernel/business-date.js';
import { isRefusal } from '#kernel/refusal.js';
import type { CommandBase, Decision } from './command.js';
import type { ComputeRatings } from './framework-terms.js';
import { unlessItMovesWhatWasSubmitted } from './rules-on-given-ratings.js';
import { theRecordIsKnown } from './rules-on-records.js';
import { liveFor } from './rules.js';
import type { Assessment, KeptRecord, LiveAssessment } from './state.js';

/** Withdraws a record made in error; it stays readable, marked as withdrawn. */
export interface WithdrawRecord extends CommandBase {
  readonly type: 'withdraw-record';
  readonly record: string;
  readonly reason: string;
}

export const withdrawRecord =
  (compute: ComputeRatings) =>
  ({ record, reason, today }: WithdrawRecord, state: Assessment): Decision => {
    const live = liveFor('withdraw-record', state);
    if (isRefusal(live)) return live;
    const outcome = withdrawingRecord(live, record, reason, today, '/record');
    return isRefusal(outcome) ? outcome : unlessItMovesWhatWasSubmitted(compute, live, outcome);
  };

/** Shared with the withdrawal of evidence, which has an event of its own. A record withdrawn already stays as it is. */
export function withdrawingRecord(
  state: LiveAssessment,
  id: string,
  reason: string,
  withdrawnOn: BusinessDate,
  pointer: string,
  kinds?: readonly KeptRecord['kind'][],
): Decision {
  const record = state.records.get(id);
  const refusal = theRecordIsKnown(record, id, pointer, kinds);
  if (refusal !== undefined || record === undefined) return refusal ?? [];
  if (record.withdrawn !== undefined) return [];
  if (record.kind === 'evidence') return [{ type: 'EvidenceWithdrawn', data: { evidence: id, reason, withdrawnOn } }];
  return [{ type: 'RecordWithdrawn', data: { record: id, reason, withdrawnOn } }];
}
