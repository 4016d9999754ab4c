import type { AssessmentEvent, AssessmentEventOf } from '../../core/assessment/events.js';
import { periodOrder } from '../per-assessment/about.js';
import { type BriefTerms, itemName, labelOrNull } from '../per-assessment/brief-terms.js';
import { computedStandings } from '../per-assessment/computed-standings.js';
import type { AssessmentFold, Folded, RecordedAssessmentEvent } from '../per-assessment/per-assessment-projection.js';
import type { Row } from '#platform/projections/writes.js';

const TABLE = 'rating_history_v1';

interface HistoryState {
  /** Ratings as they stand, computed ones included. */
  readonly ratings: Readonly<Record<string, string | null>>;
  /** Transcribed facts as they stand, for corrections name the fact only. */
  readonly facts: Readonly<
    Record<string, { readonly item: string; readonly rating: string; readonly evidence: string; readonly source: string }>
  >;
  /** Given ratings by id, in the order recorded. Absent in states kept before any was. */
  readonly given?: Readonly<Record<string, { readonly item: string; readonly rating: string; readonly givenOn: string }>>;
  /** What stands in public. */
  readonly published: Readonly<Record<string, string | null>>;
}

/** One change of one item's rating, before it is placed in its assessment. */
interface RatingChange {
  readonly item: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly stage: string;
  readonly kind:
    | 'proposed'
    | 'changed'
    | 'computed'
    | 'override'
    | 'given'
    | 'transcribed'
    | 'restated'
    | 'corrected'
    | 'published'
    | 'left-out'
    | 'withdrawn';
  readonly round?: number;
  readonly reason?: string | undefined;
  readonly explanation?: string | null;
  readonly certainty?: string | null;
  readonly decidedBy?: readonly string[];
  readonly decidedOn: string | null;
  readonly judgedRevision?: string;
  readonly recordedSince?: readonly unknown[];
  readonly fact?: string;
  readonly evidence?: string;
  readonly source?: string;
  readonly publishedLabel?: string | null;
  /** The edition it was published in, or that it was taken out of public with. */
  readonly edition?: string;
  /** The given rating it is about, with its day. */
  readonly given?: GivenHere;
}

interface GivenHere {
  readonly id: string;
  readonly givenOn: string;
}

type Data<Type extends AssessmentEvent['type']> = AssessmentEventOf<Type>['data'];
type Judgement = Pick<Data<'StageDecided'>, 'computed' | 'headline'>;

/** Every change of a rating, never closed: the history of the history is the history. */
export const ratingHistoryFold: AssessmentFold<HistoryState> = {
  name: 'rating-history',
  version: 1,
  tables: [{ name: TABLE, key: ['position', 'item'], recordedColumn: 'position' }],
  initialState: { ratings: {}, facts: {}, published: {} },
  step(before, recorded) {
    const { event } = recorded;
    if (event.type === 'AssessmentWithdrawn') {
      const at = String(recorded.position);
      return { state: this.initialState, writes: [{ do: 'retract', table: TABLE, of: { assessment: before.assessment }, at }] };
    }
    const changes = changesBy(event, before.state, before.terms);
    return {
      state: changes.reduce(withChange, before.state),
      writes: changes.map((change) => ({ do: 'insert', table: TABLE, row: () => rowOf(before, change, recorded) })),
    };
  },
};

function withChange(state: HistoryState, { item, to, stage, fact, evidence, source, given }: RatingChange): HistoryState {
  if (given !== undefined) return withGiven(state, given, item, to);
  if (stage === 'published') return { ...state, published: { ...state.published, [item]: to } };
  if (fact === undefined || to === null) return { ...state, ratings: { ...state.ratings, [item]: to } };
  return { ...state, facts: { ...state.facts, [fact]: { item, rating: to, evidence: evidence ?? '', source: source ?? '' } } };
}

/** Of several given for one item the last that stands is its rating. */
function withGiven(state: HistoryState, { id, givenOn }: GivenHere, item: string, rating: string | null): HistoryState {
  const { [id]: _, ...others } = state.given ?? {};
  return { ...state, given: rating === null ? others : { ...state.given, [id]: { item, rating, givenOn } } };
}

const standingOf = ({ given = {} }: HistoryState, item: string): string | null =>
  Object.values(given).findLast((one) => one.item === item)?.rating ?? null;

