import { isRefusal } from '#kernel/refusal.js';
import type { CommandBase, Decision } from './command.js';
import type { AssessmentEventOf } from './events.js';
import { liveFor } from './rules.js';
import type { Assessment } from './state.js';

type Place = AssessmentEventOf<'AssessmentTransferred'>['data']['to'];

/** Moves the assessment to another office's responsibility. */
export interface TransferAssessment extends CommandBase {
  readonly type: 'transfer-assessment';
  readonly to: Place;
  readonly reason: string;
}

export function transferAssessment({ to, reason, today }: TransferAssessment, state: Assessment): Decision {
  const live = liveFor('transfer-assessment', state);
  if (isRefusal(live)) return live;
  const from: Place = { office: live.office, region: live.region };
  if (from.office.code === to.office.code && from.region.code === to.region.code) return [];
  return [{ type: 'AssessmentTransferred', data: { from, to, reason, transferredOn: today } }];
}
