import type { OrganisationEvent } from '../core/organisation/events.js';
import { evolve, initialState, type Organisation, type RegisteredOrganisation } from '../core/organisation/state.js';
import { closedOn, type Period, periodsOf } from '../core/organisation/timeline.js';

/** From which position of the log a row held, and from which it no longer does; null while it does. */
interface Recorded {
  readonly from_position: string;
  readonly to_position: string | null;
}

/** A row of `organisations_v1`: all that was known of an organisation from one event to the next. */
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

/** A row of `organisation_periods_v1`: a stretch of days in which, as far as known, nothing changed. */
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

/** The rows of one organisation as events come in: those that hold now, and those that no longer do. */
export class OrganisationHistory {
  private state: Organisation;
  private row: OrganisationRow | undefined;
  private periods: readonly PeriodRow[];
  private readonly pastRows: OrganisationRow[] = [];
  private readonly pastPeriods: PeriodRow[] = [];

  constructor(row?: OrganisationRow, periods: readonly PeriodRow[] = []) {
    this.row = row;
    this.periods = periods;
    this.state = row?.known ?? initialState;
  }

  /** Takes in one event. What it does not change keeps the rows it had. */
  take(event: OrganisationEvent, position: bigint): void {
    this.state = evolve(this.state, event);
    if (this.state.status === 'unknown') return;
    const at = String(position);
    if (this.row !== undefined) this.pastRows.push({ ...this.row, to_position: at });
    this.row = rowOf(this.state, at);
    const { state } = this;
    const now = periodsOf(state).map((period) => periodRow(state, period, at));
    const kept = this.periods.filter((known) => now.some((period) => sameStretch(known, period)));
    const ended = this.periods.filter((known) => !kept.includes(known));
    this.pastPeriods.push(...ended.map((period) => ({ ...period, to_position: at })));
    this.periods = [...kept, ...now.filter((period) => !kept.some((known) => sameStretch(known, period)))];
  }

  /** Every row that is new or changed since the history was taken up. */
  get organisationRows(): readonly OrganisationRow[] {
    return this.row === undefined ? this.pastRows : [...this.pastRows, this.row];
  }

  get periodRows(): readonly PeriodRow[] {
    return [...this.pastPeriods, ...this.periods];
  }
}