function changesBy(event: AssessmentEvent, state: HistoryState, terms: BriefTerms): readonly RatingChange[] {
  switch (event.type) {
    case 'RatingProposed': {
      const { item, rating, previous, round, reason, proposedBy, decidedOn } = event.data;
      return [
        {
          item,
          from: previous,
          to: rating,
          stage: 'assessor',
          kind: 'proposed',
          round,
          reason,
          decidedBy: [proposedBy],
          decidedOn,
        },
      ];
    }
    case 'GivenRatingRecorded':
      return [givenFrom(event.data, state)];
    case 'RecordCorrected':
    case 'RecordWithdrawn':
      return givenAnew(event, state);
    case 'SubmittedForModeration':
      return computedChanges(
        event.data,
        { stage: 'assessor', round: event.data.round, decidedOn: event.data.submittedOn },
        state,
        terms,
      );
    case 'StageDecided':
      return decidedChanges(event.data, state, terms);
    case 'FrameworkVersionApplied':
      return recomputedChanges(event.data, state, terms);
    default:
      return changesInPublic(event, state);
  }
}

/** What an edition publishes or takes back, and what was transcribed of what others published. */
function changesInPublic(event: AssessmentEvent, state: HistoryState): readonly RatingChange[] {
  switch (event.type) {
    case 'Published':
      return publishedChanges(event.data, state);
    case 'PublicationWithdrawn':
      return withdrawnFromPublic(event.data, state);
    case 'RatingTranscribed':
    case 'RatingRestated':
      return [transcribed(event)];
    case 'TranscriptionCorrected':
      return corrected(event.data, state);
    default:
      return [];
  }
}

function givenFrom(
  { givenRating: id, item, rating, givenBy, givenOn, reason, source }: Data<'GivenRatingRecorded'>,
  state: HistoryState,
): RatingChange {
  const explanation = `Given by ${givenBy.role}, ${givenBy.body}`;
  const about = { item, reason, explanation, source, given: { id, givenOn }, decidedOn: givenOn };
  return { ...about, from: standingOf(state, item), to: rating, stage: 'given', kind: 'given' };
}

/** A correction or withdrawal of a given rating; other records have no place here. */
function givenAnew(
  { type, data }: AssessmentEventOf<'RecordCorrected' | 'RecordWithdrawn'>,
  state: HistoryState,
): readonly RatingChange[] {
  const known = state.given?.[data.record];
  if (known === undefined) return [];
  const given = { id: data.record, givenOn: known.givenOn };
  const change = { item: known.item, from: known.rating, stage: 'given', reason: data.reason, given, decidedOn: known.givenOn };
  if (type === 'RecordWithdrawn') return [{ ...change, to: null, kind: 'withdrawn' }];
  const rating = data.values.find(({ field }) => field === 'rating')?.value;
  return typeof rating === 'string' ? [{ ...change, to: rating, kind: 'corrected' }] : [];
}

type Judged = Pick<RatingChange, 'stage' | 'round' | 'decidedOn' | 'decidedBy' | 'judgedRevision' | 'recordedSince'>;

/** What the rules make of the ratings now, where that differs from what stood. */
function computedChanges(data: Judgement, at: Judged, state: HistoryState, terms: BriefTerms): readonly RatingChange[] {
  return computedStandings(data, terms).flatMap(({ item, rating, basis, overrideReason, explanation, certainty }) => {
    const from = state.ratings[item] ?? null;
    if (from === rating) return [];
    return [{ ...at, item, from, to: rating, kind: basis, reason: overrideReason ?? undefined, explanation, certainty }];
  });
}

/** What a new version of the framework made of the ratings: for its own reason, where nothing that was put in place of a result stands. */
function recomputedChanges(
  data: Data<'FrameworkVersionApplied'>,
  state: HistoryState,
  terms: BriefTerms,
): readonly RatingChange[] {
  const { appliedOn: decidedOn, appliedBy, judgedRevision } = data;
  const by = { ...(appliedBy !== null && { decidedBy: [appliedBy] }), ...(judgedRevision !== null && { judgedRevision }) };
  const changes = computedChanges(data, { stage: 'framework', decidedOn, ...by }, state, terms);
  return changes.map((change) => ({ ...change, reason: change.reason ?? data.reason }));
}

