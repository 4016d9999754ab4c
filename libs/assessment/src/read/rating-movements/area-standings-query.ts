import type { DataSource } from 'typeorm';
import { type Shown, shownByStatus } from '../visible-drafts.js';

/** Which assessments to count, and by which kind of area. */
export interface AreaStandingsQuestion {
  readonly framework: string;
  readonly period: string;
  /** An item, or the headline where its rating is that of the assessment as a whole. */
  readonly item: string;
  readonly isHeadline: boolean;
  readonly by: 'region' | 'office';
  readonly region?: string | undefined;
  readonly show: Shown;
}

/** How many assessments of an area have a rating, as it stands now. */
export interface RatingInArea {
  readonly key: string;
  readonly label: string;
  /** Null for those not rated yet. */
  readonly rating: string | null;
  readonly count: number;
  /** Of those, how many have a headline put in place of the computed one. */
  readonly overridden: number;
}

/** Where the ratings of a period stand, by area. */
export class AreaStandingsQuery {
  constructor(private readonly dataSource: DataSource) {}

  /** A row per area and rating, by the area's name. Made-up organisations, copied ratings and withdrawn assessments do not count. */
  ratings({ framework, period, item, isHeadline, by, region, show }: AreaStandingsQuestion): Promise<readonly RatingInArea[]> {
    const rating = isHeadline ? `coalesce(headline_result, ratings ->> $3)` : `ratings ->> $3`;
    return this.dataSource.query<RatingInArea[]>(
      `select ${by} as key, min(${by}_name) as label, ${rating} as rating, count(*)::int as count,
          count(*) filter (where headline_override is not null)::int as overridden
        from assessments_v1
        where framework = $1 and period = $2 and status not in ('withdrawn', 'transcribed') and organisation_kind <> 'example'
          and ($4::text is null or region = $4) and ${shownByStatus('$5')}
        group by 1, 3 order by 2, 3`,
      [framework, period, item, region ?? null, show],
    );
  }
}
