import type { AssessmentEvent, AssessmentEventOf } from '../../core/assessment/events.js';
import type { BriefTerms } from '../per-assessment/brief-terms.js';
import { type ComputedStanding, computedStandings } from '../per-assessment/computed-standings.js';
import type { AssessmentFold } from '../per-assessment/per-assessment-projection.js';
import { type Cell, type Cells, CellChanges, DOMAIN_STATUS, PUBLISHED, unrated, WORKING } from './cells.js';

type Data<Type extends AssessmentEvent['type']> = AssessmentEventOf<Type>['data'];
type Change<Type extends AssessmentEvent['type']> = (cells: CellChanges, data: Data<Type>, terms: BriefTerms) => void;

/** One row per change of an item's standing: its rating, the stage that last judged it, or what is known of it. */
export const domainStatusFold: AssessmentFold<{ readonly cells: Cells }> = {
  name: 'domain-status',
  version: 1,
  tables: [{ name: DOMAIN_STATUS, key: ['assessment', 'item', 'line', 'from_position'], recordedColumn: 'from_position' }],
  initialState: { cells: {} },
  step(before, recorded) {
    // The table's type pairs each change with its event's data, which a lookup by union loses.
    const change = CHANGES[recorded.event.type] as Change<AssessmentEvent['type']> | undefined;
    if (change === undefined) return { state: before.state, writes: [] };
    const cells = new CellChanges(before, recorded);
    change(cells, recorded.event.data, before.terms);
    return { state: { cells: cells.now }, writes: cells.writes };
  },
};

const CHANGES: { readonly [Type in AssessmentEvent['type']]?: Change<Type> } = {
  AssessmentOpened(cells, { round, openedOn }, terms) {
    cells.forget();
    for (const { id, computed } of terms.items)
      cells.set({ ...unrated(id), round, businessDate: openedOn, emptyReason: computed ? 'not-computed' : 'not-rated' });
  },
  CheckpointNotHeld: (cells, { decidedOn }) => {
    cells.each(WORKING, (cell) =>
      cell.emptyReason === 'not-rated' ? { ...cell, emptyReason: 'no-checkpoint-held', businessDate: decidedOn } : cell,
    );
  },
  CheckpointMeetingHeld: (cells, { heldOn }) => {
    cells.each(WORKING, (cell) =>
      cell.emptyReason === 'no-checkpoint-held' ? { ...cell, emptyReason: 'not-rated', businessDate: heldOn } : cell,
    );
  },
  RatingProposed(cells, { item, rating, round, decidedOn }, terms) {
    cells.set({ ...unrated(item), rating, round, businessDate: decidedOn, basis: 'judged', emptyReason: null });
    lapse(cells, terms, decidedOn);
  },
  GivenRatingRecorded: (cells, { givenRating, item, rating, givenBy, givenOn, source }) => {
    cells.set({
      ...{ ...unrated(item), line: givenRating, rating, stage: 'given', basis: 'given', emptyReason: null, source },
      ...{ givenByBody: givenBy.body, givenByRole: givenBy.role, businessDate: givenOn },
    });
  },
  GivenRatingPublished: (cells, { givenRating, publishedOn }) => {
    instead(cells, givenRating, { visibility: 'public', publishedOn });
  },
  RecordCorrected: (cells, { record, values }) => {
    instead(cells, record, correctedCell(values));
  },
  SubmittedForModeration: (cells, data, terms) => {
    setComputed(cells, data, terms, { stage: 'assessor', round: data.round, businessDate: data.submittedOn });
  },
  SubmissionRecalled: (cells, { recalledOn }, terms) => {
    lapse(cells, terms, recalledOn);
  },
  StageDecided: decided,
  RatingsConfirmed: (cells, { ratings, headline, round, decidedOn }, terms) => {
    const byHand = new Map(ratings.map(({ item, rating }) => [item, rating]));
    const headlineItem = terms.items.find(({ kind }) => kind === 'headline')?.id;
    cells.each(WORKING, (cell) => {
      const rating = (cell.item === headlineItem ? headline.result : byHand.get(cell.item)) ?? cell.rating;
      return rating === null
        ? cell
        : { ...cell, rating, stage: 'confirmation', round, businessDate: decidedOn, emptyReason: null };
    });
  },
  ConfirmationReturned: (cells, { round, decidedOn }) => {
    cells.each(WORKING, (cell) => ({ ...cell, stage: 'assessor', round: round + 1, businessDate: decidedOn }));
  },
  SharedWithOrganisation: shared,
  SharingClosed: (cells, { sharing, closedBy }) => {
    if (closedBy !== 'office') return;
    cells.on(lineOf(sharing)).forEach((cell) => {
      cells.remove(cell, true);
    });
  },
  Published: published,
  PublicationWithdrawn: (cells, { because, withdrawnOn }) => {
    cells.on(PUBLISHED).forEach((cell) => {
      noLongerPublished(cells, cell, withdrawnOn, because === 'edition-withdrawn');
      cells.remove(cell, false);
    });
  },
  Reopened: (cells, { round, reopenedOn }) => {
    cells.each(WORKING, (cell) => ({ ...cell, stage: 'assessor', round, businessDate: reopenedOn }));
  },
  AssessmentWithdrawn: (cells) => {
    cells.retractAll();
  },
  AssessmentTransferred: (cells) => {
    cells.rewrite();
  },
  FrameworkVersionApplied(cells, data, terms) {
    cells.rewrite();
    const headline = cells.on(WORKING).find(({ rating, basis }) => rating !== null && basis !== 'judged');
    if (headline === undefined) return;
    setComputed(cells, data, terms, { stage: headline.stage, round: headline.round, businessDate: data.appliedOn });
  },
  TranscriptionStarted(cells, _, terms) {
    for (const { id } of terms.items)
      cells.set({ ...unrated(id), stage: 'transcribed', visibility: 'public', emptyReason: 'not-published' });
  },
  RatingTranscribed: (cells, data) => {
    cells.set(transcribed(data, null));
  },
  RatingRestated: (cells, data) => {
    cells.set(transcribed(data, data.scale));
  },
  TranscriptionCorrected(cells, { fact, rating, label, publishedOn }) {
    for (const cell of cells.on(fact)) {
      cells.remove(cell, true);
      cells.set({ ...cell, rating, publishedLabel: label, publishedOn, businessDate: publishedOn });
    }
  },
  RecordWithdrawn: (cells, { record }) => {
    cells.on(record).forEach((cell) => {
      cells.remove(cell, true);
    });
  },
};

