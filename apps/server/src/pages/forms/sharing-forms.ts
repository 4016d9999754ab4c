import {
  answerRequest,
  commentRequest,
  consultationRequest,
  readBackRequest,
  sharingClosingRequest,
  sharingRequest,
} from '#api-contract/sharing-requests.js';
import { AnswerComment, CloseSharing, CommentOnDraft, ConsultBoard, ReadBackNote, ShareDraft } from '#assessment/commands.js';
import type { AssessmentAnswer, CommentView, RecordView, SharingView } from '#assessment/queries.js';
import { itemNotesIn } from '../assessments/timeline.js';
import { dayInWords } from '../words/dates.js';
import { form, type FormContext } from './assessment-form.js';
import { dateFields } from './date-fields.js';
import { given } from './form-definition.js';
import type { Typed } from './typed.js';

/** What may be shared of an item: it has a rating, or a rule works one out. */
const shareable = ({ items }: AssessmentAnswer) => items.filter(({ how, rating }) => how !== 'given' && rating !== null);

/** Meetings and calls whose notes may be shared. */
const notesIn = ({ meetings, teleconferences }: AssessmentAnswer) =>
  [...meetings, ...teleconferences]
    .filter(({ withdrawn }) => withdrawn === null)
    .map((record) => ({ id: record.id, name: nameOfRecord(record) }));

/** A meeting or a call, as people name it. */
export const nameOfRecord = ({ kind, fields }: RecordView): string =>
  `${kind === 'meeting' ? 'Checkpoint meeting' : 'Teleconference'} of ${dayInWords(String(fields['heldOn']))}`;

const several = (chosen: readonly string[]): readonly string[] | undefined => (chosen.length === 0 ? undefined : chosen);

const share = form({
  path: 'sharing',
  template: 'forms/sharing.njk',
  title: 'Share with the organisation',
  button: 'Share it',
  permission: 'assessment.share',
  judges: true,
  checkFirst: true,
  schema: sharingRequest.refine(({ items, records }) => items !== undefined || records !== undefined, {
    path: ['items'],
    message: 'must not be empty',
  }),
  words: { items: 'what is shared', workingDays: 'how many working days it has', opensOn: 'the day from which it is shown' },
  read: (typed) => {
    const days = typed.text('workingDays');
    return given({
      items: several(typed.all('items')),
      records: several(typed.all('records')),
      opensOn: typed.date('opensOn'),
      workingDays: days === undefined ? undefined : Number(days),
    });
  },
  command: (by, { answer }, request) => new ShareDraft(by, answer.id, request),
  model: (_typed, { answer }) => ({ shareable: shareable(answer), notes: notesIn(answer) }),
  start: ({ answer, terms, today }) => ({
    items: shareable(answer).map(({ item }) => item),
    workingDays: String(terms.commentWorkingDays),
    ...dateFields('opensOn', today),
  }),
});

const sharingOf = ({ answer, subject }: FormContext): SharingView | undefined => answer.sharings.find(({ id }) => id === subject);

/** The items of a sharing with their ratings as the person sees them, and what was said of each before. */
function sharedItems(context: FormContext) {
  const sharing = sharingOf(context);
  return (sharing?.items ?? []).flatMap((id) => {
    const item = context.answer.items.find((each) => each.item === id);
    return item === undefined ? [] : [{ ...item, said: sharing?.comments.filter((comment) => comment.item === id) ?? [] }];
  });
}

/** A name for what is said of all that was shared, beside the items. */
const THE_WHOLE = 'whole';

/** Only what was said is sent: an item left alone is neither agreed to nor disputed. */
function commentsIn(typed: Typed, context: FormContext) {
  const fields = [...sharedItems(context).map(({ item }) => item), THE_WHOLE];
  const said = fields.filter((name) => ['view', 'text'].some((part) => typed.text(`comments/${name}/${part}`) !== undefined));
  return said.map((name, index) => {
    typed.place(`/comments/${String(index)}`, `comments/${name}`);
    const field = (part: string) => typed.text(`comments/${name}/${part}`);
    return given({ item: name === THE_WHOLE ? undefined : name, view: field('view') ?? 'not-stated', text: field('text') });
  });
}

