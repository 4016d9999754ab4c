import {
  areaActionRequest,
  areaRequest,
  emptyRequest,
  fieldworkRequest,
  nominationRequest,
  redactionRequest,
  surveyCommentRequest,
  surveyCountsRequest,
  surveyReportRequest,
} from '#api-contract/survey-requests.js';
import type { ActionOnList } from '#assessment/queries.js';
import { SMALLEST_GROUP } from '#stakeholder-survey/contract.js';
import { ChangeSurvey, type SurveyChange } from '#stakeholder-survey/commands.js';
import type { SurveyInConfidence, SurveyView } from '#stakeholder-survey/queries.js';
import { byPath, type FormSender, formsAbout, given } from '../forms/form-definition.js';
import { numbered, type Typed } from '../forms/typed.js';

/** What a form about a year's survey is shown and read with. */
export interface SurveyContext {
  readonly organisation: string;
  readonly year: string;
  /** Undefined while nothing is recorded of it. */
  readonly view: SurveyView | undefined;
  /** Of a form about one comment, area or nomination: its id. */
  readonly subject: string | undefined;
  /** The organisation's open actions that the person sees. */
  readonly actions: readonly ActionOnList[];
}

const form = formsAbout<SurveyContext>();
const recording = 'survey.record';
const nominating = 'survey.nominate';

const change = (by: FormSender, { organisation, year }: SurveyContext, asked: SurveyChange) =>
  new ChangeSurvey(by, organisation, year, asked);

const inConfidence = ({ view }: SurveyContext): SurveyInConfidence | undefined => view?.inConfidence;
const commentIn = (context: SurveyContext) => inConfidence(context)?.comments.find(({ id }) => id === context.subject);
const areaIn = (context: SurveyContext) => inConfidence(context)?.areas.find(({ area }) => area === context.subject);
const nominationIn = (context: SurveyContext) => inConfidence(context)?.nominations.find(({ id }) => id === context.subject);

const fieldwork = form({
  path: 'fieldwork',
  template: 'surveys/fieldwork.njk',
  title: 'Record when answers are gathered',
  button: 'Record it',
  permission: recording,
  schema: fieldworkRequest,
  words: { from: 'when fieldwork begins', to: 'when it ends' },
  read: (typed) => given({ from: typed.partialDate('from'), to: typed.partialDate('to') }),
  command: (by, context, request) => change(by, context, { type: 'record-fieldwork', request }),
});

/** How many blank rows of answers there are to begin with, and how many more the button adds. */
const [ANSWERS, MORE_ANSWERS] = [4, 3] as const;

function answerRows(typed: Typed): readonly string[] {
  const more = typed.text('_more') === 'answers' ? MORE_ANSWERS : 0;
  return numbered(Math.max(ANSWERS, typed.countOf('answers') + more));
}

/** A count as a number; as typed where it is none, for the schema to refuse. */
const countIn = (text: string | undefined): number | string | undefined =>
  text !== undefined && /^\d{1,7}$/.test(text) ? Number(text) : text;

const answersIn = (typed: Typed) =>
  typed
    .rows('answers', ['answer', 'count'], answerRows(typed))
    .map((row) => given({ answer: row.text('answer'), count: countIn(row.text('count')) }));

/** How many gave these answers together. */
const baseOf = (typed: Typed): number =>
  answersIn(typed).reduce((sum, { count }) => sum + (typeof count === 'number' ? count : 0), 0);

const counts = form({
  path: 'counts',
  template: 'surveys/counts.njk',
  title: 'Record how many gave which answer',
  button: 'Record the counts',
  permission: recording,
  checkFirst: true,
  schema: surveyCountsRequest,
  words: {
    question: 'the question',
    group: 'the group',
    answers: 'at least one answer',
    'answers/#': 'an answer and how many gave it',
    'answers/#/answer': 'an answer',
    'answers/#/count': 'how many gave it, a whole number',
  },
  read: (typed) => given({ question: typed.text('question'), group: typed.text('group'), answers: answersIn(typed) }),
  command: (by, context, request) => change(by, context, { type: 'count-responses', request }),
  model: (typed, { view }) => ({
    answerRows: answerRows(typed),
    answers: answersIn(typed),
    base: baseOf(typed),
    isKept: baseOf(typed) >= SMALLEST_GROUP,
    smallestGroup: SMALLEST_GROUP,
    replaces: view?.counted.some(
      ({ question, group }) => question === typed.text('question') && group === (typed.text('group') ?? null),
    ),
  }),
});

