import type { DataSource } from 'typeorm';
import { foldedRows } from '#platform/projections/folded-rows.js';
import type { Area } from '#identity/contract.js';
import { type KnownSelfAssessmentRow, SELF_ASSESSMENTS } from './self-assessments-projection.js';

/** Where a self-assessment stands, by its id. */
export interface KnownSelfAssessment extends KnownSelfAssessmentRow {
  readonly id: string;
}

/** Which self-assessments of an area, and as they stood when the log ended at `asAt`. */
export interface SelfAssessmentsQuestion {
  readonly area: Area;
  readonly organisation?: string | undefined;
  readonly framework?: string | undefined;
  readonly period?: string | undefined;
  readonly status?: KnownSelfAssessmentRow['status'] | undefined;
  readonly asAt?: bigint | undefined;
}

/** Answers questions about self-assessments from the read model. */
export class SelfAssessmentsQuery {
  constructor(private readonly dataSource: DataSource) {}

  /** By organisation, framework and period. */
  async list({
    area,
    organisation,
    framework,
    period,
    status,
    asAt,
  }: SelfAssessmentsQuestion): Promise<readonly KnownSelfAssessment[]> {
    const where = `($2 = 'england' or known ->> $2 = $3)
      and ($4::text is null or known ->> 'organisation' = $4) and ($5::text is null or known ->> 'framework' = $5)
      and ($6::text is null or known ->> 'period' = $6) and ($7::text is null or known ->> 'status' = $7)`;
    const asked = [organisation, framework, period, status].map((value) => value ?? null);
    const parameters = [area.kind, area.kind === 'england' ? null : area.code, ...asked];
    const rows = await foldedRows<KnownSelfAssessmentRow>(this.dataSource, SELF_ASSESSMENTS, { asAt, where, parameters });
    return rows.map(({ key, known }) => ({ id: key, ...known }));
  }
}
