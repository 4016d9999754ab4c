import { isRefusal } from '#kernel/refusal.js';
import type { CommandBase, Decision } from './command.js';
import { given } from '#kernel/given.js';
import { liveFor } from './rules.js';
import type { Assessment } from './state.js';

/** Withdraws an assessment opened in error; one submitted already is recalled or returned first. */
export interface WithdrawAssessment extends CommandBase {
  readonly type: 'withdraw-assessment';
  readonly reason: string;
  /** The id of the assessment the work belongs to instead. */
  readonly recordedInstead?: string | undefined;
}

export function withdrawAssessment({ reason, recordedInstead, today }: WithdrawAssessment, state: Assessment): Decision {
  const said = state.status === 'withdrawn' ? state.withdrawal : undefined;
  if (said !== undefined && said.reason === reason && said.recordedInstead === recordedInstead) return [];
  const live = liveFor('withdraw-assessment', state);
  if (isRefusal(live)) return live;
  return [{ type: 'AssessmentWithdrawn', data: { reason, ...given({ recordedInstead }), withdrawnOn: today } }];
}
