import type { Broken } from './command.js';
import { correctableFields, type FieldKind, fieldKindAt, fieldValues } from './record-fields.js';
import { atField, broken } from './refusals.js';
import type { ActionRecord, AssessmentCase, KeptRecord, TranscribedFact } from './state.js';

/* The rules on meetings, calls, actions, evidence and transcribed facts; the rest stand in `rules.ts`. */

const RECORD_KINDS: readonly KeptRecord['kind'][] = [
  'meeting',
  'call',
  'action',
  'evidence',
  'indicator-value',
  'given-rating',
  'trajectory',
  'consultation',
];

/** Only a record of this assessment is corrected or withdrawn ("Events"). */
export function theRecordIsKnown(
  record: KeptRecord | undefined,
  id: string,
  pointer: string,
  kinds: readonly KeptRecord['kind'][] = RECORD_KINDS,
): Broken {
  if (record !== undefined && kinds.includes(record.kind)) return undefined;
  const named = kinds.map((kind) => kind.replaceAll('-', ' ')).join(', ');
  return atField('unknown-record', pointer, `${id} is no ${named} of this assessment.`);
}

/** A withdrawn record is not worked on ("Events"). */
export function theRecordStands(record: KeptRecord): Broken {
  if (record.withdrawn === undefined) return undefined;
  return broken('record-was-withdrawn', `This record was withdrawn on ${record.withdrawn.withdrawnOn}. Record it anew instead.`);
}

/** Only fields that were typed are corrected ("Events"). */
export function theFieldCanBeCorrected(record: KeptRecord, field: string): Broken {
  if (fieldKindAt(record, field) !== undefined) return undefined;
  const known = Object.keys(correctableFields[record.kind]).join(', ');
  return atField(
    'field-not-correctable',
    `/fields/${field}`,
    `${field} is not a field of this ${record.kind}. Its fields are ${known} (# is a place, from 0).`,
  );
}

/** A corrected value is one the field could have had ("Events"). */
export function theCorrectedValueIsAllowed(kind: FieldKind, value: string | boolean, field: string): Broken {
  if (fieldValues[kind].safeParse(value).success) return undefined;
  return atField('corrected-value-not-allowed', `/fields/${field}`, `This value cannot stand in ${field}.`);
}

/** Only an action agreed in this assessment is followed up here ("Events"). */
export function theActionIsKnown(state: AssessmentCase, action: string): Broken {
  if (state.records.get(action)?.kind === 'action') return undefined;
  return broken('unknown-action', `No action ${action} was agreed in this assessment.`);
}

/** A completed action is not worked on, nor one withdrawn ("Events"). */
export function theActionIsStillOpen(action: ActionRecord): Broken {
  if (action.completed === undefined) return theRecordStands(action);
  return broken(
    'action-already-completed',
    `This action was completed on ${action.completed.completedOn}. Correct that record if it was not.`,
  );
}

/** A transcribed fact is corrected, never transcribed anew with another content ("Events"). */
export function theFactIsNotToldDifferently(known: TranscribedFact | undefined, isSame: boolean, pointer: string): Broken {
  if (known === undefined || isSame) return undefined;
  const detail = `The fact ${known.fact} is transcribed already, with another content. Correct it, with a reason, instead.`;
  return atField('fact-already-transcribed-differently', pointer, detail);
}

/** Only a fact transcribed here is corrected ("Events"). */
export function theFactIsKnown(facts: ReadonlyMap<string, TranscribedFact>, fact: string): Broken {
  return facts.has(fact) ? undefined : atField('unknown-fact', '/fact', `No fact ${fact} was transcribed here.`);
}
