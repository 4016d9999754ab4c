import type { DataSource } from 'typeorm';
import { foldedRows } from '#platform/projections/folded-rows.js';
import type { Survey } from '../core/survey/state.js';
import { SURVEYS } from './surveys-projection.js';

/** A year's survey of one organisation, with everything that is known of it. */
export interface KnownSurvey {
  readonly organisation: string;
  readonly year: string;
  readonly survey: Survey;
}

/** Which surveys, and as known when the log ended at `asAt`. */
export interface SurveysQuestion {
  readonly organisation?: string | undefined;
  readonly year?: string | undefined;
  readonly asAt?: bigint | undefined;
}

/** Answers questions about surveys from the read model. */
export class SurveysQuery {
  constructor(private readonly dataSource: DataSource) {}

  /** By organisation and year. A comment that was redacted since is redacted at every earlier moment too. */
  async list({ organisation, year, asAt }: SurveysQuestion = {}): Promise<readonly KnownSurvey[]> {
    const narrowed = {
      where: `($2::text is null or split_part(key, '.', 1) = $2) and ($3::text is null or split_part(key, '.', 2) = $3)`,
      parameters: [organisation ?? null, year ?? null],
    };
    const rows = await foldedRows<Survey>(this.dataSource, SURVEYS, { asAt, ...narrowed });
    if (asAt === undefined) return rows.map(({ key, known }) => named(key, known));
    const now = await foldedRows<Survey>(this.dataSource, SURVEYS, narrowed);
    const comments = new Map(now.flatMap(({ known }) => known.comments.map((comment) => [comment.id, comment] as const)));
    return rows.map(({ key, known }) =>
      named(key, { ...known, comments: known.comments.map((comment) => comments.get(comment.id) ?? comment) }),
    );
  }
}

function named(key: string, survey: Survey): KnownSurvey {
  const [organisation = '', year = ''] = key.split('.');
  return { organisation, year, survey };
}
