import type { DataSource } from 'typeorm';
import { heldAt, type Moment, type Page, pageOf, positionOf, recordedBy } from '../per-assessment/moment.js';
import { gridOf, type GridItem, groupedBy, type StatedRating, statedRating, type StatusRow } from './grid.js';
import { NATIONAL_COLUMNS, type NationalGrid, nationalGridOf, type NationalRow } from './national-grid.js';
import { type Shown, shownByVisibility } from '../visible-drafts.js';

/** For which moment, and for whose eyes. */
export interface StatusQuestion extends Moment {
  /** What was true on that day, `YYYY-MM-DD`, by the dates of the decisions; left out, what was decided last. */
  readonly effectiveOn?: string | undefined;
  /** `public`: what was published, here or in the sources. Others: also work in hand, as far as they may see it. */
  readonly show: Shown;
}

/** A rating whose source gives no date: it can be placed on no day, so `effectiveOn` lists it apart. */
export interface UndatedRating extends StatedRating {
  readonly framework: string;
  readonly item: string;
  readonly itemLabel: string;
  readonly period: string;
}

/** A year of one organisation. Items stand under each framework that was in force. */
export interface OrganisationYear {
  readonly organisation: string;
  readonly year: string;
  readonly items: readonly GridItem[];
  /** Filled only for `effectiveOn`. */
  readonly dateNotGiven: readonly UndatedRating[];
}

/** One organisation's part of a list over a period. */
export interface OrganisationStatus {
  readonly organisation: string;
  readonly name: string;
  readonly office: string;
  readonly region: string;
  readonly items: readonly GridItem[];
  readonly dateNotGiven: readonly UndatedRating[];
}

/** The headline of each framework that rated an organisation, in every period. */
export interface OrganisationHeadlines {
  readonly organisation: string;
  readonly items: readonly GridItem[];
  readonly dateNotGiven: readonly UndatedRating[];
}

/** Which organisations and items of a period to list; `after` is the `next` of the page before, `limit` counts organisations. */
export interface PeriodQuestion extends StatusQuestion {
  readonly region?: string | undefined;
  readonly office?: string | undefined;
  readonly framework?: string | undefined;
  readonly item?: string | undefined;
  /** Also made-up organisations. */
  readonly includeExamples?: boolean | undefined;
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
}

/** Which organisations of a year to show together. */
export interface NationalQuestion extends StatusQuestion {
  readonly region?: string | undefined;
  readonly office?: string | undefined;
  readonly framework?: string | undefined;
}

/** The parts of a financial year there can be, after its name. */
const PARTS_OF_YEAR = ['baseline', 'q1', 'q2', 'q3', 'q4', 'year'];

/** Of a year of every organisation, made-up ones left out: $2 what is shown, $4 periods, $5 region, $6 office, $7 framework. */
const IN_NATION = `period = any($4::text[]) and organisation_kind <> 'example' and ${shownByVisibility('$2')}
  and ($5::text is null or region = $5) and ($6::text is null or office = $6) and ($7::text is null or framework = $7)`;

/** The domain status of each quarter, as it stands or stood. */
export class DomainStatusQuery {
  constructor(private readonly dataSource: DataSource) {}

  /** An organisation's year, e.g. `2014-15`: no items where nothing was recorded. */
  async ofOrganisation(organisation: string, year: string, question: StatusQuestion): Promise<OrganisationYear> {
    const found = await this.#find('organisation = $4 and year = $5', question, [organisation, year]);
    return { organisation, year, ...statusOf(found, question) };
  }

