import { type PersonDecisions, personStream } from '#identity/application/person-decisions.js';
import { actingName, type PeopleRegister, type Person, type PersonKind } from '#identity/contract.js';
import { derivedId } from '#kernel/ids.js';
import { isRefusal } from '#kernel/refusal.js';
import type { Clock } from '#platform/clock/clock.js';
import { originOf } from '#platform/decisions/command-identity.js';

/** Who granted the sample people their roles: the service itself, as it began. */
export const STANDALONE = 'standalone';

/** Those whose access must end have it for so many years: it is there to be tried. */
const YEARS = 10;

/** Where people are recorded. */
export interface PeopleRecord {
  readonly decisions: PersonDecisions;
  readonly register: PeopleRegister;
  readonly clock: Pick<Clock, 'today'>;
}

/**
 * Records people with their grants, as an administrator would have, and files their names. Done again, it records nothing: each
 * command has a fixed id, and a grant that somebody withdrew meanwhile stays withdrawn.
 */
export async function recordSamplePeople(
  people: readonly Person[],
  record: PeopleRecord,
  kind: PersonKind = 'person',
): Promise<void> {
  await record.register.file(people);
  for (const person of people) await recordOne(person, record, kind);
}

async function recordOne({ id, role, area }: Person, { decisions, clock }: PeopleRecord, kind: PersonKind): Promise<void> {
  const stream = personStream(id);
  const today = clock.today();
  const by = { actor: STANDALONE, role: 'system' };
  const registering = originOf({ ...by, stream, request: 'register', idempotencyKey: 'sample person' });
  const granting = originOf({ ...by, stream, request: 'grant', idempotencyKey: actingName({ role, area }) });
  const until = role === 'auditor' ? `${String(Number(today.slice(0, 4)) + YEARS)}-03-31` : null;
  const terms = { role, area, from: today, until, reason: 'A sample person.', cover: null };
  const grant = { ...terms, grant: derivedId(granting.commandId, 'grant') };
  for (const outcome of [
    await decisions.run(stream, { type: 'register', kind }, registering),
    await decisions.run(stream, { type: 'grant', person: id, actor: by.actor, today, ...grant }, granting),
  ])
    if (isRefusal(outcome)) throw new Error(`the sample person ${id} was refused: ${outcome.rule}: ${outcome.detail}`);
}
