import type { BusinessDate } from '#kernel/business-date.js';
import type { PersonData, PersonEvent, PersonKind } from './events.js';

/** A role granted to somebody, and what became of it. */
export interface Grant extends PersonData<'RoleGranted'> {
  /** From that day on no longer in force; null while nobody has withdrawn it. */
  readonly withdrawnFrom: BusinessDate | null;
}

/** Somebody the service knows, with every grant they ever held, in the order granted. */
export interface RegisteredPerson {
  readonly status: 'registered';
  readonly kind: PersonKind;
  readonly grants: readonly Grant[];
}

/** Somebody the service knows, or an id nobody has registered. */
export type KnownPerson = { readonly status: 'unknown' } | RegisteredPerson;

export const initialState: KnownPerson = { status: 'unknown' };

/** The person after one more event; events before the first change nothing. */
export function evolve(state: KnownPerson, event: PersonEvent): KnownPerson {
  if (event.type === 'PersonRegistered') return { status: 'registered', kind: event.data.kind, grants: [] };
  if (state.status === 'unknown') return state;
  if (event.type === 'RoleGranted') return { ...state, grants: [...state.grants, { ...event.data, withdrawnFrom: null }] };
  const { grant, withdrawnFrom } = event.data;
  return { ...state, grants: state.grants.map((held) => (held.grant === grant ? { ...held, withdrawnFrom } : held)) };
}

type Span = Pick<Grant, 'from' | 'until' | 'withdrawnFrom'>;

/** Whether a grant has not come to its end by that day. */
export const goesOnTo = ({ until, withdrawnFrom }: Omit<Span, 'from'>, day: BusinessDate): boolean =>
  (until === null || day <= until) && (withdrawnFrom === null || day < withdrawnFrom);

/** Whether a grant is in force on a day. */
export const isInForce = (grant: Span, day: BusinessDate): boolean => grant.from <= day && goesOnTo(grant, day);

/** Whether there is a day on which both are in force. */
export function overlap(one: Span, other: Span): boolean {
  const later = one.from > other.from ? one.from : other.from;
  return isInForce(one, later) && isInForce(other, later);
}

/** How a grant stands on a day, in a word. */
export type GrantStanding = 'in-force' | 'to-come' | 'ended' | 'withdrawn';

export function standingOf(grant: Span, day: BusinessDate): GrantStanding {
  if (isInForce(grant, day)) return 'in-force';
  if (grant.withdrawnFrom !== null && (grant.withdrawnFrom <= day || grant.withdrawnFrom <= grant.from)) return 'withdrawn';
  return grant.from > day ? 'to-come' : 'ended';
}
