import type { DataSource } from 'typeorm';
import { type Moment, type Page, pageOf, positionOf, recordedBy } from '../per-assessment/moment.js';
import { type Shown, shownTo } from '../visible-drafts.js';

/** Which changes to list, in the order they were recorded. */
export interface RatingHistoryQuestion extends Moment {
  readonly organisation?: string | undefined;
  readonly assessment?: string | undefined;
  readonly framework?: string | undefined;
  readonly item?: string | undefined;
  /** Decided on that day or later, `YYYY-MM-DD`. With `from` or `to`, changes whose source gives no date are left out. */
  readonly from?: string | undefined;
  /** Decided on that day or earlier. */
  readonly to?: string | undefined;
  readonly office?: string | undefined;
  readonly region?: string | undefined;
  /** `public`: only what was published, here or in the sources. All when left out. */
  readonly show?: Shown | undefined;
  readonly includeExamples?: boolean | undefined;
  /** The `next` of the page before. */
  readonly after?: string | undefined;
  /** 1 to 500; 100 when left out. */
  readonly limit?: number | undefined;
}

/** One change of a rating. Ratings are ids with their labels; people are ids. */
export interface RatingChange {
  readonly assessment: string;
  readonly organisation: string;
  readonly organisationName: string;
  readonly framework: string;
  readonly period: string;
  readonly item: string;
  readonly label: string;
  readonly from: string | null;
  readonly fromLabel: string | null;
  readonly to: string | null;
  readonly toLabel: string | null;
  /**
   * `assessor`, `local`, `regional`, `national`, `confirmation`, `framework` (a new version computed it anew), `given` (decided
   * elsewhere), `published` (what stands in public) or `transcribed`.
   */
  readonly stage: string;
  /** `proposed`, `changed`, `computed`, `override`, `given`, `transcribed`, `restated`, `corrected`, `published`, `left-out` (of the edition
   * after) or `withdrawn`. */
  readonly kind: string;
  readonly round: number | null;
  readonly reason: string | null;
  readonly explanation: string | null;
  readonly certainty: string | null;
  readonly decidedBy: readonly string[];
  readonly recordedBy: string;
  /** Null where a source gives no date. */
  readonly decidedOn: string | null;
  readonly recordedAt: string;
  readonly position: string;
  readonly revision: string;
  readonly judgedRevision: string | null;
  readonly recordedSince: readonly { readonly revision: string; readonly type: string }[];
  readonly evidence: string | null;
  readonly source: string | null;
  readonly publishedLabel: string | null;
  /** Of what stands in public: the edition it was published in, or was taken out of public with. */
  readonly edition: string | null;
}

const COLUMNS = `assessment, organisation, organisation_name as "organisationName", framework, period, item, item_label as "label",
  from_rating as "from", from_label as "fromLabel", to_rating as "to", to_label as "toLabel", stage, kind, round, reason, explanation,
  certainty, decided_by as "decidedBy", recorded_by as "recordedBy", decided_on as "decidedOn", recorded_at as "recordedAt", position,
  revision, judged_revision as "judgedRevision", recorded_since as "recordedSince", evidence, source,
  published_label as "publishedLabel", edition`;

/** Who sees only what is public is told nothing of an edition that was withdrawn. */
const IS_PUBLIC = `stage = 'transcribed' or (stage = 'published' and not exists (
  select 1 from rating_history_v1 as withdrawn
   where withdrawn.assessment = rating_history_v1.assessment and withdrawn.edition = rating_history_v1.edition
     and withdrawn.kind = 'withdrawn'))`;

/** Every change of a rating, with its stage and reason. */
export class RatingHistoryQuery {
  constructor(private readonly dataSource: DataSource) {}

  /** Changes oldest first. Those of withdrawn assessments are left out as of the withdrawal. An unreadable cursor starts anew. */
  async list(question: RatingHistoryQuestion): Promise<Page<RatingChange>> {
    const limit = question.limit ?? 100;
    const [position, item] = cursorIn(question.after);
    const rows = await this.dataSource.query<RatingChange[]>(
      `select ${COLUMNS} from rating_history_v1
        where ${recordedBy('$1', 'position')} and (position, item) > ($2::bigint, $3::text collate "C")
          and ($4::text is null or organisation = $4) and ($5::text is null or assessment = $5)
          and ($6::text is null or framework = $6) and ($7::text is null or item = $7)
          and ($8::text is null or decided_on >= $8) and ($9::text is null or decided_on <= $9)
          and ($10::text is null or office = $10) and ($11::text is null or region = $11)
          and ${shownTo('$12', IS_PUBLIC)}
          and ($13::boolean or organisation_kind <> 'example')
        order by position, item limit $14`,
      [
        ...[positionOf(question), position, item],
        ...[question.organisation, question.assessment, question.framework, question.item].map(orNull),
        ...[question.from, question.to, question.office, question.region].map(orNull),
        question.show ?? 'all',
        // An example that is named was asked for.
        question.includeExamples ?? (question.organisation !== undefined || question.assessment !== undefined),
        limit + 1,
      ],
    );
    return pageOf(rows, limit, (row) => `${row.position}.${row.item}`);
  }
}

const orNull = (value: string | undefined): string | null => value ?? null;

function cursorIn(after: string | undefined): readonly [string, string] {
  const match = /^(\d{1,18})\.([\w.-]+)$/.exec(after ?? '');
  return [match?.[1] ?? '0', match?.[2] ?? ''];
}
