import type { Person } from '#identity/contract.js';
import type { SelfAssessmentData, SelfAssessmentTerms } from '../core/self-assessment/events.js';
import {
  itemsOf,
  type OwnScore,
  ownScoreOf,
  type Review,
  reviewOf,
  type StartedSelfAssessment,
  submittedScoreOf,
} from '../core/self-assessment/state.js';

/** The organisation's score of a criterion, as the person looking may see it. */
export type OwnScoreView = Pick<OwnScore, 'score' | 'narrative' | 'evidence' | 'scoredOn'>;
/** The assessor's score of a criterion; `explanation` null where it is the organisation's own. */
export interface ReviewView extends Pick<Review, 'score' | 'reviewedOn'> {
  readonly explanation: string | null;
}

/** One criterion with both sides. */
export interface CriterionView {
  readonly item: string;
  readonly label: string;
  readonly shortLabel: string | null;
  /** Best first. */
  readonly scale: SelfAssessmentTerms['criteria'][number]['scale'];
  /** What it is scored against, where the framework says. */
  readonly against: SelfAssessmentTerms['criteria'][number]['against'];
  readonly own: OwnScoreView | null;
  readonly review: ReviewView | null;
  /** Whether the organisation may score it in this round. */
  readonly open: boolean;
}

/** One score that was ever given, by either side. */
export interface TrailEntry {
  readonly side: 'organisation' | 'assessor';
  readonly item: string;
  readonly round: number;
  readonly score: string;
  /** The organisation's narrative, or why the assessor scores otherwise. */
  readonly text: string | null;
  readonly evidence: OwnScore['evidence'];
  readonly on: string;
  /** The person's id. */
  readonly by: string;
  readonly revision: string;
}

/** A self-assessment as the API and the pages show it. */
export interface SelfAssessmentView {
  readonly id: string;
  readonly organisation: string;
  readonly organisationName: string;
  readonly office: { readonly code: string; readonly name: string };
  readonly region: { readonly code: string; readonly name: string };
  readonly framework: string;
  readonly frameworkTitle: string;
  readonly period: string;
  readonly status: StartedSelfAssessment['status'];
  /** Whether the assessor reviews without the organisation's own scores. */
  readonly deskReview:
    (Pick<SelfAssessmentData<'DeskReviewBegun'>, 'documents' | 'begunOn'> & { readonly reason: string | null }) | null;
  /** Whether the framework asks the organisation to score itself, and whether a desk review may take its place. */
  readonly asks: Pick<SelfAssessmentTerms, 'selfAssessment' | 'deskReview'>;
  readonly round: number;
  readonly sites: { readonly own: string; readonly predecessors: readonly string[] } | null;
  readonly newlyFormed: SelfAssessmentData<'SelfAssessmentStarted'>['newlyFormed'];
  readonly evidencePerCriterion: number | null;
  readonly startedOn: string;
  readonly submittedOn: string | null;
  readonly finalisedOn: string | null;
  /** The last return, while it is with the organisation. */
  readonly returned: { readonly items: readonly string[]; readonly reason: string; readonly returnedOn: string } | null;
  readonly criteria: readonly CriterionView[];
  /** Whether the person looking sees the assessor's scores: the organisation only once they are final. */
  readonly reviewsShown: boolean;
  /** What the organisation has still to score, and the assessor to review. */
  readonly missing: { readonly scores: readonly string[]; readonly reviews: readonly string[] };
  /** Every score ever given, by both sides, in the order recorded. */
  readonly trail: readonly TrailEntry[];
  readonly revision: string;
  readonly position: string;
}

/** Which side of it a person is on: an auditor reads both. */
export type Side = 'organisation' | 'assessor' | 'both';

export function sideOf({ role }: Person): Side {
  if (role === 'organisation') return 'organisation';
  return role === 'auditor' ? 'both' : 'assessor';
}

/**
 * What each side sees of the other: the assessor a score once it is submitted, the organisation a review once the scores are
 * final. Until then each works undisturbed.
 */
