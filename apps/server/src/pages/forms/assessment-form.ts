import type { AssessmentAnswer } from '#assessment/queries.js';
import type { FrameworkForPeriod } from '#frameworks/contract.js';
import { formsAbout } from './form-definition.js';

/** What a form about an assessment is shown and read with. */
export interface FormContext {
  readonly answer: AssessmentAnswer;
  /** What of the framework applies in the period: the scales among it. */
  readonly terms: FrameworkForPeriod;
  readonly today: string;
  /** Of a form about one record or action: its id, from the address or, sent again, from the form. */
  readonly subject: string | undefined;
  /** The sitting in which a panel decides; absent on the assessment's own pages. */
  readonly sitting?: { readonly id: string; readonly decidedOn: string };
}

/** A form about an assessment. */
export const form = formsAbout<FormContext>();
