import {
  criterionReviewRequest,
  criterionScoreRequest,
  deskReviewRequest,
  nothingMoreRequest,
  reasonRequest,
  selfAssessmentReturnRequest,
  sitesRequest,
} from '#api-contract/self-assessment-requests.js';
import type { AssessmentAnswer } from '#assessment/queries.js';
import {
  BeginDeskReview,
  ChangeSelfAssessment,
  ProposeFinalScores,
  type SelfAssessmentKey,
  StartSelfAssessment,
} from '#self-assessment/commands.js';
import type { CriterionView, SelfAssessmentView } from '#self-assessment/queries.js';
import { byPath, formsAbout, given } from '../forms/form-definition.js';
import { numbered, type Typed } from '../forms/typed.js';

/** What a form about a self-assessment is shown and read with. */
export interface SelfAssessmentContext {
  readonly id: string;
  readonly key: SelfAssessmentKey;
  /** Undefined before it was started. */
  readonly view: SelfAssessmentView | undefined;
  /** What the framework asks for. */
  readonly asks: { readonly selfAssessment: boolean; readonly deskReview: boolean };
  /** The assessment it is for, where there is one the person may see. */
  readonly assessment: AssessmentAnswer | undefined;
  /** The criterion a form is about. */
  readonly subject: string | undefined;
}

const form = formsAbout<SelfAssessmentContext>();

const criterionIn = ({ view, subject }: SelfAssessmentContext): CriterionView | undefined =>
  view?.criteria.find(({ item }) => item === subject);

/** Where the framework sets no limit, so many rows are offered. */
const MOST_ROWS = 5;
const EVIDENCE = ['title', 'link', 'periodCovered', 'against'] as const;

const start = form({
  path: 'start',
  template: 'forms/self-assessment/start.njk',
  title: 'Start the self-assessment',
  button: 'Start it',
  permission: 'self-assessment.fill',
  schema: nothingMoreRequest,
  words: {},
  read: () => ({}),
  command: (by, { key }) => new StartSelfAssessment(by, key),
});

const sites = form({
  path: 'sites',
  template: 'forms/self-assessment/sites.njk',
  title: 'Your own site',
  button: 'Save it',
  permission: 'self-assessment.fill',
  schema: sitesRequest,
  words: { own: 'the address of your own site', 'predecessors/#': 'the address of the site' },
  read: (typed, context) => ({ own: typed.text('own'), predecessors: predecessorsIn(typed, context) }),
  command: (by, { id }, request) => new ChangeSelfAssessment(by, id, { type: 'state-sites', request }),
  model: (_typed, { view }) => ({ predecessors: predecessorsOf(view) }),
  start: ({ view }) => ({
    own: view?.sites?.own ?? '',
    ...Object.fromEntries((view?.sites?.predecessors ?? []).map((site, index) => [`predecessors/${String(index)}`, site])),
  }),
});

/** Those whose sites count beside its own. */
const predecessorsOf = (view: SelfAssessmentView | undefined) =>
  view?.newlyFormed?.rule?.predecessorsSites === true ? view.newlyFormed.predecessors : [];

function predecessorsIn(typed: Typed, { view }: SelfAssessmentContext): readonly string[] {
  const filled = predecessorsOf(view).flatMap((_, index) => {
    const name = `predecessors/${String(index)}`;
    const site = typed.text(name);
    return site === undefined ? [] : [{ name, site }];
  });
  filled.forEach(({ name }, index) => typed.place(`/predecessors/${String(index)}`, name));
  return filled.map(({ site }) => site);
}

/** As many rows as the framework allows pieces, and no more. */
function rowsFor({ view }: SelfAssessmentContext, criterion: CriterionView | undefined): readonly string[] {
  const each = view?.evidencePerCriterion ?? MOST_ROWS;
  return numbered(each * Math.max(1, criterion?.against.length ?? 1));
}

const score = form({
  path: 'score',
  template: 'forms/self-assessment/score.njk',
  title: 'Score a criterion',
  button: 'Save the score',
  permission: 'self-assessment.fill',
  schema: criterionScoreRequest,
  words: {
    score: 'a score',
    narrative: 'what you did',
    'evidence/#/title': 'what it is called',
    'evidence/#/link': 'a link to it',
    'evidence/#/periodCovered': 'the period it covers',
    'evidence/#/against': 'what it is for',
  },
  read: (typed, context) =>
    given({
      item: context.subject,
      score: typed.text('score'),
      narrative: typed.text('narrative'),
      evidence: typed
        .rows('evidence', EVIDENCE, rowsFor(context, criterionIn(context)))
        .map((row) => given(Object.fromEntries(EVIDENCE.map((column) => [column, row.text(column)])))),
    }),
  command: (by, { id }, request) => new ChangeSelfAssessment(by, id, { type: 'score', request }),
  model: (_typed, context) => ({ criterion: criterionIn(context), rows: rowsFor(context, criterionIn(context)) }),
  start: (context) => {
    const own = criterionIn(context)?.own;
    if (own === undefined || own === null) return {};
    const evidence = own.evidence.flatMap((piece, index) =>
      EVIDENCE.map((column) => [`evidence/${String(index)}/${column}`, piece[column] ?? ''] as const),
    );
    return { score: own.score, narrative: own.narrative, ...Object.fromEntries(evidence) };
  },
});

