import { businessDateOf } from '../core/assessment/business-date-of.js';
import type { AssessmentEvent, AssessmentEventOf } from '../core/assessment/events.js';
import { indicatorName, itemName, type Labels, ratingLabel } from './per-assessment/brief-terms.js';

/** What a timeline entry is about; pages choose its mark by it. */
export type EventKind =
  | 'opening'
  | 'checkpoint'
  | 'meeting'
  | 'call'
  | 'action'
  | 'evidence'
  | 'indicator'
  | 'given'
  | 'trajectory'
  | 'rating'
  | 'sharing'
  | 'consultation'
  | 'submission'
  | 'decision'
  | 'publication'
  | 'reopening'
  | 'correction'
  | 'withdrawal'
  | 'transfer'
  | 'transcription';

/** An event in plain English. */
export interface EventDescription {
  /** Without free text: it may stand in lists that outlive the text's key. */
  readonly title: string;
  /** The reason or note somebody typed, where there is one. */
  readonly detail?: string;
  readonly kind: EventKind;
  /** The day it is about, where the event has one. */
  readonly businessDate?: string;
}

type Data<Type extends AssessmentEvent['type']> = AssessmentEventOf<Type>['data'];
type Told = readonly [kind: EventKind, title: string, detail?: string | undefined];
type Tellers = { readonly [Type in AssessmentEvent['type']]: (data: Data<Type>, labels: Labels) => Told };

const STAGE_NAMES = { local: 'Local', regional: 'Regional', national: 'National', confirmation: 'Confirmation' } as const;

const count = (number: number, one: string, several = `${one}s`): string => `${String(number)} ${number === 1 ? one : several}`;

/** The months a plan reaches over. */
function monthsTold(months: readonly { readonly month: string }[]): string {
  const [first, last] = [months[0]?.month, months.at(-1)?.month];
  return first === last ? `for ${String(first)}` : `from ${String(first)} to ${String(last)}`;
}

const listed = (labels: Labels, items: readonly string[]): string => items.map((item) => itemName(labels, item)).join(', ');

const ratedAs = (labels: Labels, item: string, rating: string): string =>
  `${itemName(labels, item)} rated ${ratingLabel(labels, item, rating)}`;

const changed = (labels: Labels, item: string, from: string, to: string): string =>
  `${itemName(labels, item)} changed from ${ratingLabel(labels, item, from)} to ${ratingLabel(labels, item, to)}`;

/** A rating can be proposed again as it was, with a new reason: that is no change of it. */
function proposed(labels: Labels, item: string, previous: string | null, rating: string): string {
  if (previous === null) return ratedAs(labels, item, rating);
  if (previous !== rating) return changed(labels, item, previous, rating);
  return `${itemName(labels, item)} kept at ${ratingLabel(labels, item, rating)}`;
}

function decision(data: Data<'StageDecided'>, labels: Labels): Told {
  const { stage, outcome, items, reason } = data;
  const name = STAGE_NAMES[stage];
  if (outcome === 'upheld') return ['decision', `${name} stage: all ratings unchanged`, reason];
  const concerned = items.filter((entry) => entry.decision === outcome);
  if (outcome === 'changed') return ['decision', changesTold(name, concerned, labels), reason ?? firstReason(concerned)];
  const named = listed(
    labels,
    concerned.map(({ item }) => item),
  );
  return ['decision', `${name} stage: returned to the assessor: ${named || 'all items'}`, reason ?? firstReason(concerned)];
}

type Entries = Data<'StageDecided'>['items'];

const firstReason = (entries: Entries): string | undefined => entries.find((entry) => entry.reason !== undefined)?.reason;

/** People give a reason for what they change; what a rule made of it changes without one, and is not what the title is about. */
function changesTold(stageName: string, entries: Entries, labels: Labels): string {
  const byPeople = entries.filter((entry) => entry.reason !== undefined);
  const [first, ...others] = byPeople;
  if (first === undefined) return `${stageName} stage: ratings changed`;
  const { item, before, after } = first;
  if (others.length === 0 && before !== null && after !== null) return changed(labels, item, before, after);
  const items = listed(
    labels,
    byPeople.map((entry) => entry.item),
  );
  return `${stageName} stage: ${count(byPeople.length, 'rating')} changed: ${items}`;
}

