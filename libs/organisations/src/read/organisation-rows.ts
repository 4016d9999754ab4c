import type { Step } from '#platform/projections/projection.js';
import type { Row, Write } from '#platform/projections/writes.js';
import type { OrganisationEvent } from '../core/organisation/events.js';
import { evolve, initialState, type Organisation, type RegisteredOrganisation } from '../core/organisation/state.js';
import { closedOn, type Period, periodsOf } from '../core/organisation/timeline.js';

/** From which position of the log a row held, and from which it no longer does; null while it does. */
interface Recorded extends Row {
  readonly from_position: string;
  readonly to_position: string | null;
}

/** A row of `organisations_v2`: all that was known of an organisation from one event to the next. */
export interface OrganisationRow extends Recorded {
  readonly code: string;
  readonly example: boolean;
  readonly opened_on: string | null;
  readonly closed_on: string | null;
  readonly merged_into: string | null;
  readonly merged_on: string | null;
  readonly ons_codes: readonly string[];
  readonly known: RegisteredOrganisation;
}

/** A row of `organisation_periods_v2`: a stretch of days in which, as far as known, nothing changed. */
export interface PeriodRow extends Recorded {
  readonly code: string;
  readonly example: boolean;
  readonly valid_from: string;
  readonly valid_until: string | null;
  readonly kind: string;
  readonly name: string;
  readonly office: string | null;
  readonly region: string | null;
}

export const ORGANISATIONS = 'organisations_v2';
export const PERIODS = 'organisation_periods_v2';

/** How PostgreSQL writes a first day that nobody knows. */
export const SINCE_EVER = '-infinity';

const rowOf = (known: RegisteredOrganisation, from_position: string): OrganisationRow => ({
  code: known.code,
  example: known.example,
  opened_on: known.opened?.on ?? null,
  closed_on: closedOn(known) ?? null,
  merged_into: known.merged?.into ?? null,
  merged_on: known.merged?.on ?? null,
  ons_codes: [...new Set(known.onsCodes.map(({ onsCode }) => onsCode))],
  known,
  from_position,
  to_position: null,
});

const periodRow = (known: RegisteredOrganisation, period: Period, from_position: string): PeriodRow => ({
  code: known.code,
  example: known.example,
  valid_from: period.from ?? SINCE_EVER,
  valid_until: period.until ?? null,
  kind: period.kind,
  name: period.name,
  office: period.place.office ?? null,
  region: period.place.region ?? null,
  from_position,
  to_position: null,
});

const sameStretch = (one: PeriodRow, other: PeriodRow): boolean =>
  one.valid_from === other.valid_from &&
  one.valid_until === other.valid_until &&
  one.kind === other.kind &&
  one.name === other.name &&
  one.office === other.office &&
  one.region === other.region;

/** An organisation in the middle of a fold: what is known of it, and which of its rows hold. */
export interface FoldedOrganisation {
  readonly organisation: Organisation;
  /** Since when its row of `organisations_v2` holds; undefined before it was registered. */
  readonly from?: string;
  readonly periods: readonly PeriodRow[];
}

export const nothingKnown: FoldedOrganisation = { organisation: initialState, periods: [] };

/** What one event makes of an organisation's rows. What it does not change keeps the rows it had. */
export function stepOf(before: FoldedOrganisation, event: OrganisationEvent, position: bigint): Step<FoldedOrganisation> {
  const organisation = evolve(before.organisation, event);
  if (organisation.status === 'unknown') return { state: { ...before, organisation }, writes: [] };
  const at = String(position);
  const now = periodsOf(organisation).map((period) => periodRow(organisation, period, at));
  const kept = before.periods.filter((known) => now.some((period) => sameStretch(known, period)));
  const ended = before.periods.filter((known) => !kept.includes(known));
  const begun = now.filter((period) => !kept.some((known) => sameStretch(known, period)));
  const writes: Write[] = [
    ...ended.map(({ code, valid_from, from_position }): Write => {
      const key = { code, valid_from, from_position };
      return { do: 'close', table: PERIODS, key, at };
    }),
    ...begun.map((period): Write => ({ do: 'insert', table: PERIODS, row: () => period })),
    { do: 'insert', table: ORGANISATIONS, row: () => rowOf(organisation, at) },
  ];
  if (before.from !== undefined) {
    const key = { code: organisation.code, from_position: before.from };
    writes.push({ do: 'close', table: ORGANISATIONS, key, at });
  }
  return { state: { organisation, from: at, periods: [...kept, ...begun] }, writes };
}