  /** The status of a period across organisations, ordered by their codes. */
  async ofPeriod(period: string, question: PeriodQuestion): Promise<Page<OrganisationStatus>> {
    const limit = question.limit ?? 100;
    const organisations = await this.#organisationsIn(period, question, limit + 1);
    const page = pageOf(organisations, limit, (code) => code);
    const found = await this.#find(
      `period = $4 and organisation = any($5::text[]) and ($6::text is null or framework = $6)
       and ($7::text is null or item = $7) and ($8::text is null or region = $8) and ($9::text is null or office = $9)`,
      question,
      [period, page.items, question.framework, question.item, question.region, question.office],
    );
    const byCode = groupedBy(found, ({ organisation }) => organisation);
    const items = page.items.flatMap((code) => organisationStatus(byCode.get(code) ?? [], question));
    return { ...page, items };
  }

  /** A year of every organisation, none made up. On a day, only what was decided by then: what has no date is left out, and counted. */
  async ofNation(year: string, question: NationalQuestion): Promise<NationalGrid> {
    const { region, office, framework, effectiveOn } = question;
    const moment =
      effectiveOn === undefined ? `${heldAt('$1')} and $3::text is null` : `${recordedBy('$1')} and business_date <= $3`;
    const last =
      effectiveOn === undefined
        ? ['', '']
        : ['distinct on (assessment, item, line)', 'order by assessment, item, line, business_date desc, from_position desc'];
    const asked = [
      ...[positionOf(question), question.show, effectiveOn ?? null, PARTS_OF_YEAR.map((part) => `${year}-${part}`)],
      ...[region ?? null, office ?? null, framework ?? null],
    ];
    const [rows, undated] = await Promise.all([
      this.dataSource.query<NationalRow[]>(
        `select ${last[0] ?? ''} ${NATIONAL_COLUMNS.join(', ')} from domain_status_v1
          where ${IN_NATION} and ${moment} ${last[1] ?? ''}`,
        asked,
      ),
      effectiveOn === undefined ? 0 : this.#undatedIn(asked),
    ]);
    return { ...nationalGridOf(year, rows), dateNotGiven: undated };
  }

  /** How many ratings no day can be asked for, because their sources give none. */
  async #undatedIn(asked: readonly unknown[]): Promise<number> {
    const [found] = await this.dataSource.query<{ count: number }[]>(
      `select count(distinct (assessment, item))::int as count from domain_status_v1
        where ${IN_NATION} and ${heldAt('$1')} and business_date is null and rating is not null and $3::text is not null`,
      [...asked],
    );
    return found?.count ?? 0;
  }

  /** Every headline rating of some organisations; none of those of whom nothing is recorded or shown. */
  async headlinesOf(organisations: readonly string[], question: StatusQuestion): Promise<readonly OrganisationHeadlines[]> {
    const found = await this.#find(`organisation = any($4::text[]) and item_kind = 'headline'`, question, [organisations]);
    return organisations.map((organisation) => ({
      organisation,
      ...statusOf(
        found.filter((row) => row.organisation === organisation),
        question,
      ),
    }));
  }

  /** The rows that hold at the moment asked about; with a day, of each line the last that had become so by then. */
  #find(where: string, question: StatusQuestion, parameters: readonly unknown[]): Promise<readonly StatusRow[]> {
    const visible = shownByVisibility('$2');
    const sql =
      question.effectiveOn === undefined
        ? `select * from domain_status_v1 where ${where} and ${heldAt('$1')} and ${visible} and $3::text is null`
        : `select distinct on (assessment, item, line) * from domain_status_v1
            where ${where} and ${recordedBy('$1')} and ${visible} and business_date <= $3
            order by assessment, item, line, business_date desc, from_position desc`;
    const all = [positionOf(question), question.show, question.effectiveOn ?? null, ...parameters.map((value) => value ?? null)];
    if (question.effectiveOn === undefined) return this.dataSource.query<StatusRow[]>(sql, all);
    const undated = `select * from domain_status_v1
      where ${where} and ${heldAt('$1')} and ${visible} and business_date is null and rating is not null and $3::text is not null`;
    return Promise.all([this.dataSource.query<StatusRow[]>(sql, all), this.dataSource.query<StatusRow[]>(undated, all)]).then(
      (rows) => rows.flat(),
    );
  }

  async #organisationsIn(period: string, question: PeriodQuestion, limit: number): Promise<readonly string[]> {
    const rows = await this.dataSource.query<{ organisation: string }[]>(
      `select distinct organisation from domain_status_v1
        where period = $2 and ${heldAt('$1')} and ($3::text is null or region = $3) and ($4::text is null or office = $4)
          and ($5::text is null or framework = $5) and ${shownByVisibility('$6')}
          and ($7::boolean or organisation_kind <> 'example') and ($8::text is null or organisation > $8)
        order by organisation limit $9`,
      [
        positionOf(question),
        period,
        question.region ?? null,
        question.office ?? null,
        question.framework ?? null,
        question.show,
        question.includeExamples ?? false,
        question.after ?? null,
        limit,
      ],
    );
    return rows.map(({ organisation }) => organisation);
  }
}

function organisationStatus(rows: readonly StatusRow[], question: StatusQuestion): readonly OrganisationStatus[] {
  const [row] = rows;
  if (row === undefined) return [];
  const { organisation, organisation_name: name, office, region } = row;
  return [{ organisation, name, office, region, ...statusOf(rows, question) }];
}

function statusOf(rows: readonly StatusRow[], { effectiveOn }: StatusQuestion): Pick<OrganisationYear, 'items' | 'dateNotGiven'> {
  if (effectiveOn === undefined) return { items: gridOf(rows), dateNotGiven: [] };
  const undated = rows.filter(({ business_date: date }) => date === null);
  return { items: gridOf(rows.filter(({ business_date: date }) => date !== null)), dateNotGiven: undated.flatMap(undatedRating) };
}

function undatedRating(row: StatusRow): readonly UndatedRating[] {
  const stated = statedRating(row);
  if (stated === undefined) return [];
  return [{ framework: row.framework, item: row.item, itemLabel: row.item_label, period: row.period, ...stated }];
}
