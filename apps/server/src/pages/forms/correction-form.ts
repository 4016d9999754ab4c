import { CorrectRecord } from '#assessment/commands.js';
import { correctionRequest } from '#api-contract/assessment-requests.js';
import type { AssessmentAnswer, RecordView } from '#assessment/queries.js';
import { fieldsOfIndicator, figureOrNothing, INDICATOR_FIELD_NAMES } from '../assessments/indicators.js';
import { dayInWords } from '../words/dates.js';
import { viewNames } from '../words/views.js';
import { dateFields } from './date-fields.js';
import type { Permission } from '#identity/contract.js';
import { form, type FormContext } from './assessment-form.js';
import { type Choice, choicesOf } from './choices.js';
import { given } from './form-definition.js';
import type { Typed } from './typed.js';

/** One field of a record that may be corrected. */
export interface CorrectableField {
  readonly path: string;
  readonly label: string;
  readonly kind: 'date' | 'line' | 'text' | 'flag' | 'choice';
  /** Of a choice: what may be chosen. */
  readonly choices?: readonly Choice[];
  readonly value: string | boolean;
}

/** A record that may be corrected or withdrawn. */
export interface CorrectableRecord {
  readonly id: string;
  readonly name: string;
  readonly fields: readonly CorrectableField[];
}

/** Every record of an assessment that stands, as people would name it. */
export function correctableRecords({ answer, terms }: FormContext): readonly CorrectableRecord[] {
  const { meetings, teleconferences, evidence, indicatorValues, givenRatings, consultations } = answer;
  const all = [...meetings, ...teleconferences, ...evidence, ...indicatorValues, ...givenRatings, ...consultations];
  const kept = all.filter(({ withdrawn }) => withdrawn === null);
  const actions = answer.actions.filter(({ status }) => status !== 'withdrawn');
  const trajectories = answer.trajectories.filter(({ withdrawn }) => withdrawn === null);
  return [
    ...kept.map((record) => ({ id: record.id, name: nameOf(record, answer), fields: fieldsOf(record, answer, terms) })),
    ...actions.map(({ id, description, owner, due }) => ({
      id,
      name: `Action: ${description}`,
      fields: [
        { path: 'description', label: 'What is to be done', kind: 'text' as const, value: description },
        { path: 'owner', label: 'Who is to do it', kind: 'line' as const, value: owner },
        { path: 'due', label: 'Due', kind: 'date' as const, value: due },
      ],
    })),
    ...trajectories.map(({ id, measure, unit }) => ({
      id,
      name: `Trajectory: ${measure}`,
      fields: [
        { path: 'measure', label: 'What is measured', kind: 'line' as const, value: measure },
        ...(unit === null ? [] : [{ path: 'unit', label: 'Unit', kind: 'line' as const, value: unit }]),
      ],
    })),
  ];
}

function nameOf({ kind, fields }: RecordView, answer: AssessmentAnswer): string {
  if (kind === 'given-rating') return `Given rating of ${labelOf(fields['item'], answer)}`;
  if (kind === 'indicator-value')
    return `Indicator ${String(fields['indicator'])}: ${String(fields['value'] ?? fields['score'])}`;
  if (kind === 'consultation') return `Consultation of ${String(fields['board'])}`;
  if (kind === 'evidence') return `Evidence: ${String(fields['title'])}`;
  return `${kind === 'meeting' ? 'Checkpoint meeting' : 'Teleconference'} of ${dayInWords(String(fields['heldOn']))}`;
}

type Entry = Readonly<Record<string, string | boolean | undefined>>;

function fieldsOf(
  { kind, fields }: RecordView,
  answer: AssessmentAnswer,
  terms: FormContext['terms'],
): readonly CorrectableField[] {
  const text = (path: string): string => (typeof fields[path] === 'string' ? fields[path] : '');
  if (kind === 'evidence')
    return [
      { path: 'title', label: 'Title', kind: 'line', value: text('title') },
      { path: 'reference', label: 'Where it can be found', kind: 'text', value: text('reference') },
      { path: 'periodCovered', label: 'Period covered', kind: 'line', value: text('periodCovered') },
    ];
  if (kind === 'consultation') return consultationFields(fields);
  if (kind === 'indicator-value') return indicatorFields(fields, answer);
  if (kind === 'given-rating') return givenFields(fields, terms);
  const notes = (fields['discussions'] ?? fields['updates'] ?? []) as readonly Entry[];
  const list = kind === 'meeting' ? 'discussions' : 'updates';
  return [
    { path: 'heldOn', label: 'Held on', kind: 'date', value: text('heldOn') },
    ...notes.flatMap((entry, index): CorrectableField[] => {
      const path = `${list}/${String(index)}`;
      const label = `${kind === 'meeting' ? 'Note on' : 'Update on'} ${labelOf(entry['item'], answer)}`;
      const note = { path: `${path}/note`, label, kind: 'text' as const, value: String(entry['note'] ?? '') };
      if (kind === 'meeting') return [note];
      return [note, { path: `${path}/atRisk`, label: `${label}: at risk`, kind: 'flag', value: entry['atRisk'] === true }];
    }),
    { path: 'notes', label: 'Notes', kind: 'text', value: text('notes') },
  ];
}

