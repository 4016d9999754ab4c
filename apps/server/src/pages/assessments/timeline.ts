import type { AssessmentEvent } from '#assessment/contract.js';
import { type AssessmentAnswer, describeEvent, itemName, type Labels, type RecordView } from '#assessment/queries.js';
import type { NameOf } from '../reading/people-names.js';
import { dayInWords, decidedAndRecorded } from '../words/dates.js';
import { roleNames } from '../words/roles.js';
import { INDICATOR_FIELD_NAMES } from './indicators.js';
import { readBackHref, readBacksOf, type SaidOfNote } from './read-backs.js';
import type { Step } from './steps.js';

/** A line with a name before it: an item's note, a field's old value. */
export interface NamedLine {
  readonly name: string;
  readonly text: string;
}

/** One entry of the timeline. */
export interface TimelineEntry {
  readonly number: number;
  readonly position: string;
  readonly title: string;
  readonly when: string;
  readonly by: string;
  /** Whether it changed a rating or sent it back: marked, and its title says so. */
  readonly isChange: boolean;
  readonly text: readonly string[];
  readonly lines: readonly NamedLine[];
  readonly attendance: readonly string[];
  /** Of a meeting: how many figures stood on the dashboard that came with it. */
  readonly dashboard: number;
  /** What those who were there, and the organisation, say of the note. */
  readonly readBacks: readonly SaidOfNote[];
  /** Where the person looking reads it back, if they were there. */
  readonly readBackHref: string | undefined;
  /** What was corrected of the record, and how it was first recorded. */
  readonly correction: { readonly notes: readonly string[]; readonly original: readonly NamedLine[] } | undefined;
  /** The record it made, for correcting it. */
  readonly record: string | undefined;
}

/** The timeline, newest first, from the steps shown and the records as they stand at that moment. */
export function timelineOf(
  steps: readonly Step[],
  telling: Pick<Telling, 'answer' | 'labels' | 'nameOf'> & Partial<Pick<Telling, 'reader'>>,
): readonly TimelineEntry[] {
  const { answer } = telling;
  const { meetings, teleconferences, evidence, indicatorValues, givenRatings, consultations } = answer;
  const kept = [...meetings, ...teleconferences, ...evidence, ...indicatorValues, ...givenRatings, ...consultations];
  const records = new Map(kept.map((one) => [one.id, one]));
  return steps.map((step) => entryOf(step, { reader: undefined, ...telling, records })).reverse();
}

/** Everybody whose name a timeline shows. */
export function peopleIn(steps: readonly Step[], answer: AssessmentAnswer): readonly string[] {
  const attending = [...answer.meetings, ...answer.teleconferences].flatMap((record) =>
    [record.fields, record.original ?? {}].flatMap((fields) => attendantsIn(fields).map(({ person }) => person)),
  );
  const deciding = steps.flatMap(({ events }) =>
    events.flatMap(({ event, metadata }) => [metadata.actor, ...('decidedBy' in event.data ? event.data.decidedBy : [])]),
  );
  return [...attending, ...deciding, ...answer.readBacks.map(({ readBy }) => readBy)];
}

interface Telling {
  readonly answer: AssessmentAnswer;
  /** The id of the person looking, where they may read a note back now. */
  readonly reader: string | undefined;
  readonly labels: Labels;
  readonly records: ReadonlyMap<string, RecordView>;
  readonly nameOf: NameOf;
}

function entryOf({ events, number, title, position }: Step, telling: Telling): TimelineEntry {
  const [{ event, recordedAt, metadata }] = events;
  const { labels, records, nameOf } = telling;
  const record = records.get(recordIn(events) ?? '');
  const told = describeEvent(event, labels);
  const businessDate = typeof record?.fields['heldOn'] === 'string' ? record.fields['heldOn'] : told.businessDate;
  return {
    number,
    position: String(position),
    title,
    when: decidedAndRecorded(businessDate, recordedAt),
    by: byWhom(event, metadata, nameOf),
    isChange: event.type === 'ConfirmationReturned' || (event.type === 'StageDecided' && event.data.outcome !== 'upheld'),
    // Several comments stand one by one in the lines.
    text: event.type === 'OrganisationCommented' && events.length > 1 ? [] : textsOf(event, record, told.detail),
    lines: events.length > 1 || record !== undefined ? linesOf(events, record, telling) : judgedLines(event, labels),
    ...ofRecord(record, telling),
  };
}

