import type { DataSource } from 'typeorm';

/** A file that was looked at and not entered yet. */
export interface KeptFile {
  readonly id: string;
  readonly person: string;
  readonly kind: string;
  readonly name: string;
  readonly content: string;
}

/** Files between their examination and their entry, each for who handed it in, for a day. They are no part of the record. */
export class KeptFiles {
  constructor(private readonly dataSource: DataSource) {}

  async keep({ id, person, kind, name, content }: KeptFile): Promise<void> {
    await this.dataSource.query(`delete from app.bulk_entry_files where kept_at < clock_timestamp() - interval '1 day'`);
    await this.dataSource.query(
      'insert into app.bulk_entry_files (id, person, kind, name, content) values ($1, $2, $3, $4, $5)',
      [id, person, kind, name, content],
    );
  }

  /** Undefined when it is not there any more, or another's. */
  async find(id: string, person: string): Promise<KeptFile | undefined> {
    const [row] = await this.dataSource.query<KeptFile[]>(
      `select id, person, kind, name, content from app.bulk_entry_files
        where id = $1 and person = $2 and kept_at >= clock_timestamp() - interval '1 day'`,
      [id, person],
    );
    return row;
  }

  async remove(id: string): Promise<void> {
    await this.dataSource.query('delete from app.bulk_entry_files where id = $1', [id]);
  }
}
