import type { DataSource } from 'typeorm';

/** Who stands behind a nomination. Kept beside the log, so that it can be erased. */
export interface Nominee {
  readonly nomination: string;
  readonly name: string;
  readonly contact: string;
}

/** The side table of those nominated: events hold ids and groups. */
export class Nominees {
  constructor(private readonly dataSource: DataSource) {}

  /** Files a name and contact; filing the same again changes nothing. */
  async file({ nomination, name, contact }: Nominee): Promise<void> {
    await this.dataSource.query(
      'insert into app.survey_nominees (nomination, name, contact) values ($1, $2, $3) on conflict (nomination) do nothing',
      [nomination, name, contact],
    );
  }

  /** Deletes a name and contact for good. */
  async erase(nomination: string): Promise<void> {
    await this.dataSource.query('delete from app.survey_nominees where nomination = $1', [nomination]);
  }

  /** The names and contacts still kept of these nominations. */
  async of(nominations: readonly string[]): Promise<ReadonlyMap<string, Nominee>> {
    const rows = await this.dataSource.query<Nominee[]>(
      'select nomination, name, contact from app.survey_nominees where nomination = any($1::text[])',
      [nominations],
    );
    return new Map(rows.map((row) => [row.nomination, row]));
  }
}