const nomination = form({
  path: 'nominations',
  template: 'surveys/nomination.njk',
  title: 'Nominate a stakeholder',
  button: 'Nominate',
  permission: nominating,
  schema: nominationRequest,
  words: { group: 'what they are to the organisation', name: 'a name', contact: 'how they are reached' },
  read: (typed) => given({ group: typed.text('group'), name: typed.text('name'), contact: typed.text('contact') }),
  command: (by, context, request) => change(by, context, { type: 'nominate', request }),
});

const withdrawal = form({
  path: 'withdrawal',
  template: 'surveys/nomination-ends.njk',
  title: 'Withdraw a nomination',
  button: 'Withdraw it',
  permission: nominating,
  schema: emptyRequest,
  words: {},
  read: () => ({}),
  command: (by, context) => change(by, context, { type: 'withdraw-nomination', nomination: context.subject ?? '' }),
  model: (_typed, context) => ({
    nomination: nominationIn(context),
    what: 'They will not be asked. That somebody of this group was nominated, and when, stays on record.',
  }),
});

const erasure = form({
  path: 'erasure',
  template: 'surveys/nomination-ends.njk',
  title: 'Erase a name and contact',
  button: 'Erase them for good',
  permission: nominating,
  schema: emptyRequest,
  words: {},
  read: () => ({}),
  command: (by, context) => change(by, context, { type: 'erase-contact', nomination: context.subject ?? '' }),
  model: (_typed, context) => ({
    nomination: nominationIn(context),
    what: 'The name and contact are deleted and cannot be brought back. That somebody of this group was nominated stays on record.',
  }),
});

const comment = form({
  path: 'comments',
  template: 'surveys/comment.njk',
  title: 'Record a comment word for word',
  button: 'Record the comment',
  permission: recording,
  schema: surveyCommentRequest,
  words: { text: 'the comment' },
  read: (typed) => given({ text: typed.text('text') }),
  command: (by, context, request) => change(by, context, { type: 'record-comment', request }),
});

const redaction = form({
  path: 'redaction',
  template: 'surveys/redaction.njk',
  title: 'Redact a comment',
  button: 'Redact it, for every moment',
  permission: recording,
  checkFirst: true,
  schema: redactionRequest,
  words: { text: 'what is to stand in its place', reason: 'why it is redacted' },
  read: (typed) => given({ text: typed.text('text'), reason: typed.text('reason') }),
  command: (by, context, request) => change(by, context, { type: 'redact-comment', comment: context.subject ?? '', request }),
  start: (context) => ({ text: commentIn(context)?.text ?? '' }),
  model: (_typed, context) => ({ comment: commentIn(context) }),
});

const area = form({
  path: 'areas',
  template: 'surveys/area.njk',
  title: 'Identify an area for improvement',
  button: 'Record it',
  permission: recording,
  schema: areaRequest,
  words: { text: 'what is to be done better' },
  read: (typed) => given({ text: typed.text('text') }),
  command: (by, context, request) => change(by, context, { type: 'identify-area', request }),
});

/** An action is chosen by its assessment and id together. */
function chosenAction(typed: Typed) {
  typed.place('/assessment', 'action');
  const [assessment, action] = (typed.text('action') ?? '').split(' ');
  return { assessment: assessment === '' ? undefined : assessment, action };
}

const areaAction = form({
  path: 'area-actions',
  template: 'surveys/area-action.njk',
  title: 'Tie an area to the action that follows',
  button: 'Tie it',
  permission: recording,
  schema: areaActionRequest,
  words: { assessment: 'the action', action: 'the action' },
  read: (typed) => given(chosenAction(typed)),
  command: (by, context, request) => change(by, context, { type: 'tie-to-action', area: context.subject ?? '', request }),
  model: (_typed, context) => ({ area: areaIn(context), actions: context.actions }),
});

const report = form({
  path: 'reports',
  template: 'surveys/report.njk',
  title: 'File the report as a document',
  button: 'File it',
  permission: recording,
  schema: surveyReportRequest,
  words: { title: 'what it is called', reference: 'where it can be found' },
  read: (typed) => given({ title: typed.text('title'), reference: typed.text('reference') }),
  command: (by, context, request) => change(by, context, { type: 'file-report', request }),
});

/** Every form about a year's survey, by the last part of its address. */
export const surveyForms = byPath<SurveyContext>([
  fieldwork,
  nomination,
  counts,
  comment,
  area,
  report,
  redaction,
  areaAction,
  withdrawal,
  erasure,
]);

/** Those that are about one part of a survey, and stand beside it. */
export const ABOUT_ONE_PART: readonly string[] = [redaction, areaAction, withdrawal, erasure].map(({ path }) => path);
