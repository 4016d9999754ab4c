import type { DataSource } from 'typeorm';

/** Something an auditor asked to read. */
export interface Reading {
  readonly person: string;
  /** The address without its question. */
  readonly path: string;
  /** What was asked about, as the address says it; without the text of a search, which may be somebody's name. */
  readonly question: string;
  readonly correlationId: string;
}

/** The same as it was written down. */
export interface RecordedReading extends Reading {
  /** Counts up from one entry to the next. */
  readonly number: string;
  readonly readAt: string;
}

/** Which entries, the latest first. */
export interface ReadingsQuestion {
  readonly person?: string | undefined;
  /** Those written down before the one of this number. */
  readonly before?: string | undefined;
  readonly limit: number;
}

/** What auditors read, written down beside the log before they are answered. */
export class AccessLog {
  constructor(private readonly dataSource: DataSource) {}

  async record({ person, path, question, correlationId }: Reading): Promise<void> {
    await this.dataSource.query('insert into app.access_log (person, path, question, correlation_id) values ($1, $2, $3, $4)', [
      ...[person, path, question, correlationId],
    ]);
  }

  async list({ person, before, limit }: ReadingsQuestion): Promise<readonly RecordedReading[]> {
    const rows = await this.dataSource.query<(Omit<RecordedReading, 'readAt'> & { readonly readAt: Date })[]>(
      `select number, read_at as "readAt", person, path, question, correlation_id as "correlationId" from app.access_log
        where ($1::text is null or person = $1) and ($2::bigint is null or number < $2) order by number desc limit $3`,
      [person ?? null, before ?? null, limit],
    );
    return rows.map((row) => ({ ...row, readAt: row.readAt.toISOString() }));
  }
}
