import type { AssessmentEvent, AssessmentEventOf } from '../../core/assessment/events.js';
import type { BriefTerms } from '../per-assessment/brief-terms.js';
import { computedStandings } from '../per-assessment/computed-standings.js';
import type { TrailOutcome, TrailStage } from './trail-shape.js';

/** The item of an entry that is about the assessment as a whole. */
export const WHOLE = '';

/** The round at work, and ratings as they stand, computed ones included. */
export interface TrailState {
  readonly round: number;
  readonly ratings: Readonly<Record<string, string | null>>;
}

/** One item at one stage, or (item `WHOLE`) the stage's decision as a whole. */
export interface TrailEntry {
  readonly item: string;
  readonly stage: TrailStage;
  readonly outcome: TrailOutcome;
  readonly round: number;
  readonly from: string | null;
  readonly to: string | null;
  readonly reason?: string | null | undefined;
  readonly explanation?: string | null;
  readonly certainty?: string | null;
  readonly decidedBy?: readonly string[];
  readonly decidedOn: string;
  readonly judgedRevision?: string;
  readonly recordedSince?: readonly unknown[];
  readonly panel?: string | undefined;
  readonly reference?: string;
}

type Data<Type extends AssessmentEvent['type']> = AssessmentEventOf<Type>['data'];
type Entries = readonly TrailEntry[];

/** Before anything was judged. */
export const nothingJudged: TrailState = { round: 0, ratings: {} };

/** What an event adds to the trail, and the state after it. */
export function trailAfter(
  state: TrailState,
  event: AssessmentEvent,
  terms: BriefTerms,
): { state: TrailState; entries: Entries } {
  if (event.type === 'AssessmentOpened') return { state: { round: event.data.round, ratings: {} }, entries: [] };
  const entries = entriesOf(event, state, terms);
  const ratings = { ...state.ratings, ...Object.fromEntries(entries.flatMap(ratingSetBy)) };
  return { state: { round: roundAfter(event, state.round), ratings }, entries };
}

/** What is published was judged before: it judges nothing anew. */
const ratingSetBy = ({ item, stage, to }: TrailEntry): [string, string | null][] =>
  item === WHOLE || stage === 'published' ? [] : [[item, to]];

function roundAfter(event: AssessmentEvent, round: number): number {
  if (event.type === 'Reopened') return event.data.round;
  const goesBack = event.type === 'ConfirmationReturned' || (event.type === 'StageDecided' && event.data.outcome === 'returned');
  return goesBack ? event.data.round + 1 : round;
}

function entriesOf(event: AssessmentEvent, state: TrailState, terms: BriefTerms): Entries {
  switch (event.type) {
    case 'RatingProposed': {
      const { item, rating, previous, round, reason, proposedBy, decidedOn } = event.data;
      const outcome = { stage: 'assessor', outcome: 'proposed' } as const;
      return [{ item, ...outcome, round, from: previous, to: rating, reason, decidedBy: [proposedBy], decidedOn }];
    }
    case 'SubmittedForModeration':
      return submitted(event.data, state, terms);
    case 'SubmissionRecalled': {
      const { round, reason, recalledBy, recalledOn } = event.data;
      return [whole({ stage: 'assessor', outcome: 'recalled', round, reason, decidedBy: [recalledBy], decidedOn: recalledOn })];
    }
    case 'StageDecided':
      return decided(event.data, state, terms);
    case 'FrameworkVersionApplied':
      return recomputed(event.data, state, terms);
    case 'StageNotHeld':
      return throughout({ ...event.data, outcome: 'not-held' }, state, terms);
    case 'RatingsConfirmed': {
      const { committee: panel, ...data } = event.data;
      return throughout({ ...data, panel, stage: 'confirmation', outcome: 'confirmed' }, state, terms);
    }
    case 'ConfirmationReturned':
      return sentBack(event.data, state);
    case 'Published':
      return published(event.data, state, terms);
    default:
      return [];
  }
}

const whole = (entry: Omit<TrailEntry, 'item' | 'from' | 'to'>): TrailEntry => ({ ...entry, item: WHOLE, from: null, to: null });