function decidedChanges(data: Data<'StageDecided'>, state: HistoryState, terms: BriefTerms): readonly RatingChange[] {
  const { stage, round, decidedOn, decidedBy, judgedRevision, recordedSince } = data;
  const at = { stage, round, decidedOn, decidedBy, judgedRevision, recordedSince };
  const computed = new Set(terms.items.filter((item) => item.computed).map(({ id }) => id));
  const byHand = data.items
    .filter(({ item, before, after }) => after !== null && before !== after && !computed.has(item))
    .map(({ item, before, after, reason }) => ({ ...at, item, from: before, to: after, kind: 'changed' as const, reason }));
  return [...byHand, ...computedChanges(data, at, state, terms)];
}

/** What an edition says otherwise than the one before: that, and not what was judged, is what the public saw change. */
function publishedChanges({ edition, publishedOn, entry }: Data<'Published'>, state: HistoryState): readonly RatingChange[] {
  const at = { stage: 'published', kind: 'published', decidedOn: publishedOn, edition } as const;
  const asItStood = Object.entries(state.ratings).flatMap(([item, rating]) =>
    rating === null ? [] : [{ item, rating, label: null }],
  );
  return (entry?.ratings ?? asItStood).flatMap(({ item, rating, label }) => {
    const from = state.published[item] ?? null;
    return from === rating
      ? []
      : [{ ...at, item, from, to: rating, publishedLabel: label, ...(entry && { round: entry.round }) }];
  });
}

function withdrawnFromPublic({ edition, withdrawnOn, because }: Data<'PublicationWithdrawn'>, state: HistoryState) {
  const kind = because === 'left-out' ? because : 'withdrawn';
  const at = { stage: 'published', kind, decidedOn: withdrawnOn, edition } as const;
  return Object.entries(state.published).flatMap(([item, from]): readonly RatingChange[] =>
    from === null ? [] : [{ ...at, item, from, to: null }],
  );
}

function transcribed({ type, data }: AssessmentEventOf<'RatingTranscribed' | 'RatingRestated'>): RatingChange {
  const { fact, item, rating, evidence, source, publishedOn, label } = data;
  const kind = type === 'RatingTranscribed' ? 'transcribed' : 'restated';
  return {
    ...{ fact, item, evidence, source, kind },
    from: null,
    to: rating,
    stage: 'transcribed',
    decidedOn: publishedOn,
    publishedLabel: label,
  };
}

function corrected(
  { fact, rating, reason, publishedOn, label }: Data<'TranscriptionCorrected'>,
  state: HistoryState,
): readonly RatingChange[] {
  const before = state.facts[fact];
  if (before === undefined) return [];
  const { item, evidence, source } = before;
  const change = { fact, item, evidence, source, reason, from: before.rating, to: rating };
  return [{ ...change, stage: 'transcribed', kind: 'corrected', decidedOn: publishedOn, publishedLabel: label }];
}

function rowOf({ assessment, about, terms }: Folded<unknown>, change: RatingChange, recorded: RecordedAssessmentEvent): Row {
  const isRestated = change.kind === 'restated';
  return {
    assessment,
    organisation: about.organisation,
    organisation_kind: about.organisationKind,
    office: about.office,
    region: about.region,
    period: about.period,
    period_order: periodOrder(about.period),
    position: String(recorded.position),
    organisation_name: about.organisationName,
    framework: terms.framework.id,
    item: change.item,
    item_label: itemName(terms, change.item),
    from_rating: change.from,
    from_label: labelOrNull(terms, change.item, change.from),
    to_rating: change.to,
    to_label: isRestated ? (change.publishedLabel ?? change.to) : labelOrNull(terms, change.item, change.to),
    ...judgementColumns(change),
    ...sourceColumns(change),
    recorded_by: recorded.metadata.actor,
    recorded_at: recorded.recordedAt,
    revision: String(recorded.revision),
    retracted_position: null,
  };
}

const judgementColumns = (change: RatingChange): Row => ({
  stage: change.stage,
  kind: change.kind,
  round: change.round ?? null,
  reason: change.reason ?? null,
  explanation: change.explanation ?? null,
  certainty: change.certainty ?? null,
  decided_by: change.decidedBy ?? [],
  decided_on: change.decidedOn,
  judged_revision: change.judgedRevision ?? null,
  recorded_since: change.recordedSince ?? [],
});

const sourceColumns = ({ fact, evidence, source, publishedLabel, edition }: RatingChange): Row => ({
  edition: edition ?? null,
  fact: fact ?? null,
  evidence: evidence ?? null,
  source: source ?? null,
  published_label: publishedLabel ?? null,
});
