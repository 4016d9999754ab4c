import type { FormContext } from './assessment-form.js';
import { checkpointForms } from './checkpoint-forms.js';
import { correctionForm } from './correction-form.js';
import { decisionForm } from './decision-form.js';
import { byPath } from './form-definition.js';
import { frameworkVersionForm } from './framework-version-form.js';
import { givenForms } from './given-forms.js';
import { indicatorForm } from './indicator-form.js';
import { ratingForms } from './rating-forms.js';
import { reopeningForms } from './reopening-forms.js';
import { sharingForms } from './sharing-forms.js';
import { standingForms } from './standing-forms.js';
import { trajectoryForms } from './trajectory-forms.js';

/** Every form about one assessment, by the last part of its address. */
export const forms = byPath<FormContext>([
  ...checkpointForms,
  ...ratingForms,
  ...givenForms,
  ...trajectoryForms,
  ...sharingForms,
  ...reopeningForms,
  ...standingForms,
  frameworkVersionForm,
  correctionForm,
  decisionForm,
  indicatorForm,
]);
