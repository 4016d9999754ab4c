import {
  ConfirmRatings,
  ProposeRatings,
  RecallSubmission,
  SubmitForModeration,
  UpdateAction,
  WithdrawAssessment,
} from '#assessment/commands.js';
import {
  actionUpdateRequest,
  confirmationRequest,
  ratingsRequest,
  recallRequest,
  submissionRequest,
  withdrawalRequest,
} from '#api-contract/assessment-requests.js';
import { form, type FormContext } from './assessment-form.js';
import { given } from './form-definition.js';
import { dateFields } from './date-fields.js';
import { choicesOf } from './choices.js';
import type { Typed } from './typed.js';

/** The items that may be rated in this round. */
const open = ({ answer }: FormContext) => answer.items.filter(({ how, reopened }) => how === 'by-hand' && reopened);

/** Only what says something else than what stands is sent: leaving an item alone rates nothing. */
function ratingsIn(typed: Typed, context: FormContext) {
  const items = open(context).filter(({ item, rating }) => {
    const chosen = typed.text(`ratings/${item}/rating`);
    return chosen !== undefined && (chosen !== rating || typed.text(`ratings/${item}/reason`) !== undefined);
  });
  return items.map(({ item }, index) => {
    typed.place(`/ratings/${String(index)}`, `ratings/${item}`);
    const field = (name: string) => typed.text(`ratings/${item}/${name}`);
    return given({ item, rating: field('rating'), reason: field('reason'), organisationView: field('organisationView') });
  });
}

const ratings = form({
  path: 'ratings',
  template: 'forms/ratings.njk',
  title: 'Rate items',
  button: 'Record the ratings',
  permission: 'assessment.rate',
  judges: true,
  schema: ratingsRequest,
  words: {
    ratings: 'at least one rating',
    decidedOn: 'the day they were decided',
    'ratings/#/rating': 'a rating',
    'ratings/#/reason': 'the reason',
  },
  read: (typed, context) => given({ ratings: ratingsIn(typed, context), decidedOn: typed.date('decidedOn') }),
  command: (by, { answer }, request) => new ProposeRatings(by, answer.id, request),
  model: (_typed, context) => ({
    papers: open(context).map((item) => ({ ...item, choices: choicesOf(item.item, context.terms) })),
  }),
  start: (context) => ({
    ...Object.fromEntries(
      open(context).flatMap(({ item, rating }) => (rating === null ? [] : [[`ratings/${item}/rating`, rating]])),
    ),
    ...dateFields('decidedOn', context.today),
  }),
});

const submission = form({
  path: 'submission',
  template: 'forms/submission.njk',
  title: 'Submit for moderation',
  button: 'Submit',
  permission: 'assessment.submit',
  judges: true,
  checkFirst: true,
  schema: submissionRequest,
  words: { submittedOn: 'the day of the submission' },
  read: (typed) => given({ submittedOn: typed.date('submittedOn') }),
  command: (by, { answer }, request) => new SubmitForModeration(by, answer.id, request),
  start: ({ today }) => dateFields('submittedOn', today),
});

const recall = form({
  path: 'recall',
  template: 'forms/recall.njk',
  title: 'Recall the submission',
  button: 'Recall it',
  permission: 'assessment.submit',
  schema: recallRequest,
  words: { reason: 'the reason' },
  read: (typed) => given({ reason: typed.text('reason') }),
  command: (by, { answer }, request) => new RecallSubmission(by, answer.id, request),
});

const withdrawal = form({
  path: 'withdrawal',
  template: 'forms/withdrawal.njk',
  title: 'Withdraw this assessment',
  button: 'Withdraw it',
  permission: 'assessment.withdraw',
  schema: withdrawalRequest,
  words: { reason: 'why it was opened in error', recordedInstead: 'the assessment that is meant' },
  read: (typed) => given({ reason: typed.text('reason'), recordedInstead: typed.text('recordedInstead') }),
  command: (by, { answer }, request) => new WithdrawAssessment(by, answer.id, request),
});

const confirmation = form({
  path: 'confirmation',
  template: 'forms/confirmation.njk',
  title: "Record the committee's decision",
  button: 'Record the decision',
  permission: 'assessment.confirm',
  judges: true,
  checkFirst: true,
  schema: confirmationRequest.refine(({ outcome, reason }) => outcome !== 'returned' || reason !== undefined, {
    path: ['reason'],
    message: 'must not be empty',
  }),
  words: {
    outcome: 'what the committee decided',
    committee: 'the committee',
    reference: 'the minute',
    decidedOn: 'the day it decided',
    reason: 'why it was returned',
  },
  read: (typed) =>
    given({
      outcome: typed.text('outcome'),
      committee: typed.text('committee'),
      reference: typed.text('reference'),
      decidedOn: typed.date('decidedOn'),
      reason: typed.text('reason'),
      items: typed.text('outcome') === 'returned' && typed.all('items').length > 0 ? typed.all('items') : undefined,
    }),
  command: (by, { answer }, request) => new ConfirmRatings(by, answer.id, request),
});

function updateIn(typed: Typed) {
  const note = typed.text('note');
  switch (typed.text('kind')) {
    case 'progress':
      return given({ kind: 'progress', note, progressedOn: typed.date('on') });
    case 'completion':
      return given({ kind: 'completion', note, completedOn: typed.date('on') });
    case 'reschedule':
      return given({ kind: 'reschedule', to: typed.date('to'), reason: note, decidedOn: typed.date('on') });
    default:
      return { kind: undefined };
  }
}

const action = form({
  path: 'actions',
  template: 'forms/action.njk',
  title: 'Update an action',
  button: 'Record it',
  permission: 'assessment.record',
  schema: actionUpdateRequest,
  words: { kind: 'what happened', note: 'a note', reason: 'the reason', to: 'the new day', on: 'the day' },
  read: (typed) => {
    for (const member of ['progressedOn', 'completedOn', 'decidedOn']) typed.place(`/${member}`, 'on');
    typed.place('/reason', 'note');
    return updateIn(typed);
  },
  command: (by, { answer, subject }, request) => new UpdateAction(by, answer.id, subject ?? '', request),
  model: (_typed, { answer, subject }) => ({ action: answer.actions.find(({ id }) => id === subject) }),
});

/** Rating, submitting, and what follows from it. */
export const ratingForms = [ratings, submission, recall, withdrawal, confirmation, action];