/** What an entry says of the record its step made, as that stands. */
function ofRecord(
  record: RecordView | undefined,
  telling: Telling,
): Pick<TimelineEntry, 'attendance' | 'dashboard' | 'readBacks' | 'readBackHref' | 'correction' | 'record'> {
  if (record === undefined)
    return { attendance: [], dashboard: 0, readBacks: [], readBackHref: undefined, correction: undefined, record: undefined };
  return {
    attendance: attendantsIn(record.fields).map((one) => attendantInWords(one, telling.nameOf)),
    dashboard: record.kind === 'meeting' ? figuresWith(record, telling.records) : 0,
    readBacks: readBacksOf(record, telling.answer.readBacks, telling.nameOf),
    readBackHref: readBackHref(telling.answer, record, telling.reader),
    correction: correctionOf(record, telling),
    record: record.withdrawn === null ? record.id : undefined,
  };
}

const figuresWith = ({ id }: RecordView, records: Telling['records']): number =>
  [...records.values()].filter(
    ({ kind, fields, withdrawn }) => kind === 'indicator-value' && withdrawn === null && fields['meeting'] === id,
  ).length;

/** The record that a step made; of several indicator values at once, none in particular. */
function recordIn([{ event }, ...others]: Step['events']): string | undefined {
  switch (event.type) {
    case 'CheckpointMeetingHeld':
      return event.data.meeting;
    case 'TeleconferenceHeld':
      return event.data.call;
    case 'BoardConsulted':
      return event.data.consultation;
    case 'EvidenceAttached':
      return event.data.evidence;
    case 'GivenRatingRecorded':
      return event.data.givenRating;
    case 'IndicatorValueRecorded':
      return others.length === 0 ? event.data.indicatorValue : undefined;
    default:
      return undefined;
  }
}

/** Who decided, where somebody did, and who typed it, where that was somebody else. */
function byWhom(event: AssessmentEvent, { actor, role }: { actor: string; role: string }, nameOf: NameOf): string {
  const typed = role in roleNames ? nameOf(actor) : role === 'system' ? 'the service itself' : `the import (${role})`;
  if (!('decidedBy' in event.data)) return `Recorded by ${typed}.`;
  const decided = event.data.decidedBy.map(nameOf).join(', ');
  const unseen = 'recordedSince' in event.data ? event.data.recordedSince.length : 0;
  return [
    `Decided by ${decided}.`,
    ...(event.data.decidedBy.includes(actor) ? [] : [`Recorded by ${typed}.`]),
    ...(unseen === 0 ? [] : [`${String(unseen)} later ${unseen === 1 ? 'record' : 'records'} not seen.`]),
  ].join(' ');
}

function textsOf(event: AssessmentEvent, record: RecordView | undefined, detail: string | undefined): readonly string[] {
  if (record?.withdrawn) return [`Withdrawn on ${dayInWords(record.withdrawn.withdrawnOn)}: ${record.withdrawn.reason}`];
  if (record !== undefined) return textsOfRecord[record.kind](record.fields);
  if (event.type === 'CheckpointPlanned') return [`For ${dayInWords(event.data.plannedFor)}.`];
  if (event.type === 'SharedWithOrganisation') return [`Comments are taken until ${dayInWords(event.data.closesOn)}.`];
  if (event.type === 'CheckpointMoved')
    return [`From ${dayInWords(event.data.from)} to ${dayInWords(event.data.to)}.`, ...(detail === undefined ? [] : [detail])];
  const minute = 'reference' in event.data && 'committee' in event.data ? [`Minute: ${event.data.reference}`] : [];
  return [...minute, ...(detail === undefined ? [] : [detail])];
}

const conversationTexts = ({ notes, escalated }: RecordView['fields']): readonly string[] => [
  ...(escalated === 'yes' ? ['The call was escalated.'] : []),
  ...(typeof notes === 'string' ? [notes] : []),
];

const indicatorTexts = (fields: RecordView['fields']): readonly string[] =>
  Object.entries(INDICATOR_FIELD_NAMES)
    .filter(([field]) => field !== 'value' && fields[field] !== undefined)
    .map(([field, name]) => `${name}: ${String(fields[field])}`);

const givenTexts = ({ givenBy, reason, source, publishedOn, publishedIn }: RecordView['fields']): readonly string[] => [
  `Given by ${originInWords(givenBy)}. Source: ${String(source)}`,
  ...(typeof reason === 'string' ? [reason] : []),
  ...(typeof publishedOn === 'string' ? [`Published ${dayInWords(publishedOn)}: ${String(publishedIn)}`] : []),
];

const originInWords = (givenBy: unknown): string => {
  const { body, role } = givenBy as { readonly body: string; readonly role: string };
  return `${role}, ${body}`;
};

const evidenceTexts = (fields: RecordView['fields']): readonly string[] =>
  ['title', 'reference', 'periodCovered'].flatMap((field) => (typeof fields[field] === 'string' ? [fields[field]] : []));

