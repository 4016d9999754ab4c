import type { DataSource } from 'typeorm';
import { foldedRows } from '#platform/projections/folded-rows.js';
import type { KnownNationalResults } from '../core/national-results/decider.js';
import type { NationalResults } from '../core/national-results/events.js';
import { NATIONAL_RESULTS } from './national-results-projection.js';

/** Which published counts, and as known when the log ended at `asAt`. */
export interface NationalResultsQuestion {
  readonly framework?: string | undefined;
  readonly period?: string | undefined;
  readonly item?: string | undefined;
  readonly asAt?: bigint | undefined;
}

/** Answers questions about published counts from the read model. */
export class NationalResultsQuery {
  constructor(private readonly dataSource: DataSource) {}

  /** By framework, period and item; each source apart. */
  async list({ framework, period, item, asAt }: NationalResultsQuestion = {}): Promise<readonly NationalResults[]> {
    const rows = await foldedRows<KnownNationalResults>(this.dataSource, NATIONAL_RESULTS, { asAt });
    const asked = { framework, period, item };
    return rows
      .flatMap(({ known }) => known.sources)
      .filter((one) => (['framework', 'period', 'item'] as const).every((key) => (asked[key] ?? one[key]) === one[key]));
  }
}
