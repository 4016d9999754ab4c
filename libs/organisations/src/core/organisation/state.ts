import type { BusinessDate } from '#kernel/business-date.js';
import type { OrganisationEvent } from './events.js';
import type { OrganisationKind } from './kinds.js';

/** Where an organisation stands: the codes of its local office and region. */
export interface Place {
  readonly office?: string | undefined;
  readonly region?: string | undefined;
}

/** A fact and the day from which it held, which a source gives or we derived. */
export type From<Fact> = Fact & { readonly on: BusinessDate; readonly dateIs: 'given' | 'derived' };

/** What is known of an organisation, each list in the order of its days, one entry a day. */
export interface RegisteredOrganisation {
  readonly status: 'registered';
  readonly code: string;
  /** Made up for demonstrations: left out of every list, count and download unless asked for. */
  readonly example: boolean;
  readonly kinds: readonly From<{ readonly kind: OrganisationKind }>[];
  readonly names: readonly From<{ readonly name: string }>[];
  readonly places: readonly From<Place>[];
  readonly onsCodes: readonly From<{ readonly onsCode: string }>[];
  readonly opened?: From<unknown>;
  readonly closed?: From<unknown>;
  readonly merged?: From<{ readonly into: string }>;
}

/** An organisation, or a code nobody has registered. */
export type Organisation = { readonly status: 'unknown' } | RegisteredOrganisation;

export const initialState: Organisation = { status: 'unknown' };

/** The facts with one more, in the order of their days; it takes the place of one recorded for the same day. */
export function withFact<Fact extends { readonly on: BusinessDate }>(facts: readonly Fact[], fact: Fact): readonly Fact[] {
  return [...facts.filter(({ on }) => on !== fact.on), fact].sort((one, other) => (one.on < other.on ? -1 : 1));
}

/** The organisation after one more event. Events of a stream that was never registered change nothing. */
export function evolve(state: Organisation, event: OrganisationEvent): Organisation {
  if (event.type === 'OrganisationRegistered') {
    const { code, kind, name, effectiveOn: on, dateIs } = event.data;
    const [example, dated] = [event.data.example === true, { on, dateIs }];
    const [kinds, names] = [[{ kind, ...dated }], [{ name, ...dated }]];
    return { status: 'registered', code, example, kinds, names, places: [], onsCodes: [] };
  }
  return state.status === 'unknown' ? state : learn(state, event);
}

function learn(
  state: RegisteredOrganisation,
  event: Exclude<OrganisationEvent, { type: 'OrganisationRegistered' }>,
): RegisteredOrganisation {
  const { effectiveOn: on, dateIs } = event.data;
  switch (event.type) {
    case 'OrganisationOpened':
      return { ...state, opened: { on, dateIs } };
    case 'OrganisationRenamed':
      return { ...state, names: withFact(state.names, { name: event.data.name, on, dateIs }) };
    case 'OrganisationKindChanged':
      return { ...state, kinds: withFact(state.kinds, { kind: event.data.kind, on, dateIs }) };
    case 'OnsCodeRecorded':
      return { ...state, onsCodes: withFact(state.onsCodes, { onsCode: event.data.onsCode, on, dateIs }) };
    case 'OrganisationPlaced':
      return {
        ...state,
        places: withFact(state.places, { office: event.data.office, region: event.data.region, on, dateIs }),
      };
    case 'OrganisationMerged':
      return { ...state, merged: { into: event.data.into, on, dateIs } };
    case 'OrganisationClosed':
      return { ...state, closed: { on, dateIs } };
  }
}