function consultationFields(fields: RecordView['fields']): readonly CorrectableField[] {
  const text = (path: string): string => figureOrNothing(fields[path]);
  const choices = ['satisfied', 'concerned', 'no-reply'].map((id) => ({ id, label: viewNames[id] ?? id }));
  return [
    { path: 'board', label: 'Board', kind: 'line', value: text('board') },
    { path: 'consultedOn', label: 'Consulted on', kind: 'date', value: text('consultedOn') },
    { path: 'view', label: 'What it thinks', kind: 'choice', choices, value: text('view') },
    { path: 'response', label: 'What it said', kind: 'text', value: text('response') },
  ];
}

const labelOf = (item: unknown, { items }: AssessmentAnswer): string =>
  items.find((one) => one.item === item)?.label ?? String(item);

/** Its day and place of publication only once it is published. */
function givenFields(fields: RecordView['fields'], terms: FormContext['terms']): readonly CorrectableField[] {
  const { body, role } = fields['givenBy'] as { readonly body: string; readonly role: string };
  const text = (path: string): string => figureOrNothing(fields[path]);
  const choices = choicesOf(text('item'), terms);
  const publication: readonly CorrectableField[] = [
    { path: 'publishedOn', label: 'Published on', kind: 'date', value: text('publishedOn') },
    { path: 'publishedIn', label: 'Published in', kind: 'line', value: text('publishedIn') },
  ];
  return [
    { path: 'rating', label: 'Rating', kind: 'choice', choices, value: text('rating') },
    { path: 'givenBy/body', label: 'Body that gave it', kind: 'line', value: body },
    { path: 'givenBy/role', label: 'Role of whoever gave it', kind: 'line', value: role },
    { path: 'givenOn', label: 'Given on', kind: 'date', value: text('givenOn') },
    { path: 'source', label: 'Where it stands', kind: 'line', value: text('source') },
    { path: 'reason', label: 'Reason', kind: 'text', value: text('reason') },
    ...(fields['publishedOn'] === undefined ? [] : publication),
  ];
}

/** What the framework records of the indicator; its score is none of what is typed over. */
function indicatorFields(fields: RecordView['fields'], answer: AssessmentAnswer): readonly CorrectableField[] {
  const recorded = fieldsOfIndicator(answer, String(fields['indicator'])).filter((field) => field !== 'score');
  return [
    ...recorded.map((path): CorrectableField => ({
      ...{ path, label: INDICATOR_FIELD_NAMES[path], kind: 'line' },
      value: figureOrNothing(fields[path]),
    })),
    { path: 'receivedOn', label: 'Received on', kind: 'date', value: String(fields['receivedOn']) },
  ];
}

/** The fields whose value was typed over; a field that was emptied keeps what it held. */
function changedIn(typed: Typed, fields: readonly CorrectableField[]): Readonly<Record<string, string | boolean>> | undefined {
  const changed = fields.flatMap(({ path, kind, value }) => {
    const name = `fields/${path}`;
    const now = kind === 'date' ? typed.date(name) : kind === 'flag' ? typed.text(name) === 'yes' : typed.text(name);
    // A JSON pointer to this member escapes the slashes of its name.
    typed.place(`/fields/${path}`, name);
    return now === undefined || now === value ? [] : [[path, now] as const];
  });
  return changed.length === 0 ? undefined : Object.fromEntries(changed);
}

const subjectOf = (context: FormContext): CorrectableRecord | undefined =>
  correctableRecords(context).find((record) => record.id === context.subject);

/** Whoever may record what was given may correct it. */
const permissionIn = ({ answer, subject }: FormContext): Permission =>
  answer.givenRatings.some(({ id }) => id === subject) ? 'assessment.record-given' : 'assessment.correct';

/** Correcting a record, or withdrawing it; the original stays readable either way. */
export const correctionForm = form({
  path: 'corrections',
  template: 'forms/correction.njk',
  title: 'Correct or withdraw a record',
  button: 'Record the correction',
  permission: permissionIn,
  schema: correctionRequest,
  words: { fields: 'what to correct', reason: 'the reason' },
  read: (typed, context) => {
    const about = given({ record: context.subject, reason: typed.text('reason') });
    if (typed.text('withdraw') === 'yes') return { ...about, withdraw: true };
    return { ...about, ...given({ fields: changedIn(typed, subjectOf(context)?.fields ?? []) }) };
  },
  command: (by, { answer }, request) => new CorrectRecord(by, answer.id, request),
  model: (_typed, context) => ({ records: correctableRecords(context), record: subjectOf(context) }),
  start: (context) =>
    Object.fromEntries(
      (subjectOf(context)?.fields ?? []).flatMap(({ path, kind, value }) => {
        const name = `fields/${path}`;
        if (kind === 'date') return Object.entries(dateFields(name, String(value)));
        return [[name, kind === 'flag' ? (value === true ? 'yes' : '') : String(value)]];
      }),
    ),
});