const TELL: Tellers = {
  AssessmentOpened: ({ round }) => [
    'opening',
    round === 1 ? 'Assessment opened' : `Assessment opened again, round ${String(round)}`,
  ],
  CheckpointPlanned: () => ['checkpoint', 'Checkpoint meeting planned'],
  CheckpointMoved: ({ reason }) => ['checkpoint', 'Checkpoint meeting moved', reason],
  CheckpointNotHeld: ({ reason }) => ['checkpoint', 'No checkpoint meeting held', reason],
  CheckpointMeetingHeld: ({ attendance, notes }) => [
    'meeting',
    attendance.length === 0
      ? 'Checkpoint meeting'
      : `Checkpoint meeting, ${count(attendance.length, 'person', 'people')} attended`,
    notes,
  ],
  TeleconferenceHeld: ({ updates, notes }, labels) => {
    const atRisk = updates.filter((update) => update.atRisk).map(({ item }) => item);
    const title = atRisk.length === 0 ? 'Teleconference' : `Teleconference: ${listed(labels, atRisk)} flagged at risk`;
    return ['call', title, notes ?? updates[0]?.note];
  },
  ActionAgreed: ({ description }) => ['action', 'Action agreed', description],
  ActionProgressed: ({ note }) => ['action', 'Progress on an action', note],
  ActionCompleted: ({ note }) => ['action', 'Action completed', note],
  ActionRescheduled: ({ from, to, reason }) => ['action', `Action due ${to} instead of ${from}`, reason],
  ActionFellDue: ({ due }) => ['action', `Action fell due: it was to be done by ${due}`],
  ActionPassedOn: ({ to, mergedOn }) => ['action', `Action passed on to ${to}, which took in this organisation on ${mergedOn}`],
  EvidenceAttached: ({ title, items, sharing }, labels) => {
    const attached = sharing === undefined ? 'Evidence attached' : 'The organisation attached evidence';
    return ['evidence', items.length === 0 ? attached : `${attached} for ${listed(labels, items)}`, title];
  },
  EvidenceWithdrawn: ({ reason }) => ['evidence', 'Evidence withdrawn', reason],
  IndicatorValueRecorded: ({ indicator, value, score, period }, labels) => [
    'indicator',
    [
      `${indicatorName(labels, indicator)}: ${value === undefined ? `score ${score ?? 'not given'}` : String(value)}`,
      ...(period === undefined ? [] : [period]),
    ].join(', '),
  ],
  GivenRatingRecorded: ({ item, rating, givenBy, reason }, labels) => [
    'given',
    `${itemName(labels, item)} given as ${ratingLabel(labels, item, rating)} by ${givenBy.body}`,
    reason,
  ],
  GivenRatingPublished: ({ item, rating, publishedIn }, labels) => [
    'publication',
    `${itemName(labels, item)} published by itself as ${ratingLabel(labels, item, rating)}: ${publishedIn}`,
  ],
  TrajectoryAgreed: ({ measure, months }) => ['trajectory', `Trajectory agreed: ${measure}, ${monthsTold(months)}`],
  TrajectoryRevised: ({ months, reason }) => ['trajectory', `Trajectory revised: ${monthsTold(months)}`, reason],
  TrajectoryValuesRecorded: ({ values, reason }) => [
    'trajectory',
    `Progress against a trajectory: ${values.map(({ month, actual }) => `${actual} for ${month}`).join(', ')}`,
    reason,
  ],
  RatingProposed: ({ item, rating, previous, reason }, labels) => ['rating', proposed(labels, item, previous, rating), reason],
  SharedWithOrganisation: ({ items, records }, labels) => {
    const ratings = items.length === 0 && records.length > 0 ? [] : [listed(labels, items) || 'all items'];
    const notes = records.length === 0 ? [] : [count(records.length, 'note of a meeting or call', 'notes of meetings and calls')];
    return ['sharing', `Shared with the organisation: ${[...ratings, ...notes].join('; ')}`];
  },
  SharingClosed: ({ closedBy, reason }) => [
    'sharing',
    closedBy === 'office' ? 'What was shared was taken back' : 'The organisation has nothing more to say',
    reason,
  ],
  OrganisationCommented: ({ item, view, text }, labels) => {
    const verb = { agrees: 'agrees', disagrees: 'disagrees', 'not-stated': 'commented' }[view];
    return ['sharing', `The organisation ${verb}${item === undefined ? '' : ` on ${itemName(labels, item)}`}`, text];
  },
  MeetingReadBack: ({ by, view, text }) => {
    const who = by === 'organisation' ? 'The organisation' : 'Somebody who was there';
    return ['sharing', view === 'agrees' ? `${who} agrees with a note` : `${who} remembers a note differently`, text];
  },
  BoardConsulted: ({ board, view, response }) => [
    'consultation',
    {
      satisfied: `${board} consulted: satisfied`,
      concerned: `${board} consulted: concerned`,
      'no-reply': `${board} consulted: no reply`,
    }[view],
    response,
  ],
  CommentAnswered: ({ answer }) => ['sharing', "The organisation's comment answered", answer],
  SubmittedForModeration: ({ round }) => [
    'submission',
    round === 1 ? 'Submitted for moderation' : `Submitted for moderation, round ${String(round)}`,
  ],
  SubmissionRecalled: ({ reason }) => ['submission', 'Submission recalled', reason],
  StageDecided: decision,
  StageNotHeld: ({ stage, reason }) => ['decision', `${STAGE_NAMES[stage]} stage not held`, reason],
  RatingsConfirmed: ({ committee }) => ['decision', `Ratings confirmed by ${committee}`],
  ConfirmationReturned: ({ committee, items, reason }, labels) => [
    'decision',
    `Returned to the assessor by ${committee}: ${listed(labels, items) || 'all items'}`,
    reason,
  ],
  Published: ({ edition }) => ['publication', `Published in edition ${edition}`],
  PublicationWithdrawn: ({ edition, because }) => [
    'publication',
    because === 'left-out'
      ? `No longer published: left out of the edition after ${edition}`
      : `No longer published: edition ${edition} was withdrawn`,
  ],
  ReopeningRequested: ({ items, reason }, labels) => [
    'reopening',
    `Reopening requested: ${listed(labels, items) || 'all items'}`,
    reason,
  ],
  ReopeningRefused: ({ reason }) => ['reopening', 'Reopening refused', reason],
  Reopened: ({ round }) => ['reopening', `Reopened, round ${String(round)}`],
  RecordCorrected: ({ reason }) => ['correction', 'Record corrected', reason],
  RecordWithdrawn: ({ reason }) => ['correction', 'Record withdrawn', reason],
  AssessmentWithdrawn: ({ reason }) => ['withdrawal', 'Assessment withdrawn', reason],
  AssessmentTransferred: ({ from, to, reason }) => ['transfer', `Moved from ${from.office.name} to ${to.office.name}`, reason],
  FrameworkVersionApplied: ({ from, terms, reason }) => [
    'correction',
    `Framework version ${String(terms.framework.version)} applied instead of ${String(from)}`,
    reason,
  ],
  TranscriptionStarted: () => ['transcription', 'Transcription from published sources started'],
  RatingTranscribed: ({ item, rating }, labels) => ['transcription', `${ratedAs(labels, item, rating)}, as published`],
  TranscriptionCorrected: ({ reason }) => ['correction', 'Transcription corrected', reason],
  RatingRestated: ({ item, rating, label }, labels) => [
    'transcription',
    `${itemName(labels, item)} restated as ${label ?? rating}`,
  ],
};

/**
 * Tells an event in plain English, with the words its terms have for items and ratings. Titles hold nothing that was typed as
 * free text, so they can be made of a sealed event, whose `detail` is then not to be used.
 */
export function describeEvent(event: AssessmentEvent, labels: Labels): EventDescription {
  // The table's type pairs each teller with its event's data, which a lookup by union loses.
  const tell = TELL[event.type] as (data: AssessmentEvent['data'], labels: Labels) => Told;
  const [kind, title, detail] = tell(event.data, labels);
  const businessDate = businessDateOf(event);
  return { title, kind, ...(detail === undefined ? {} : { detail }), ...(businessDate === undefined ? {} : { businessDate }) };
}
