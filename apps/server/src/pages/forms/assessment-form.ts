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
}

/** A form about an assessment. */
export const form = formsAbout<FormContext>();