/** Of what was given one row counts, as it is known now: whatever was known before of it counts for the moments before alone. */
function instead(cells: CellChanges, line: string, change: Partial<Cell>): void {
  for (const cell of cells.on(line)) {
    cells.remove(cell, true);
    cells.set({ ...cell, ...change });
  }
}

/** What a corrected field of a given rating is called in its cell. */
const CELL_FIELDS: Readonly<Record<string, keyof Cell>> = {
  rating: 'rating',
  'givenBy/body': 'givenByBody',
  'givenBy/role': 'givenByRole',
  givenOn: 'businessDate',
  source: 'source',
  publishedOn: 'publishedOn',
};

const correctedCell = (values: Data<'RecordCorrected'>['values']): Partial<Cell> =>
  Object.fromEntries(
    values.flatMap(({ field, value }) => (CELL_FIELDS[field] === undefined ? [] : [[CELL_FIELDS[field], value]])),
  );

const lineOf = (sharing: string): string => `shared-${sharing}`;

/** A copy of each item shared, for the organisation: no stage, and an explanation only where all it names is shared. */
function shared(cells: CellChanges, { sharing, items, opensOn }: Data<'SharedWithOrganisation'>, terms: BriefTerms): void {
  const byHand = terms.items.filter(({ computed, given }) => !computed && !given);
  const isExplained = byHand.every(({ id }) => items.includes(id));
  for (const { item, rating, round, certainty, explanation } of cells.on(WORKING)) {
    if (rating === null || !items.includes(item)) continue;
    const copy = { ...unrated(item), line: lineOf(sharing), stage: 'shared', visibility: 'shared' } as const;
    const explained = isExplained ? { certainty, explanation } : {};
    cells.set({ ...copy, ...explained, rating, round, businessDate: opensOn, emptyReason: null });
  }
}

/** What stands in public, beside what is worked on: the one before gives way, and what an edition holds no more is gone. */
function published(cells: CellChanges, { edition, publishedOn, entry }: Data<'Published'>): void {
  const working = new Map(cells.on(WORKING).map((cell) => [cell.item, cell]));
  if (isOfLastRound(entry, working.values()))
    cells.shared().forEach((cell) => {
      cells.remove(cell, false);
    });
  const ratings =
    entry?.ratings.map(({ label, ...told }) => ({ ...told, publishedLabel: label })) ?? ratingsStanding(working.values());
  const held = new Set(ratings.map(({ item }) => item));
  for (const cell of cells.on(PUBLISHED)) if (!held.has(cell.item)) noLongerPublished(cells, cell, publishedOn, false);
  for (const { item, rating, publishedLabel } of ratings) {
    const judged = working.get(item);
    cells.set({
      ...inPublic(item, judged?.rating === rating ? judged : undefined),
      ...{ rating, publishedLabel, publishedOn, businessDate: publishedOn, edition },
      round: roundOf(entry, judged),
    });
  }
}

