import type { DataSource } from 'typeorm';
import type { Stage } from '../../core/assessment/framework-terms.js';
import { type Page, pageOf } from '../per-assessment/moment.js';
import type { Status } from '../per-assessment/standing.js';
import { type Shown, shownByStatus } from '../visible-drafts.js';

/** An assessment as lists show it, and as permissions need it: now. As at a moment, fold its stream. */
export interface AssessmentSummary {
  readonly id: string;
  readonly organisation: string;
  readonly organisationName: string;
  readonly organisationKind: string;
  readonly office: string;
  readonly officeName: string;
  readonly region: string;
  readonly regionName: string;
  readonly framework: string;
  readonly frameworkVersion: number;
  readonly frameworkTitle: string;
  readonly period: string;
  readonly cadence: string;
  readonly status: Status;
  readonly stageDue: Stage | null;
  readonly round: number;
  readonly revision: string;
  readonly position: string;
  readonly recordedAt: string;
  readonly openedOn: string | null;
  readonly plannedFor: string | null;
  readonly checkpoint: 'held' | 'not-held' | 'none';
  readonly submittedOn: string | null;
  /** Ratings set by hand or transcribed, by item. */
  readonly ratings: Readonly<Record<string, string>>;
  /** Items the assessor has still to rate. */
  readonly missing: readonly string[];
  /** As the last submission or decision recorded it. */
  readonly headline: {
    readonly computed: string | null;
    readonly override: string | null;
    readonly result: string | null;
    readonly label: string | null;
    readonly certainty: string | null;
  };
  readonly openActions: number;
  readonly nextActionDue: string | null;
}

/** Which assessments to list. Withdrawn ones, and those of made-up organisations, only when asked for. */
export interface AssessmentsQuestion {
  readonly organisation?: string | undefined;
  readonly framework?: string | undefined;
  readonly period?: string | undefined;
  /** A financial year, e.g. `2014-15`. */
  readonly year?: string | undefined;
  readonly office?: string | undefined;
  readonly region?: string | undefined;
  readonly status?: Status | undefined;
  /** Whose assessments are listed besides those that are public; all when left out. */
  readonly show?: Shown | undefined;
  readonly includeWithdrawn?: boolean | undefined;
  readonly includeExamples?: boolean | undefined;
  /** The `next` of the page before. */
  readonly after?: string | undefined;
  /** 1 to 500; 100 when left out. */
  readonly limit?: number | undefined;
}

const COLUMNS = `assessment as "id", organisation, organisation_name as "organisationName", organisation_kind as "organisationKind",
  office, office_name as "officeName", region, region_name as "regionName", framework, framework_version as "frameworkVersion",
  framework_title as "frameworkTitle", period, cadence, status, stage_due as "stageDue", round, revision, position,
  recorded_at as "recordedAt", opened_on as "openedOn", planned_for as "plannedFor", checkpoint, submitted_on as "submittedOn",
  ratings, missing, json_build_object('computed', headline_computed, 'override', headline_override, 'result', headline_result,
    'label', headline_label, 'certainty', headline_certainty) as "headline",
  open_actions as "openActions", next_action_due as "nextActionDue"`;

/** Assessments as they stand now. */
export class AssessmentsQuery {
  constructor(private readonly dataSource: DataSource) {}

  /** One assessment, withdrawn or not; undefined when none of that id was ever opened. */
  async find(id: string): Promise<AssessmentSummary | undefined> {
    const [row] = await this.dataSource.query<AssessmentSummary[]>(
      `select ${COLUMNS} from assessments_v1 where assessment = $1`,
      [id],
    );
    return row;
  }

  /** Assessments by organisation, then in the order of periods. */
  async list(question: AssessmentsQuestion = {}): Promise<Page<AssessmentSummary>> {
    const limit = question.limit ?? 100;
    const { organisation, framework, period, year, office, region, status, after } = question;
    const rows = await this.dataSource.query<AssessmentSummary[]>(
      `select ${COLUMNS} from assessments_v1
        where ($1::text is null or organisation = $1) and ($2::text is null or framework = $2)
          and ($3::text is null or period = $3) and ($4::text is null or left(period, 7) = $4)
          and ($5::text is null or office = $5) and ($6::text is null or region = $6) and ($7::text is null or status = $7)
          and ($8::text is null or (organisation, period_order, assessment) >
               (select last.organisation, last.period_order, last.assessment from assessments_v1 last where last.assessment = $8))
          and ($9::boolean or status <> 'withdrawn') and ($10::boolean or organisation_kind <> 'example')
        and ${shownByStatus('$12')}
        order by organisation, period_order, assessment limit $11`,
      [
        ...[organisation, framework, period, year, office, region, status, after].map((value) => value ?? null),
        (question.includeWithdrawn ?? false) || status === 'withdrawn',
        question.includeExamples ?? organisation !== undefined,
        limit + 1,
        question.show ?? 'all',
      ],
    );
    return pageOf(rows, limit, ({ id }) => id);
  }
}