const comment = form({
  path: 'comment',
  template: 'forms/comment.njk',
  title: 'Comment on what was shared with you',
  button: 'Send the comments',
  permission: 'assessment.comment',
  schema: commentRequest,
  words: { comments: 'what you think of at least one of them', 'comments/#/text': 'what you think of it' },
  read: (typed, context) => ({ sharing: context.subject, comments: commentsIn(typed, context) }),
  command: (by, { answer }, request) => new CommentOnDraft(by, answer.id, request),
  model: (_typed, context) => ({ sharing: sharingOf(context), shared: sharedItems(context) }),
});

const closing = form({
  path: 'sharing-closing',
  template: 'forms/sharing-closing.njk',
  title: 'Say that you have nothing more to say',
  button: 'Close the window',
  permission: 'assessment.comment',
  schema: sharingClosingRequest,
  words: { reason: 'a last word' },
  read: (typed) => given({ reason: typed.text('reason') }),
  command: (by, { answer, subject = '' }, request) => new CloseSharing(by, answer.id, subject, request),
  model: (_typed, context) => ({ sharing: sharingOf(context) }),
});

const withdrawal = form({
  path: 'sharing-withdrawal',
  template: 'forms/sharing-withdrawal.njk',
  title: 'Take back what was shared',
  button: 'Take it back',
  permission: 'assessment.share',
  schema: sharingClosingRequest.refine(({ reason }) => reason !== undefined, { path: ['reason'], message: 'must not be empty' }),
  words: { reason: 'why it is taken back' },
  read: (typed) => given({ reason: typed.text('reason') }),
  command: (by, { answer, subject = '' }, request) => new CloseSharing(by, answer.id, subject, request),
  model: (_typed, context) => ({ sharing: sharingOf(context) }),
});

const commentOf = ({ answer, subject }: FormContext): CommentView | undefined =>
  answer.sharings.flatMap(({ comments }) => comments).find(({ id }) => id === subject);

const answering = form({
  path: 'answer',
  template: 'forms/answer.njk',
  title: 'Answer the organisation',
  button: 'Send the answer',
  permission: 'assessment.share',
  schema: answerRequest,
  words: { answer: 'the answer' },
  read: (typed) => given({ answer: typed.text('answer') }),
  command: (by, { answer, subject = '' }, request) => new AnswerComment(by, answer.id, subject, request),
  model: (_typed, context) => {
    const said = commentOf(context);
    return { comment: said, item: context.answer.items.find(({ item }) => item === said?.item) };
  },
});

const readBack = form({
  path: 'read-back',
  template: 'forms/read-back.njk',
  title: 'Read a note back',
  button: 'Record it',
  permission: 'assessment.read-back',
  schema: readBackRequest,
  words: { view: 'whether you remember it so', text: 'what you remember differently' },
  read: (typed, { subject }) => given({ record: subject, view: typed.text('view'), text: typed.text('text') }),
  command: (by, { answer }, request) => new ReadBackNote(by, answer.id, request),
  model: (_typed, { answer, subject }) => {
    const record = [...answer.meetings, ...answer.teleconferences].find(({ id }) => id === subject);
    const labels = { items: answer.items.map(({ item, label }) => ({ id: item, label, scale: { ratings: [] } })) };
    const lines = record === undefined ? [] : itemNotesIn(record.fields, labels);
    return { note: record && { name: nameOfRecord(record), lines, notes: record.fields['notes'] } };
  },
});

const consultation = form({
  path: 'consultation',
  template: 'forms/consultation.njk',
  title: 'Record the consultation of a Health and Wellbeing Board',
  button: 'Record it',
  permission: 'assessment.record',
  schema: consultationRequest,
  words: { board: 'the name of the board', consultedOn: 'the day it was consulted', view: 'what it thinks' },
  read: (typed) =>
    given({
      board: typed.text('board'),
      consultedOn: typed.date('consultedOn'),
      view: typed.text('view'),
      response: typed.text('response'),
    }),
  command: (by, { answer }, request) => new ConsultBoard(by, answer.id, request),
});

/** Sharing a draft with the organisation, what it and others say, and what it is answered. */
export const sharingForms = [share, withdrawal, answering, comment, closing, readBack, consultation];