const submission = form({
  path: 'submission',
  template: 'forms/self-assessment/both-sides.njk',
  title: 'Submit it to the assessor',
  button: 'Submit it',
  permission: 'self-assessment.fill',
  schema: nothingMoreRequest,
  words: {},
  read: () => ({}),
  command: (by, { id }) => new ChangeSelfAssessment(by, id, { type: 'submit' }),
  model: () => ({ told: 'Once submitted, the scores stand until the assessor returns them.' }),
});

const DOCUMENTS = ['title', 'reference'] as const;

const deskReview = form({
  path: 'desk-review',
  template: 'forms/self-assessment/desk-review.njk',
  title: 'Review without a submission',
  button: 'Begin the desk review',
  permission: 'self-assessment.review',
  schema: deskReviewRequest,
  words: {
    reason: 'why it is reviewed without',
    'documents/#/title': 'what it is called',
    'documents/#/reference': 'where it is',
  },
  read: (typed) =>
    given({
      reason: typed.text('reason'),
      documents: typed
        .rows('documents', DOCUMENTS, numbered(3))
        .map((row) => given({ title: row.text('title'), reference: row.text('reference') })),
    }),
  command: (by, { key }, request) => new BeginDeskReview(by, key, request),
  model: () => ({ rows: numbered(3) }),
});

const review = form({
  path: 'review',
  template: 'forms/self-assessment/review.njk',
  title: 'Review a criterion',
  button: 'Save the review',
  permission: 'self-assessment.review',
  schema: criterionReviewRequest,
  words: { score: 'a score', explanation: 'why' },
  read: (typed, { subject }) => given({ item: subject, score: typed.text('score'), explanation: typed.text('explanation') }),
  command: (by, { id }, request) => new ChangeSelfAssessment(by, id, { type: 'review', request }),
  model: (_typed, context) => ({ criterion: criterionIn(context) }),
  start: (context) => {
    const { review: standing, own } = criterionIn(context) ?? {};
    return { score: standing?.score ?? own?.score ?? '', explanation: standing?.explanation ?? '' };
  },
});

const giveBack = form({
  path: 'return',
  template: 'forms/self-assessment/return.njk',
  title: 'Return it for more',
  button: 'Return it',
  permission: 'self-assessment.review',
  schema: selfAssessmentReturnRequest,
  words: { items: 'at least one criterion', reason: 'what is wanted' },
  read: (typed) =>
    given({ items: typed.all('items').length === 0 ? undefined : typed.all('items'), reason: typed.text('reason') }),
  command: (by, { id }, request) => new ChangeSelfAssessment(by, id, { type: 'return', request }),
});

const takeReturnBack = form({
  path: 'return-withdrawal',
  template: 'forms/self-assessment/reason.njk',
  title: 'Take the return back and go on',
  button: 'Take it back',
  permission: 'self-assessment.review',
  schema: reasonRequest,
  words: { reason: 'the reason' },
  read: (typed) => given({ reason: typed.text('reason') }),
  command: (by, { id }, request) => new ChangeSelfAssessment(by, id, { type: 'withdraw-return', request }),
  model: () => ({ told: 'You go on with what was submitted. What the organisation has changed since does not count.' }),
});

const finalisation = form({
  path: 'finalisation',
  template: 'forms/self-assessment/both-sides.njk',
  title: 'Make the scores final',
  button: 'Make them final',
  permission: 'self-assessment.review',
  schema: nothingMoreRequest,
  words: {},
  read: () => ({}),
  command: (by, { id }) => new ChangeSelfAssessment(by, id, { type: 'finalise' }),
  model: () => ({
    told: 'The organisation then sees the final scores and why each differs. No rating follows by itself: you propose them in the assessment.',
  }),
});

const takeFinalBack = form({
  path: 'finalisation-withdrawal',
  template: 'forms/self-assessment/reason.njk',
  title: 'Take the final scores back',
  button: 'Take them back',
  permission: 'self-assessment.review',
  schema: reasonRequest,
  words: { reason: 'the reason' },
  read: (typed) => given({ reason: typed.text('reason') }),
  command: (by, { id }, request) => new ChangeSelfAssessment(by, id, { type: 'withdraw-finalisation', request }),
  model: () => ({ told: 'The review is open again. Ratings that were proposed from these scores stay as they are.' }),
});

const proposal = form({
  path: 'proposal',
  template: 'forms/self-assessment/proposal.njk',
  title: 'Propose the final scores as ratings',
  button: 'Propose them',
  permission: 'assessment.rate',
  judges: true,
  schema: nothingMoreRequest,
  words: {},
  read: () => ({}),
  command: (by, { id }) => new ProposeFinalScores(by, id),
  model: (_typed, { view, assessment }) => ({
    rows: (view?.criteria ?? []).map((criterion) => ({
      ...criterion,
      standsAt: assessment?.items.find(({ item }) => item === criterion.item)?.ratingLabel ?? 'Not rated',
    })),
  }),
});

/** Every form about a self-assessment, by the last part of its address. */
export const selfAssessmentForms = byPath<SelfAssessmentContext>([
  ...[start, sites, score, submission, deskReview, review],
  ...[giveBack, takeReturnBack, finalisation, takeFinalBack, proposal],
]);
