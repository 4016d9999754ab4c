import type { AssessmentAnswer, RecordView } from '#assessment/queries.js';
import type { NameOf } from '../reading/people-names.js';
import { nameOfRecord } from '../forms/sharing-forms.js';
import { type Attendant, attendantInWords, attendantsIn, itemNotesIn, type NamedLine } from './timeline.js';

/** A note of a meeting or a call as it was shared. */
interface SharedNote {
  readonly id: string;
  readonly name: string;
  readonly lines: readonly NamedLine[];
  readonly text: readonly string[];
  readonly attendance: readonly string[];
}

/** Everybody named in the notes that were shared. */
export const peopleInNotes = ({ meetings, teleconferences }: AssessmentAnswer): readonly string[] =>
  [...meetings, ...teleconferences].flatMap(({ fields }) => attendantsIn(fields).map(({ person }: Attendant) => person));

/** The notes that were shared, and the evidence the organisation brought. */
export function sharedRecords({ meetings, teleconferences, evidence, items, readBacks }: AssessmentAnswer, nameOf: NameOf) {
  const labels = { items: items.map(({ item, label }) => ({ id: item, label, scale: { ratings: [] } })) };
  const noteOf = (record: RecordView): SharedNote => ({
    id: record.id,
    name: nameOfRecord(record),
    lines: itemNotesIn(record.fields, labels),
    text: typeof record.fields['notes'] === 'string' ? [record.fields['notes']] : [],
    attendance: attendantsIn(record.fields).map((one) => attendantInWords(one, nameOf)),
  });
  return {
    notes: [...meetings, ...teleconferences].map((record) => ({
      ...noteOf(record),
      said: readBacks.findLast((said) => said.record === record.id),
    })),
    evidence: evidence.map(({ fields, withdrawn }) => ({ title: fields['title'], reference: fields['reference'], withdrawn })),
  };
}
