import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { OrganisationKind } from '../core/organisation/kinds.js';
import type { RegisteredOrganisation } from '../core/organisation/state.js';
import { placeOn } from '../core/organisation/timeline.js';
import { codesIn, organisationView } from './organisation-details.js';
import type {
  OrganisationListItem,
  OrganisationListQuestion,
  OrganisationMoment,
  OrganisationPage,
  OrganisationQueries,
  OrganisationView,
  PlaceCodes,
} from './organisation-view.js';

const NOW = 2n ** 63n - 1n;
const holds = (row: string): string => `${row}.from_position <= $1 and (${row}.to_position is null or ${row}.to_position > $1)`;

/** The answers come from the read model `organisations`; a caller who has just changed something waits for it first. */
@Injectable()
export class OrganisationDirectory implements OrganisationQueries {
  constructor(private readonly dataSource: DataSource) {}

  async find(code: string, { effectiveOn, asAt = NOW }: OrganisationMoment = {}): Promise<OrganisationView | undefined> {
    const organisation = (await this.known([code], asAt)).get(code);
    if (organisation === undefined) return undefined;
    const predecessors = await this.mergedInto(code, asAt);
    const others = await this.known(codesIn(organisation), asAt);
    return organisationView(organisation, { effectiveOn, others, predecessors });
  }

  async placeOf(code: string, date: string, asAt: bigint = NOW): Promise<PlaceCodes | undefined> {
    const organisation = (await this.known([code], asAt)).get(code);
    if (organisation === undefined) return undefined;
    const { office, region } = placeOn(organisation, date);
    return { ...(office === undefined ? {} : { office }), ...(region === undefined ? {} : { region }) };
  }

  async list(question: OrganisationListQuestion = {}): Promise<OrganisationPage> {
    const limit = Math.min(Math.max(question.limit ?? 100, 1), 500);
    const rows = await this.dataSource.query<ListRow[]>(LIST, [...filtersOf(question), limit + 1]);
    const items = rows.slice(0, limit).map(listItem);
    const next = rows.length > limit ? items.at(-1)?.code : undefined;
    return next === undefined ? { items } : { items, next };
  }

  /** ODS codes by ONS codes, for files that know an organisation by its ONS code only. */
  async odsCodesOf(onsCodes: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.dataSource.query<{ ons_code: string; code: string }[]>(
      `select ons_code, code from organisations_v2 cross join unnest(ons_codes) as ons_code
        where to_position is null and ons_code = any($1)`,
      [onsCodes],
    );
    return new Map(rows.map((row) => [row.ons_code, row.code]));
  }

  private async known(codes: readonly string[], asAt: bigint): Promise<ReadonlyMap<string, RegisteredOrganisation>> {
    const rows = await this.dataSource.query<{ code: string; known: RegisteredOrganisation }[]>(
      `select code, known from organisations_v2 organisation where ${holds('organisation')} and code = any($2)`,
      [String(asAt), codes],
    );
    return new Map(rows.map(({ code, known }) => [code, known]));
  }

  private async mergedInto(code: string, asAt: bigint): Promise<readonly RegisteredOrganisation[]> {
    const rows = await this.dataSource.query<{ known: RegisteredOrganisation }[]>(
      `select known from organisations_v2 organisation where ${holds('organisation')} and merged_into = $2 order by code`,
      [String(asAt), code],
    );
    return rows.map(({ known }) => known);
  }
}

/** The parameters $1 to $7 of the list. */
function filtersOf({ asAt = NOW, effectiveOn, kind, q, region, includeExamples, after = '' }: OrganisationListQuestion) {
  const written = q?.trim().replaceAll(/[\\%_]/gu, String.raw`\$&`);
  const pattern = written === undefined ? undefined : `%${written}%`;
  return [String(asAt), effectiveOn, kind, pattern, region, includeExamples === true || kind === 'example', after];
}

/** The name of a parent: as it was in the last of the days shown, and otherwise the last it had. */
const parentName = (parent: 'office' | 'region'): string => `
  (select name from organisation_periods_v2 parent
    where parent.code = chosen.${parent} and ${holds('parent')}
    order by parent.valid_from <= coalesce($2, chosen.valid_until, 'infinity') desc, parent.valid_from desc limit 1)`;

/** Where a code stood for something else before or after: from when to when it was what is shown. */
const LIFE_AS_CHOSEN = `
    left join lateral (
      select max(other.valid_until + 1) filter (where other.valid_until < chosen.valid_from) as opened_on,
             min(other.valid_from - 1) filter (where other.valid_from > chosen.valid_from) as closed_on
        from organisation_periods_v2 other
       where other.code = chosen.code and other.kind <> chosen.kind and ${holds('other')}) life on true`;

/**
 * On a day, the organisations that commissioned then: one that opened beside those it was to take over from, after them, counts from
 * the first merger. NHS Newcastle Gateshead (13T) opened in November 2014, and the year before April 2015 is its predecessors'.
 *
 * $1 position, $2 day, $3 kind, $4 text, $5 region, $6 whether with examples, $7 cursor, $8 how many.
 */
const LIST = `
  with waiting as (
    select predecessor.merged_into as code
      from organisations_v2 predecessor
      join organisations_v2 successor on successor.code = predecessor.merged_into and ${holds('successor')}
     where $2::date is not null and ${holds('predecessor')}
     group by predecessor.merged_into, successor.opened_on
    having min(predecessor.merged_on) > $2 and successor.opened_on > min(coalesce(predecessor.opened_on, '-infinity'))),
  chosen as (
    select distinct on (period.code) period.*
      from organisation_periods_v2 period
     where ${holds('period')}
       and ($2::date is null or (valid_from <= $2 and (valid_until is null or valid_until >= $2)))
       and not exists (select from waiting where waiting.code = period.code)
       and ($3::text is null or kind = $3)
       and ($4::text is null or name ilike $4 or period.code ilike $4)
       and ($5::text is null or region = $5)
       and ($6::boolean or not example)
       and period.code > $7
     order by period.code, kind = 'sub-icb-location', valid_from desc
     limit $8)
  select chosen.code, chosen.kind, chosen.name, chosen.office, chosen.region,
         ${parentName('office')} as office_name, ${parentName('region')} as region_name,
         coalesce(life.opened_on, organisation.opened_on)::text as opened_on,
         coalesce(life.closed_on, organisation.closed_on)::text as closed_on, organisation.merged_into
    from chosen join organisations_v2 organisation on organisation.code = chosen.code and ${holds('organisation')}
    ${LIFE_AS_CHOSEN}
   order by chosen.code`;

interface ListRow {
  readonly code: string;
  readonly kind: OrganisationKind;
  readonly name: string;
  readonly office: string | null;
  readonly office_name: string | null;
  readonly region: string | null;
  readonly region_name: string | null;
  readonly opened_on: string | null;
  readonly closed_on: string | null;
  readonly merged_into: string | null;
}

const listItem = (row: ListRow): OrganisationListItem => ({
  code: row.code,
  kind: row.kind,
  name: row.name,
  ...(row.office === null ? {} : { office: { code: row.office, name: row.office_name ?? row.office } }),
  ...(row.region === null ? {} : { region: { code: row.region, name: row.region_name ?? row.region } }),
  ...(row.opened_on === null ? {} : { openedOn: row.opened_on }),
  ...(row.closed_on === null ? {} : { closedOn: row.closed_on }),
  ...(row.merged_into === null ? {} : { successor: row.merged_into }),
});
