import type { DataSource } from 'typeorm';
import type { Figure } from '../../core/assessment/input-events.js';
import { heldAt, type Moment, type Page, pageOf, positionOf } from '../per-assessment/moment.js';
import { type Shown, shownTo } from '../visible-drafts.js';
import { INDICATOR_VALUES } from './indicator-values-fold.js';

/** Which values to list, by organisation, then indicator, then the period they were recorded for. */
export interface IndicatorValuesQuestion extends Moment {
  readonly organisation?: string | undefined;
  readonly framework?: string | undefined;
  /** The period of the assessment they were recorded in, which the value's own may differ from. */
  readonly period?: string | undefined;
  readonly indicator?: string | undefined;
  readonly office?: string | undefined;
  readonly region?: string | undefined;
  /** Received on that day or earlier, `YYYY-MM-DD`. */
  readonly effectiveOn?: string | undefined;
  /** Whose drafts are listed besides what was published; all when left out. */
  readonly show?: Shown | undefined;
  readonly includeExamples?: boolean | undefined;
  /** The `next` of the page before. */
  readonly after?: string | undefined;
  /** 1 to 500; 100 when left out. */
  readonly limit?: number | undefined;
}

/** What is known of an indicator, as its source writes it; null where the framework does not record it or the source gives none. */
export interface IndicatorValueOnList {
  readonly id: string;
  readonly assessment: string;
  readonly organisation: string;
  readonly organisationName: string;
  readonly framework: string;
  /** The period of the assessment. */
  readonly assessedPeriod: string;
  readonly indicator: string;
  readonly label: string;
  readonly value: Figure | null;
  /** The value's own period. */
  readonly period: string | null;
  readonly standard: Figure | null;
  readonly comparison: Figure | null;
  readonly score: string | null;
  readonly dataSource: string | null;
  /** The checkpoint meeting whose dashboard it stood on. */
  readonly meeting: string | null;
  readonly receivedOn: string;
  readonly recordedAt: string;
  readonly revision: string;
}

interface FoundRow extends Omit<IndicatorValueOnList, 'value' | 'period' | 'standard' | 'comparison' | 'score' | 'dataSource'> {
  readonly told: Pick<IndicatorValueOnList, 'value' | 'period' | 'standard' | 'comparison' | 'score' | 'dataSource'>;
}

const COLUMNS = `indicator_value as "id", assessment, organisation, organisation_name as "organisationName", framework,
  period as "assessedPeriod", indicator, indicator_label as "label", told, meeting, received_on as "receivedOn",
  recorded_at as "recordedAt", revision`;

/** Published with its assessment: until then it is a draft of those who work on it. */
const IS_PUBLIC = `assessment in (select assessment from assessments_v1 where status = 'published')`;

const ORDER = 'organisation, indicator, period_order, revision, indicator_value';

/** Values of indicators across assessments. */
export class IndicatorValuesQuery {
  constructor(private readonly dataSource: DataSource) {}

  /** As they stood at the moment asked for. Those of withdrawn assessments are left out. */
  async list(question: IndicatorValuesQuestion): Promise<Page<IndicatorValueOnList>> {
    const limit = question.limit ?? 100;
    const { organisation, framework, period, indicator, office, region, effectiveOn, after } = question;
    const rows = await this.dataSource.query<FoundRow[]>(
      `select ${COLUMNS} from ${INDICATOR_VALUES}
        where ${heldAt('$1')} and ($2::text is null or organisation = $2) and ($3::text is null or framework = $3)
          and ($4::text is null or period = $4) and ($5::text is null or indicator = $5) and ($6::text is null or office = $6)
          and ($7::text is null or region = $7) and ($8::text is null or received_on <= $8)
          and ($9::text is null or (${ORDER}) >
               (select ${ORDER.replaceAll(/\w+/g, 'last.$&')} from ${INDICATOR_VALUES} last
                 where last.indicator_value = $9 order by last.from_position desc limit 1))
          and ($10::boolean or organisation_kind <> 'example') and ${shownTo('$11', IS_PUBLIC)}
        order by ${ORDER} limit $12`,
      [
        positionOf(question),
        ...[organisation, framework, period, indicator, office, region, effectiveOn, after].map((value) => value ?? null),
        question.includeExamples ?? organisation !== undefined,
        question.show ?? 'all',
        limit + 1,
      ],
    );
    return pageOf(rows.map(listed), limit, ({ id }) => id);
  }
}

const listed = ({ told, meeting, receivedOn, recordedAt, revision, ...about }: FoundRow): IndicatorValueOnList => ({
  ...about,
  ...told,
  ...{ meeting, receivedOn, recordedAt, revision },
});