const textsOfRecord: Readonly<Record<RecordView['kind'], (fields: RecordView['fields']) => readonly string[]>> = {
  meeting: conversationTexts,
  call: conversationTexts,
  action: () => [],
  evidence: evidenceTexts,
  'indicator-value': indicatorTexts,
  'given-rating': givenTexts,
  trajectory: () => [],
  consultation: ({ response }) => (typeof response === 'string' ? [response] : []),
};

/** The notes of a meeting or call as they stand, and what else the same command recorded. */
function linesOf(events: Step['events'], record: RecordView | undefined, { labels }: Telling): readonly NamedLine[] {
  const notes = record === undefined ? [] : itemNotesIn(record.fields, labels);
  const others = record === undefined ? events : events.slice(1);
  const more = others.map(({ event }): NamedLine => {
    if (event.type === 'ActionAgreed')
      return { name: 'Action', text: `${event.data.description}. ${event.data.owner}, due ${dayInWords(event.data.due)}.` };
    const { title, detail } = describeEvent(event, labels);
    return { name: title, text: detail ?? '' };
  });
  return [...notes, ...more];
}

/** What a meeting or a call noted of each item. */
export function itemNotesIn(fields: RecordView['fields'], labels: Labels): readonly NamedLine[] {
  const notes = (fields['discussions'] ?? fields['updates'] ?? []) as readonly { item: string; note: string; atRisk?: boolean }[];
  return notes.map(({ item, note, atRisk }) => ({
    name: itemName(labels, item),
    text: `${atRisk === true ? 'At risk. ' : ''}${note}`,
  }));
}

/** What a stage said of each item it changed or returned, with its reason. */
function judgedLines(event: AssessmentEvent, labels: Labels): readonly NamedLine[] {
  if (event.type !== 'StageDecided') return [];
  const reasons = event.data.items.filter(({ decision, reason }) => decision !== 'upheld' && reason !== undefined);
  if (reasons.length < 2) return [];
  return reasons.map(({ item, reason }) => ({ name: itemName(labels, item), text: reason ?? '' }));
}

/** Somebody who was there. */
export interface Attendant {
  readonly person: string;
  readonly organisation?: string;
  readonly role?: string;
}

/** Who was at a meeting or on a call. */
export const attendantsIn = (fields: Readonly<Record<string, unknown>>): readonly Attendant[] =>
  (fields['attendance'] ?? fields['participants'] ?? []) as readonly Attendant[];

export const attendantInWords = ({ person, organisation, role }: Attendant, nameOf: NameOf): string =>
  [nameOf(person), role, organisation].filter((part) => part !== undefined).join(', ');

function correctionOf(record: RecordView, telling: Telling): TimelineEntry['correction'] {
  const { original, fields, corrections } = record;
  if (original === null) return undefined;
  const changed = Object.keys(original).filter((field) => JSON.stringify(original[field]) !== JSON.stringify(fields[field]));
  return {
    notes: corrections.map(({ correctedOn, reason }) => `Corrected on ${dayInWords(correctedOn)}: ${reason}`),
    original: changed.map((field) => ({ name: FIELDS[field] ?? field, text: valueInWords(original[field], telling) })),
  };
}

const FIELDS: Readonly<Record<string, string>> = {
  heldOn: 'Held on',
  attachedOn: 'Attached on',
  notes: 'Notes',
  discussions: 'Notes by item',
  updates: 'Updates by item',
  attendance: 'Who was there',
  participants: 'Who was there',
  title: 'Title',
  reference: 'Reference',
  periodCovered: 'Period covered',
  indicator: 'Indicator',
  receivedOn: 'Received on',
  rating: 'Rating',
  givenBy: 'Given by',
  givenOn: 'Given on',
  reason: 'Reason',
  source: 'Source',
  board: 'Board',
  consultedOn: 'Consulted on',
  view: 'View',
  response: 'What it said',
  ...INDICATOR_FIELD_NAMES,
};

function valueInWords(value: unknown, { labels, nameOf }: Telling): string {
  if (typeof value === 'string') return /^\d{4}-\d{2}-\d{2}$/.test(value) ? dayInWords(value) : value;
  if (typeof value === 'number') return String(value);
  if (typeof value === 'object' && value !== null && 'body' in value) return originInWords(value);
  if (!Array.isArray(value)) return 'Nothing';
  const notes = itemNotesIn({ discussions: value.filter((one: object) => 'note' in one) }, labels);
  const people = attendantsIn({ attendance: value.filter((one: object) => 'person' in one) });
  return [...notes.map(({ name, text }) => `${name}: ${text}`), ...people.map((one) => attendantInWords(one, nameOf))].join('; ');
}
