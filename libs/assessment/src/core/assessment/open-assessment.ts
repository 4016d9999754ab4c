import type { CommandBase, Decision } from './command.js';
import type { AssessmentEventOf } from './events.js';
import type { FrameworkTerms } from './framework-terms.js';
import { theStatusAllows } from './rules.js';
import { type Assessment, isLive } from './state.js';

type Opened = AssessmentEventOf<'AssessmentOpened'>['data'];

/** Opens an assessment under the terms in force; after a withdrawal, the same stream again at its next round. */
export interface OpenAssessment extends CommandBase {
  readonly type: 'open-assessment';
  readonly organisation: Opened['organisation'];
  /** The local office and the region at the period's end. */
  readonly office: Opened['office'];
  readonly region: Opened['region'];
  readonly terms: FrameworkTerms;
}

export function openAssessment({ organisation, office, region, terms, today }: OpenAssessment, state: Assessment): Decision {
  const refusal = theStatusAllows('open-assessment', state);
  if (refusal !== undefined) return refusal;
  const round = isLive(state) ? state.round + 1 : 1;
  const data = { organisation, office, region, period: terms.period, terms, round, openedOn: today };
  return [{ type: 'AssessmentOpened', data }];
}
