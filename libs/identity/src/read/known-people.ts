import { FoldedRows } from '#platform/projections/folded-rows.js';
import { readerOf } from '#platform/text-sealing/event-sealing.js';
import { personCodec } from '../core/person/codec.js';
import { type PersonEvent, personStream } from '../core/person/events.js';
import { evolve, initialState, type KnownPerson } from '../core/person/state.js';

/** One thing that happened to a person's grants. */
export interface PersonMoment {
  readonly type: PersonEvent['type'];
  /** The grant it is about. */
  readonly grant: string | null;
  /** The day it takes effect. */
  readonly on: string | null;
  readonly reason: string | null;
  readonly actor: string;
  readonly recordedAt: string;
  readonly position: string;
}

/** A row of `people_v1`. */
export interface KnownPeople {
  readonly state: KnownPerson;
  /** In the order recorded. */
  readonly timeline: readonly PersonMoment[];
}

/** The read model's table. */
export const PEOPLE = 'people_v1';

/** What was known of each person after each event. */
export const peopleProjection = new FoldedRows<KnownPeople, PersonEvent>({
  name: 'people',
  version: 1,
  table: PEOPLE,
  reader: readerOf(personCodec),
  keyOf: (stream) => stream.slice(personStream('').length),
  take: (known, { event, position, recordedAt, metadata }) => ({
    state: evolve(known?.state ?? initialState, event),
    timeline: [
      ...(known?.timeline ?? []),
      { type: event.type, ...factsOf(event), actor: metadata.actor, recordedAt, position: String(position) },
    ],
  }),
});

function factsOf({ type, data }: PersonEvent): Pick<PersonMoment, 'grant' | 'on' | 'reason'> {
  if (type === 'PersonRegistered') return { grant: null, on: null, reason: null };
  return { grant: data.grant, on: type === 'RoleGranted' ? data.from : data.withdrawnFrom, reason: data.reason };
}
