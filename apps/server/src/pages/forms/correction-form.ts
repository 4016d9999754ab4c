import { CorrectRecord } from '#assessment/commands.js';
import { correctionRequest } from '#api-contract/assessment-requests.js';
import type { AssessmentAnswer, RecordView } from '#assessment/queries.js';
import { fieldsOfIndicator, figureOrNothing, INDICATOR_FIELD_NAMES } from '../assessments/indicators.js';
import { dayInWords } from '../words/dates.js';
import { dateFields } from './date-fields.js';
import { form } from './assessment-form.js';
import { given } from './form-definition.js';
import type { Typed } from './typed.js';

/** One field of a record that may be corrected. */
export interface CorrectableField {
  readonly path: string;
  readonly label: string;
  readonly kind: 'date' | 'line' | 'text' | 'flag';
  readonly value: string | boolean;
}

/** A record that may be corrected or withdrawn. */
export interface CorrectableRecord {
  readonly id: string;
  readonly name: string;
  readonly fields: readonly CorrectableField[];
}

/** Every record of an assessment that stands, as people would name it. */
export function correctableRecords(answer: AssessmentAnswer): readonly CorrectableRecord[] {
  const { meetings, teleconferences, evidence, indicatorValues } = answer;
  const kept = [...meetings, ...teleconferences, ...evidence, ...indicatorValues].filter(({ withdrawn }) => withdrawn === null);
  const actions = answer.actions.filter(({ status }) => status !== 'withdrawn');
  return [
    ...kept.map((record) => ({ id: record.id, name: nameOf(record), fields: fieldsOf(record, answer) })),
    ...actions.map(({ id, description, owner, due }) => ({
      id,
      name: `Action: ${description}`,
      fields: [
        { path: 'description', label: 'What is to be done', kind: 'text' as const, value: description },
        { path: 'owner', label: 'Who is to do it', kind: 'line' as const, value: owner },
        { path: 'due', label: 'Due', kind: 'date' as const, value: due },
      ],
    })),
  ];
}

function nameOf({ kind, fields }: RecordView): string {
  if (kind === 'indicator-value')
    return `Indicator ${String(fields['indicator'])}: ${String(fields['value'] ?? fields['score'])}`;
  if (kind === 'evidence') return `Evidence: ${String(fields['title'])}`;
  return `${kind === 'meeting' ? 'Checkpoint meeting' : 'Teleconference'} of ${dayInWords(String(fields['heldOn']))}`;
}

type Entry = Readonly<Record<string, string | boolean | undefined>>;

function fieldsOf({ kind, fields }: RecordView, answer: AssessmentAnswer): readonly CorrectableField[] {
  const text = (path: string): string => (typeof fields[path] === 'string' ? fields[path] : '');
  if (kind === 'evidence')
    return [
      { path: 'title', label: 'Title', kind: 'line', value: text('title') },
      { path: 'reference', label: 'Where it can be found', kind: 'text', value: text('reference') },
      { path: 'periodCovered', label: 'Period covered', kind: 'line', value: text('periodCovered') },
    ];
  if (kind === 'indicator-value') return indicatorFields(fields, answer);
  const notes = (fields['discussions'] ?? fields['updates'] ?? []) as readonly Entry[];
  const list = kind === 'meeting' ? 'discussions' : 'updates';
  const nameOfItem = (item: unknown) => answer.items.find((one) => one.item === item)?.label ?? String(item);
  return [
    { path: 'heldOn', label: 'Held on', kind: 'date', value: text('heldOn') },
    ...notes.flatMap((entry, index): CorrectableField[] => {
      const path = `${list}/${String(index)}`;
      const label = `${kind === 'meeting' ? 'Note on' : 'Update on'} ${nameOfItem(entry['item'])}`;
      const note = { path: `${path}/note`, label, kind: 'text' as const, value: String(entry['note'] ?? '') };
      if (kind === 'meeting') return [note];
      return [note, { path: `${path}/atRisk`, label: `${label}: at risk`, kind: 'flag', value: entry['atRisk'] === true }];
    }),
    { path: 'notes', label: 'Notes', kind: 'text', value: text('notes') },
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

const subjectOf = (answer: AssessmentAnswer, id: string | undefined): CorrectableRecord | undefined =>
  correctableRecords(answer).find((record) => record.id === id);

/** Correcting a record, or withdrawing it; the original stays readable either way. */
export const correctionForm = form({
  path: 'corrections',
  template: 'forms/correction.njk',
  title: 'Correct or withdraw a record',
  button: 'Record the correction',
  permission: 'assessment.correct',
  schema: correctionRequest,
  words: { fields: 'what to correct', reason: 'the reason' },
  read: (typed, { answer, subject }) => {
    const about = given({ record: subject, reason: typed.text('reason') });
    if (typed.text('withdraw') === 'yes') return { ...about, withdraw: true };
    return { ...about, ...given({ fields: changedIn(typed, subjectOf(answer, subject)?.fields ?? []) }) };
  },
  command: (by, { answer }, request) => new CorrectRecord(by, answer.id, request),
  model: (_typed, { answer, subject }) => ({ records: correctableRecords(answer), record: subjectOf(answer, subject) }),
  start: ({ answer, subject }) =>
    Object.fromEntries(
      (subjectOf(answer, subject)?.fields ?? []).flatMap(({ path, kind, value }) => {
        const name = `fields/${path}`;
        if (kind === 'date') return Object.entries(dateFields(name, String(value)));
        return [[name, kind === 'flag' ? (value === true ? 'yes' : '') : String(value)]];
      }),
    ),
});
