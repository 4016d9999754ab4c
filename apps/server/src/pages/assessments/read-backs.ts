import type { AssessmentAnswer, ReadBackView, RecordView } from '#assessment/queries.js';
import type { NameOf } from '../reading/people-names.js';

/** What was said of one note, by whom, in words. */
export interface SaidOfNote {
  readonly name: string;
  readonly text: string;
}

/** What those who were there, and the organisation, say of a note; each as they said last. */
export function readBacksOf({ id }: RecordView, readBacks: readonly ReadBackView[], nameOf: NameOf): readonly SaidOfNote[] {
  const ofNote = readBacks.filter(({ record }) => record === id);
  // The organisation speaks with one voice, whoever types; everybody else for themselves.
  const last = new Map(ofNote.map((said) => [said.by === 'organisation' ? 'The organisation' : nameOf(said.readBy), said]));
  return [...last].map(([name, said]) => ({ name, text: inWords(said) }));
}

function inWords({ view, text }: ReadBackView): string {
  const words = view === 'agrees' ? 'Agrees with this note' : 'Remembers it differently';
  return text === null ? `${words}.` : `${words}: ${text}`;
}

/** Where somebody who was there reads a note back; undefined for everybody else, and for a note that was withdrawn. */
export function readBackHref(
  { id: assessment }: AssessmentAnswer,
  { id, fields, withdrawn }: RecordView,
  reader: string | undefined,
) {
  const present = (fields['attendance'] ?? fields['participants'] ?? []) as readonly { readonly person: string }[];
  const wasThere = reader !== undefined && present.some(({ person }) => person === reader);
  return wasThere && withdrawn === null ? `/assessments/${assessment}/read-back?record=${id}` : undefined;
}