const roundOf = (entry: PublishedEntry, judged: Cell | undefined): number | null => entry?.round ?? judged?.round ?? null;

type PublishedEntry = Data<'Published'>['entry'];

/** Whether what is published is what was shared last: drafts of a later round stay with the organisation. */
function isOfLastRound(entry: PublishedEntry, working: Iterable<Cell>): boolean {
  return entry === null || entry.round >= Math.max(0, ...[...working].map(({ round }) => round ?? 0));
}

/** What the first version of the event, which names no ratings, published: all that stood. */
const ratingsStanding = (working: Iterable<Cell>): readonly Pick<Cell, 'item' | 'rating' | 'publishedLabel'>[] =>
  [...working].flatMap(({ item, rating }) => (rating === null ? [] : [{ item, rating, publishedLabel: null }]));

/** A rating as the public sees it: with how a rule came to it, and without what somebody put another in place of. */
function inPublic(item: string, judged: Cell | undefined): Cell {
  const isExplained = judged !== undefined && judged.basis !== 'override';
  const { basis, certainty, explanation } = isExplained ? judged : { ...unrated(item), basis: 'judged' as const };
  const at = { line: PUBLISHED, stage: 'published', visibility: 'public', emptyReason: null } as const;
  return { ...unrated(item), basis, certainty, explanation, ...at };
}

/** Nothing stands there any more; what was withdrawn altogether is taken back from the day it was published on. */
function noLongerPublished(cells: CellChanges, cell: Cell, on: string, wasWithdrawn: boolean): void {
  if (wasWithdrawn) cells.remove(cell, true);
  const businessDate = wasWithdrawn ? cell.publishedOn : on;
  cells.set({ ...inPublic(cell.item, undefined), basis: null, emptyReason: 'not-published', businessDate });
}

interface JudgedAt {
  readonly stage: Cell['stage'];
  readonly round: number | null;
  readonly businessDate: string;
}

function decided(cells: CellChanges, data: Data<'StageDecided'>, terms: BriefTerms): void {
  const isReturned = data.outcome === 'returned';
  const at: JudgedAt = {
    stage: isReturned ? 'assessor' : data.stage,
    round: isReturned ? data.round + 1 : data.round,
    businessDate: data.decidedOn,
  };
  for (const { item, before, after } of data.items) {
    const rating = after ?? before;
    if (rating === null || terms.items.find(({ id }) => id === item)?.computed === true) continue;
    cells.set({ ...unrated(item), ...at, rating, basis: 'judged', emptyReason: null });
  }
  setComputed(cells, data, terms, at);
}

function setComputed(
  cells: CellChanges,
  data: Pick<Data<'StageDecided'>, 'computed' | 'headline'>,
  terms: BriefTerms,
  at: JudgedAt,
) {
  for (const standing of computedStandings(data, terms)) cells.set(computedCell(standing, at));
}

function computedCell({ item, rating, basis, certainty, explanation, computed }: ComputedStanding, at: JudgedAt): Cell {
  const emptyReason = rating === null ? 'not-computed' : null;
  return { ...unrated(item), ...at, rating, basis, certainty, explanation, computedRating: computed, emptyReason };
}

/** What a rule computed stands no longer than the ratings it was computed from. */
function lapse(cells: CellChanges, terms: BriefTerms, on: string): void {
  const computed = new Set(terms.items.filter((item) => item.computed).map(({ id }) => id));
  cells.each(WORKING, (cell) => {
    if (!computed.has(cell.item) || cell.rating === null) return cell;
    return { ...unrated(cell.item), round: cell.round, businessDate: on, emptyReason: 'not-computed' };
  });
}

function transcribed(data: Data<'RatingTranscribed'>, scale: string | null): Cell {
  return {
    ...unrated(data.item),
    line: data.fact,
    rating: data.rating,
    stage: 'transcribed',
    visibility: 'public',
    basis: 'transcribed',
    scale,
    evidence: data.evidence,
    source: data.source,
    publishedLabel: data.label,
    publishedOn: data.publishedOn,
    businessDate: data.publishedOn,
    emptyReason: null,
  };
}
