import { DecideStage } from '#assessment/commands.js';
import { stageDecisionRequest } from '#api-contract/assessment-requests.js';
import type { AssessmentAnswer } from '#assessment/queries.js';
import type { Permission } from '#identity/contract.js';
import { dateFields } from './date-fields.js';
import { form, type FormContext } from './assessment-form.js';
import { given } from './form-definition.js';
import type { Typed } from './typed.js';

/** What a panel may say of an item besides another rating. */
const UNCHANGED = 'unchanged';
const RETURNED = 'returned';

type DecidingStage = 'local' | 'regional' | 'national';

/** The stage that decides next, where it is one that decides item by item. */
export function decidingStage({ stage }: AssessmentAnswer): DecidingStage | undefined {
  return stage === 'local' || stage === 'regional' || stage === 'national' ? stage : undefined;
}

const permission = ({ answer }: FormContext): Permission | undefined => {
  const stage = decidingStage(answer);
  return stage === undefined ? undefined : `assessment.minute-${stage}`;
};

/** One decision out of one answer per item: any item returned returns the assessment, any other rating changes it. */
function decisionIn(typed: Typed, { answer, sitting }: FormContext) {
  const said = answer.items.map(({ item }) => ({ item, answer: typed.text(`decisions/${item}`) ?? UNCHANGED }));
  const returned = said.filter((one) => one.answer === RETURNED).map(({ item }) => item);
  const changed = said.filter((one) => one.answer !== UNCHANGED && one.answer !== RETURNED);
  returned.forEach((item, index) => typed.place(`/items/${String(index)}`, `decisions/${item}`));
  const changes = changed.map(({ item, answer: rating }, index) => {
    typed.place(`/changes/${String(index)}`, `decisions/${item}`);
    typed.place(`/changes/${String(index)}/reason`, `reasons/${item}`);
    typed.place(`/changes/${String(index)}/rating`, `decisions/${item}`);
    return given({ item, rating, reason: typed.text(`reasons/${item}`) });
  });
  return given({
    outcome: returned.length > 0 ? 'returned' : changed.length > 0 ? 'changed' : 'upheld',
    changes: changes.length > 0 ? changes : undefined,
    items: returned.length > 0 ? returned : undefined,
    reason: typed.text('reason'),
    decidedOn: typed.date('decidedOn'),
    panel: sitting?.id ?? typed.text('panel'),
  });
}

/** The decision of the stage that is due. */
export const decisionForm = form({
  path: 'decision',
  template: 'forms/decision.njk',
  title: 'Decide',
  button: 'Record the decision',
  permission,
  judges: true,
  checkFirst: true,
  // The rules are the domain's; asked here as well, so that they are told before the answers are looked at once more.
  schema: stageDecisionRequest
    .refine(({ outcome, reason }) => outcome !== 'returned' || reason !== undefined, {
      path: ['reason'],
      message: 'must not be empty',
    })
    .refine(({ outcome, changes }) => outcome !== 'returned' || changes === undefined, {
      path: ['changes', 0],
      message: 'cannot be given where any item is returned: return this item as well, or leave it unchanged',
    }),
  words: {
    'changes/#': 'another rating',
    'changes/#/reason': 'the reason for the change',
    decidedOn: 'the day it was decided',
    panel: 'the sitting',
    reason: 'why it is returned: what the assessor is to do',
  },
  read: decisionIn,
  command: (by, { answer }, request) => new DecideStage(by, answer.id, decidingStage(answer) ?? 'local', request),
  start: ({ today, answer, sitting }) => ({
    ...dateFields('decidedOn', sitting?.decidedOn ?? today),
    ...Object.fromEntries(answer.items.map(({ item }) => [`decisions/${item}`, UNCHANGED])),
  }),
});