function submitted(data: Data<'SubmittedForModeration'>, state: TrailState, terms: BriefTerms): Entries {
  const { round, submittedBy, submittedOn: decidedOn, judgedRevision, recordedSince } = data;
  const seen = { judgedRevision, recordedSince };
  const computed = computedStandings(data, terms).map(
    ({ item, rating, certainty, explanation, basis, overrideReason }): TrailEntry => ({
      item,
      ...{ stage: 'assessor', outcome: basis === 'override' ? 'changed' : 'computed', round, decidedOn },
      from: state.ratings[item] ?? null,
      to: rating,
      certainty,
      explanation,
      reason: overrideReason,
    }),
  );
  return [...computed, whole({ stage: 'assessor', outcome: 'submitted', round, decidedBy: [submittedBy], decidedOn, ...seen })];
}

function decided(data: Data<'StageDecided'>, state: TrailState, terms: BriefTerms): Entries {
  const { stage, round, decidedBy, decidedOn, judgedRevision, recordedSince, panel, reason } = data;
  const at = { stage, round, decidedBy, decidedOn, judgedRevision, recordedSince, panel };
  const computed = new Map(computedStandings(data, terms).map((standing) => [standing.item, standing]));
  const entries = data.items.map((entry): TrailEntry => {
    const before = entry.before ?? state.ratings[entry.item] ?? null;
    const standing = computed.get(entry.item);
    computed.delete(entry.item);
    const to = standing?.rating ?? entry.after ?? before;
    const facts = standing && { certainty: standing.certainty, explanation: standing.explanation };
    const why = entry.reason ?? standing?.overrideReason ?? (entry.decision === 'returned' ? reason : undefined);
    return { item: entry.item, ...at, outcome: entry.decision, from: before, to, reason: why, ...facts };
  });
  const others = [...computed.values()].map(({ item, rating, certainty, explanation, overrideReason }): TrailEntry => {
    const from = state.ratings[item] ?? null;
    const outcome = from === rating ? 'upheld' : 'changed';
    return { item, ...at, outcome, from, to: rating, certainty, explanation, reason: overrideReason };
  });
  return [...entries, ...others, whole({ ...at, outcome: data.outcome, reason })];
}

/** What a new version of the framework made of the ratings, at the stage where the assessment stood. */
function recomputed(data: Data<'FrameworkVersionApplied'>, state: TrailState, terms: BriefTerms): Entries {
  const { stage, appliedBy, appliedOn: decidedOn, judgedRevision, changed, reason } = data;
  const standings = computedStandings(data, terms);
  return changed.map(({ item, before: from, after: to }): TrailEntry => {
    const standing = standings.find((one) => one.item === item);
    const at = { stage: stage ?? 'assessor', outcome: 'computed', round: state.round, decidedOn } as const;
    const facts = standing && { certainty: standing.certainty, explanation: standing.explanation };
    const by = { ...(appliedBy !== null && { decidedBy: [appliedBy] }), ...(judgedRevision !== null && { judgedRevision }) };
    return { item, ...at, from, to, reason, ...facts, ...by };
  });
}

/** The same entry for each item as it stands, and for the whole. */
function throughout(entry: Omit<TrailEntry, 'item' | 'from' | 'to'>, state: TrailState, terms: BriefTerms): Entries {
  const rated = terms.items.filter(({ id }) => (state.ratings[id] ?? null) !== null);
  const each = rated.map(({ id }): TrailEntry => ({
    ...entry,
    item: id,
    from: state.ratings[id] ?? null,
    to: state.ratings[id] ?? null,
  }));
  return [...each, whole(entry)];
}

/** An edition holds what was judged in its round, whatever has been rated since. */
function published({ edition, publishedOn: decidedOn, entry }: Data<'Published'>, state: TrailState, terms: BriefTerms): Entries {
  const round = entry?.round ?? state.round;
  const ratings = entry === null ? state.ratings : Object.fromEntries(entry.ratings.map(({ item, rating }) => [item, rating]));
  return throughout(
    { stage: 'published', outcome: 'published', round, decidedOn, reference: edition },
    { round, ratings },
    terms,
  );
}

function sentBack({ committee: panel, items, ...data }: Data<'ConfirmationReturned'>, state: TrailState): Entries {
  const at = { ...data, panel, stage: 'confirmation', outcome: 'returned' } as const;
  const named = items.map((item): TrailEntry => ({
    ...at,
    item,
    from: state.ratings[item] ?? null,
    to: state.ratings[item] ?? null,
  }));
  return [...named, whole(at)];
}
