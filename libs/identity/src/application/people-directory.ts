import DataLoader from 'dataloader';
import { LRUCache } from 'lru-cache';
import type { BusinessDate } from '#kernel/business-date.js';
import type { Clock } from '#platform/clock/clock.js';
import type { EventStore, RecordedEvent } from '#platform/event-store/port.js';
import { readerOf } from '#platform/text-sealing/event-sealing.js';
import type { PersonDirectory } from '../contract.js';
import { personCodec } from '../core/person/codec.js';
import { personStream } from '../core/person/events.js';
import { evolve, initialState, isInForce, type KnownPerson } from '../core/person/state.js';
import type { Person } from '../core/person.js';
import type { PeopleRegister } from '../read/people-register.js';

/** A person as last read: their grants up to a revision, and the name filed for them. */
interface KeptPerson {
  readonly state: KnownPerson;
  /** -1 while nobody has registered them. */
  readonly revision: bigint;
  readonly name: string;
  /** When the name is read again: it may have been corrected. */
  readonly nameUntil: number;
}

/** Where people's grants and names are. */
export interface PeopleDirectoryParts {
  readonly store: Pick<EventStore, 'readTails'>;
  readonly register: Pick<PeopleRegister, 'namesOf'>;
  readonly clock: Clock;
}

const MOST_PEOPLE = 5_000;
const NAME_MS = 60_000;

/**
 * Finds people and what they may do by the log itself, at each request, so that a grant or a withdrawal counts at once, whichever
 * process recorded it. What was read is kept folded, and only what is new is asked for: one question for everybody who is
 * waiting, and the next when that is answered.
 */
export class PeopleDirectory implements PersonDirectory {
  readonly #kept = new LRUCache<string, KeptPerson>({ max: MOST_PEOPLE });
  readonly #reader = readerOf(personCodec);
  readonly #lookUps: DataLoader<string, readonly Person[]>;
  #underWay: Promise<unknown> = Promise.resolve();

  constructor(private readonly parts: PeopleDirectoryParts) {
    this.#lookUps = new DataLoader((ids) => this.#lookUp(ids), {
      cache: false,
      // What one turn of the event loop asks for, and whatever comes until the question before is answered.
      batchScheduleFn: (ask) => void this.#underWay.then(() => setImmediate(ask)),
    });
  }

  grantsOf(id: string): Promise<readonly Person[]> {
    return this.#lookUps.load(id);
  }

  async find(id: string): Promise<Person | undefined> {
    return (await this.grantsOf(id))[0];
  }

  #lookUp(ids: readonly string[]): Promise<readonly (readonly Person[])[]> {
    const reading = this.#read([...new Set(ids)]);
    this.#underWay = reading.catch(() => undefined);
    return reading.then(() => {
      const today = this.parts.clock.today();
      return ids.map((id) => heldOn(today, id, this.#kept.get(id)));
    });
  }

  async #read(ids: readonly string[]): Promise<void> {
    const now = this.parts.clock.now();
    const kept = new Map(ids.map((id) => [id, this.#kept.get(id)]));
    const nameless = ids.filter((id) => (kept.get(id)?.nameUntil ?? 0) <= now);
    const [tails, names] = await Promise.all([
      this.parts.store.readTails(new Map(ids.map((id) => [personStream(id), kept.get(id)?.revision ?? -1n]))),
      this.parts.register.namesOf(nameless),
    ]);
    for (const id of nameless) {
      const { state = initialState, revision = -1n } = kept.get(id) ?? {};
      kept.set(id, { state, revision, name: names.get(id) ?? id, nameUntil: now + NAME_MS });
    }
    for (const event of tails) this.#take(kept, event);
    for (const [id, person] of kept) if (person !== undefined && person.revision >= 0n) this.#kept.set(id, person);
  }

  #take(kept: Map<string, KeptPerson | undefined>, event: RecordedEvent): void {
    const id = event.stream.slice(personStream('').length);
    const person = kept.get(id);
    if (person === undefined) return;
    kept.set(id, { ...person, state: evolve(person.state, this.#reader.read(event)), revision: event.revision });
  }
}

function heldOn(today: BusinessDate, id: string, kept: KeptPerson | undefined): readonly Person[] {
  if (kept === undefined || kept.state.status === 'unknown') return [];
  const inForce = kept.state.grants.filter((grant) => isInForce(grant, today));
  return inForce.map(({ role, area }) => ({ id, name: kept.name, role, area }));
}
