import { checkpointForms } from './checkpoint-forms.js';
import { correctionForm } from './correction-form.js';
import { decisionForm } from './decision-form.js';
import type { Form } from './form-definition.js';
import { ratingForms } from './rating-forms.js';

/** Every form about one assessment, by the last part of its address. */
export const forms: ReadonlyMap<string, Form> = new Map(
  [...checkpointForms, ...ratingForms, correctionForm, decisionForm].map((form) => [form.path, form]),
);
