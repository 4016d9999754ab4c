import {
  type ActionView,
  type AssessmentAnswer,
  type AssessmentHistoryEvent,
  describeEvent,
  type ItemView,
  type RecordView,
} from '#assessment/queries.js';
import { columns, indented } from '../output/words.js';

/** An assessment as it stood, and the events that made it so. */
export interface ReplayedAssessment {
  readonly view: AssessmentAnswer;
  readonly events: readonly AssessmentHistoryEvent[];
  readonly moment: { readonly asAt?: string; readonly effectiveOn?: string };
}

/** The assessment as lines for people: where it stands, its ratings, its headline, what goes with it, and how it came to be. */
export function assessmentAsText({ view, events, moment }: ReplayedAssessment): readonly string[] {
  return [
    ...standing(view, moment),
    ...section('Ratings', itemLines(view.items)),
    ...section('Headline', headlineLines(view)),
    ...section('Checkpoint', checkpointLines(view)),
    ...section('Actions', view.actions.map(actionLine)),
    ...section('Carried forward from earlier quarters', view.carriedForward.map(actionLine)),
    ...section('Evidence', view.evidence.flatMap(recordLines)),
    ...section('Indicators and dashboards', view.indicatorValues.flatMap(recordLines)),
    ...section('How it came to be', eventLines(events)),
  ];
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : ['', title, ...indented(lines)];

function standing(view: AssessmentAnswer, { asAt, effectiveOn }: ReplayedAssessment['moment']): readonly string[] {
  const { organisationName, organisation, period, frameworkTitle, framework, frameworkVersion, office, region } = view;
  const onDay = effectiveOn === undefined ? '' : `, and true on ${effectiveOn}`;
  const stage = view.stage === null ? 'no stage due' : `stage due: ${view.stage}`;
  return [
    `${organisationName} (${organisation}), ${period}`,
    `${frameworkTitle} (${framework}, version ${String(frameworkVersion)})`,
    `Local office: ${office.name} (${office.code}). Region: ${region.name} (${region.code}).`,
    `As recorded ${asAt === undefined ? 'by now' : `by ${asAt}`}${onDay}: position ${view.position}, revision ${view.revision}.`,
    `Status: ${view.status}, round ${String(view.round)}, ${stage}.`,
    ...(view.missing.length === 0 ? [] : [`Not rated yet: ${view.missing.join(', ')}.`]),
  ];
}

function itemLines(items: readonly ItemView[]): readonly string[] {
  const rows = columns(items.map((item) => [item.label, item.ratingLabel ?? 'no rating', howRated(item)]));
  return items.flatMap((item, index) => [rows[index] ?? '', ...indented(itemDetails(item), '    ')]);
}

function howRated({ how, stage, decidedOn, decidedBy, certainty }: ItemView): string {
  if (how === 'computed') return certainty === null ? '' : `by a rule (${certainty})`;
  const by = decidedBy.length === 0 ? '' : ` by ${decidedBy.join(', ')}`;
  return stage === null ? '' : `${stage}${decidedOn === null ? '' : `, ${decidedOn}`}${by}`;
}

function itemDetails({ previous, reason, explanation, organisationView, source }: ItemView): readonly string[] {
  return [
    ...(previous === null ? [] : [`was ${previous}`]),
    ...(reason === null ? [] : [`reason: ${reason}`]),
    ...(explanation === null ? [] : [explanation]),
    ...(organisationView === null ? [] : [`the organisation: ${organisationView}`]),
    ...(source === null ? [] : [`source: ${source}`]),
  ];
}

function headlineLines({ headline, status }: AssessmentAnswer): readonly string[] {
  const { computed, override, result, certainty, explanation } = headline;
  const rule = certainty === null ? '' : ` (${certainty} rule)`;
  const none = status === 'transcribed' ? 'nothing is computed for what was published elsewhere' : 'nothing yet';
  return columns([
    ['computed', computed === null ? none : `${computed}${rule}`],
    ['override', override === null ? 'none' : `${override.rating}, because: ${override.reason}`],
    ['result', result ?? 'none'],
    ...(explanation === null ? [] : [['rule', explanation]]),
  ]);
}

function checkpointLines({ checkpoint, meetings, teleconferences, status }: AssessmentAnswer): readonly string[] {
  if (status === 'transcribed') return [];
  const { plannedFor, notHeldReason } = checkpoint;
  return [
    ...(plannedFor === null ? [] : [`planned for ${plannedFor}`]),
    ...(notHeldReason === null ? [] : [`not held: ${notHeldReason}`]),
    ...[...meetings, ...teleconferences].flatMap(recordLines),
  ];
}

const RECORD_NAMES: Readonly<Record<RecordView['kind'], string>> = {
  meeting: 'checkpoint meeting',
  call: 'teleconference',
  evidence: 'evidence',
  action: 'action',
  'indicator-value': 'indicator',
  'given-rating': 'given rating',
  trajectory: 'trajectory',
  consultation: 'consultation',
};

/** What a record is told by, whichever of these it has. */
const TOLD_BY = ['heldOn', 'title', 'notes', 'measure', 'indicator', 'value', 'score', 'period'];

function recordLines({ kind, fields, corrections, withdrawn }: RecordView): readonly string[] {
  const about = TOLD_BY.map((field) => fields[field])
    .filter((part) => typeof part === 'string' || typeof part === 'number')
    .join(': ');
  return [
    `${RECORD_NAMES[kind]} ${about}`,
    ...corrections.map(({ correctedOn, reason }) => `    corrected on ${correctedOn}: ${reason}`),
    ...(withdrawn === null ? [] : [`    withdrawn on ${withdrawn.withdrawnOn}: ${withdrawn.reason}`]),
  ];
}

const actionLine = ({ description, owner, due, status }: Pick<ActionView, 'description' | 'owner' | 'due' | 'status'>): string =>
  `${description} (${owner}, due ${due}, ${status})`;

type Labels = Parameters<typeof describeEvent>[1];

function eventLines(events: readonly AssessmentHistoryEvent[]): readonly string[] {
  let labels: Labels = { items: [] };
  const told = events.map(({ position, recordedAt, metadata, event }) => {
    if ('terms' in event.data) labels = event.data.terms;
    const { title, detail, businessDate } = describeEvent(event, labels);
    const about = businessDate === undefined ? '' : `about ${businessDate}`;
    return { row: [String(position), recordedAt, about, `${title} (${metadata.actor}, ${metadata.role})`], detail };
  });
  const rows = columns(told.map(({ row }) => row));
  return told.flatMap(({ detail }, index) => [rows[index] ?? '', ...(detail === undefined ? [] : [`    ${detail}`])]);
}