export function viewFor(
  side: Side,
  state: StartedSelfAssessment,
  where: { readonly id: string; readonly position: bigint },
): SelfAssessmentView {
  const { about, deskReview, returns, submissions, finalised } = state;
  const seesReviews = side !== 'organisation' || state.status === 'final';
  return {
    ...headOf(state, where),
    deskReview: deskReview && {
      ...{ documents: deskReview.documents, begunOn: deskReview.begunOn, reason: deskReview.reason ?? null },
    },
    submittedOn: submissions.at(-1)?.submittedOn ?? null,
    finalisedOn: finalised?.finalisedOn ?? null,
    returned: state.status === 'in-preparation' ? returnView(returns.at(-1)) : null,
    reviewsShown: seesReviews,
    criteria: about.terms.criteria.map((criterion) => criterionView(criterion, state, side, seesReviews)),
    missing: {
      scores: itemsOf(state).filter((item) => about.terms.selfAssessment && ownScoreOf(state, item) === undefined),
      reviews: seesReviews ? itemsOf(state).filter((item) => reviewOf(state, item) === undefined) : [],
    },
    trail: trailOf(state, side, seesReviews),
  };
}

function headOf(state: StartedSelfAssessment, { id, position }: { readonly id: string; readonly position: bigint }) {
  const { about, sites } = state;
  const { organisation, office, region, period, terms, newlyFormed, startedOn } = about;
  return {
    ...{ id, organisation: organisation.code, organisationName: organisation.name, office, region, period },
    ...{ framework: terms.framework.id, frameworkTitle: terms.framework.title, newlyFormed, startedOn },
    ...{ status: state.status, round: state.round, evidencePerCriterion: terms.evidencePerCriterion },
    asks: { selfAssessment: terms.selfAssessment, deskReview: terms.deskReview },
    sites: sites && { own: sites.own, predecessors: sites.predecessors },
    ...{ revision: String(state.revision), position: String(position) },
  };
}

const returnView = (last: StartedSelfAssessment['returns'][number] | undefined): SelfAssessmentView['returned'] =>
  last === undefined ? null : { items: last.items, reason: last.reason, returnedOn: last.returnedOn };

function criterionView(
  { item, label, shortLabel, scale, against }: SelfAssessmentTerms['criteria'][number],
  state: StartedSelfAssessment,
  side: Side,
  seesReviews: boolean,
): CriterionView {
  const own = side === 'assessor' ? submittedScoreOf(state, item) : ownScoreOf(state, item);
  const review = seesReviews ? reviewOf(state, item) : undefined;
  const isReturned = state.open === 'all' || state.open.includes(item);
  return {
    ...{ item, label, shortLabel: shortLabel ?? null, scale, against },
    own: own === undefined ? null : ownView(own),
    review:
      review === undefined
        ? null
        : { score: review.score, explanation: review.explanation ?? null, reviewedOn: review.reviewedOn },
    open: state.about.terms.selfAssessment && state.status === 'in-preparation' && isReturned,
  };
}

const ownView = ({ score, narrative, evidence, scoredOn }: OwnScore): OwnScoreView => ({ score, narrative, evidence, scoredOn });

/** Both sides in the order recorded, as far as the person looking may see them. */
function trailOf(state: StartedSelfAssessment, side: Side, seesReviews: boolean): readonly TrailEntry[] {
  const submitted = state.submissions.at(-1)?.revision ?? -1;
  const scored = state.scored
    .filter(({ revision }) => side !== 'assessor' || revision < submitted)
    .map(({ item, round, score, narrative, evidence, scoredOn, scoredBy, revision }) => ({
      ...{ side: 'organisation' as const, item, round, score, text: narrative, evidence, on: scoredOn, by: scoredBy, revision },
    }));
  const reviewed = (seesReviews ? state.reviewed : []).map(
    ({ item, round, score, explanation, reviewedOn, reviewedBy, revision }) => ({
      ...{ side: 'assessor' as const, item, round, score, text: explanation ?? null, evidence: [] },
      ...{ on: reviewedOn, by: reviewedBy, revision },
    }),
  );
  return [...scored, ...reviewed]
    .sort((one, other) => one.revision - other.revision)
    .map((entry) => ({ ...entry, revision: String(entry.revision) }));
}
