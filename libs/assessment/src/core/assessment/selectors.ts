import type { BusinessDate } from '#kernel/business-date.js';
import type { FrameworkTerms, ItemInForce } from './framework-terms.js';
import { headlineItem, isComputed, itemsRatedByHand } from './items-in-force.js';
import type {
  ActionRecord,
  Assessment,
  AssessmentCase,
  CallRecord,
  ConsultationRecord,
  EvidenceRecord,
  GivenRatingRecord,
  IndicatorValueRecord,
  ItemRating,
  KeptRecord,
  MeetingRecord,
  Publication,
  TrajectoryRecord,
} from './state.js';

/** The id an assessment is known by: `{organisation}.{framework}.{period}`. Undefined before anything was recorded. */
export const assessmentIdOf = (state: Assessment): string | undefined =>
  state.status === 'not-opened' ? undefined : `${state.organisation.code}.${state.terms.framework.id}.${state.period}`;

/** One item of the pack with its rating as it stands; `rating` is null where there is none yet. */
export interface CurrentRating {
  readonly item: ItemInForce;
  /** By hand, by a rule of the pack, or decided elsewhere. */
  readonly how: 'by-hand' | 'computed' | 'given';
  readonly rating: string | null;
  /** The rating set by hand, with its previous value, reason, day and stage; undefined for computed, given or unrated items. */
  readonly standing: ItemRating | undefined;
  /** The rating given from elsewhere, with who gave it and its source; undefined for any other item. */
  readonly given: GivenRatingRecord | undefined;
  /** Whether it may be rated in this round. */
  readonly reopened: boolean;
}

/** Every item of the pack, in its order. Computed ones as last recorded by a submission or a decision. */
export const currentRatings = (state: AssessmentCase): readonly CurrentRating[] =>
  state.terms.items.map((item) => {
    const how = howRated(state.terms, item);
    const standing = state.ratings.get(item.id);
    const given = how === 'given' ? givenRatingOf(state, item.id) : undefined;
    const rating = how === 'computed' ? computedRating(state, item) : (given?.fields.rating ?? standing?.rating ?? null);
    return {
      item,
      how,
      rating,
      standing,
      given,
      reopened: how === 'by-hand' && (state.reopened === 'all' || state.reopened.has(item.id)),
    };
  });

const howRated = (terms: FrameworkTerms, item: ItemInForce): CurrentRating['how'] =>
  item.given ? 'given' : isComputed(terms, item) ? 'computed' : 'by-hand';

const computedRating = (state: AssessmentCase, item: ItemInForce): string | null =>
  item.id === headlineItem(state.terms)?.id
    ? state.headline.result
    : (state.computed.find((fact) => fact.item === item.id)?.rating ?? null);

/** The ids of the items that must still be rated before submission. */
export const missingItems = (state: AssessmentCase): readonly string[] =>
  itemsRatedByHand(state.terms)
    .map((item) => item.id)
    .filter((item) => !state.ratings.has(item));

/** Every record in the order recorded, corrections applied; withdrawn ones are among them, marked. */
export const recordsAsCorrected = (state: Pick<AssessmentCase, 'records'>): readonly KeptRecord[] => state.records.values();

export const meetingsOf = (state: AssessmentCase): readonly MeetingRecord[] =>
  recordsAsCorrected(state).filter((record) => record.kind === 'meeting');
export const callsOf = (state: AssessmentCase): readonly CallRecord[] =>
  recordsAsCorrected(state).filter((record) => record.kind === 'call');
export const evidenceOf = (state: AssessmentCase): readonly EvidenceRecord[] =>
  recordsAsCorrected(state).filter((record) => record.kind === 'evidence');
export const indicatorValuesOf = (state: AssessmentCase): readonly IndicatorValueRecord[] =>
  recordsAsCorrected(state).filter((record) => record.kind === 'indicator-value');
export const givenRatingsOf = (state: Pick<AssessmentCase, 'records'>): readonly GivenRatingRecord[] =>
  recordsAsCorrected(state).filter((record) => record.kind === 'given-rating');
export const trajectoriesOf = (state: AssessmentCase): readonly TrajectoryRecord[] =>
  recordsAsCorrected(state).filter((record) => record.kind === 'trajectory');
export const consultationsOf = (state: Pick<AssessmentCase, 'records'>): readonly ConsultationRecord[] =>
  recordsAsCorrected(state).filter((record) => record.kind === 'consultation');
/** Whether a board's consultation since the opening stands. */
export const aBoardWasConsulted = (state: Pick<AssessmentCase, 'records' | 'openedAt'>): boolean =>
  consultationsOf(state).some(({ withdrawn, revision }) => withdrawn === undefined && revision > state.openedAt);
export const actionsOf = (state: AssessmentCase): readonly ActionRecord[] =>
  recordsAsCorrected(state).filter((record) => record.kind === 'action');

/** The given rating of an item that stands: the last recorded since the opening and not withdrawn. */
export const givenRatingOf = (state: Pick<AssessmentCase, 'records' | 'openedAt'>, item: string): GivenRatingRecord | undefined =>
  givenRatingsOf(state).findLast(
    ({ fields, withdrawn, revision }) => fields.item === item && withdrawn === undefined && revision > state.openedAt,
  );

/** The actions neither completed nor withdrawn: what carries forward to the next assessment. */
export const openActions = (state: AssessmentCase): readonly ActionRecord[] => actionsOf(state).filter(isOpenAction);

/** Neither completed nor withdrawn. */
export const isOpenAction = (action: ActionRecord): boolean => action.completed === undefined && action.withdrawn === undefined;

/** Whether the day it is due now was noted as reached; a new due day begins anew. */
export const hasFallenDue = ({ fellDue, fields }: ActionRecord): boolean => fellDue?.due === fields.due;

/** What stood in public on a day. */
export function publicationOn(state: PublishedOrNot, day: BusinessDate = '9999-12-31'): Publication | undefined {
  return standingPublication({
    publications: state.publications.filter(({ publishedOn }) => publishedOn <= day),
    publicationWithdrawals: state.publicationWithdrawals.filter(({ withdrawnOn }) => withdrawnOn <= day),
  });
}

/** Whether an edition was withdrawn altogether, and not only overtaken by the next. */
export const wasWithdrawn = ({ publicationWithdrawals }: PublishedOrNot, edition: string): boolean =>
  publicationWithdrawals.some((withdrawal) => withdrawal.edition === edition && withdrawal.because === 'edition-withdrawn');

type PublishedOrNot = Pick<AssessmentCase, 'publications' | 'publicationWithdrawals'>;

/** What stands in public: the last publication, unless it was withdrawn. */
export function standingPublication({ publications, publicationWithdrawals }: PublishedOrNot): Publication | undefined {
  const last = publications.at(-1);
  if (last === undefined) return undefined;
  return publicationWithdrawals.some(({ revision }) => revision > last.revision) ? undefined : last;
}
