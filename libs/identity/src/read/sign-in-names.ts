import type { DataSource } from 'typeorm';

/** What an identity provider calls somebody: the subject of its tokens, or another claim that is theirs alone. */
export interface SignInName {
  readonly issuer: string;
  readonly subject: string;
}

/** The side table of what identity providers call people. One name belongs to one person; a person may have several. */
export class SignInNames {
  constructor(private readonly dataSource: DataSource) {}

  /** Whose name it is. */
  async personOf({ issuer, subject }: SignInName): Promise<string | undefined> {
    const [row] = await this.dataSource.query<{ person: string }[]>(
      'select person from app.sign_in_names where issuer = $1 and subject = $2',
      [issuer, subject],
    );
    return row?.person;
  }

  /** The names of the given people at one issuer. */
  async of(issuer: string, people: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const rows = await this.dataSource.query<{ person: string; subject: string }[]>(
      'select person, subject from app.sign_in_names where issuer = $1 and person = any($2::text[]) order by filed_at',
      [issuer, people],
    );
    return new Map(rows.map(({ person, subject }) => [person, subject]));
  }

  /** Gives a person their one name at an issuer, in place of the one before; null takes it away. */
  async file(issuer: string, person: string, subject: string | null): Promise<void> {
    await this.dataSource.transaction(async (manager) => {
      await manager.query('delete from app.sign_in_names where issuer = $1 and person = $2', [issuer, person]);
      if (subject === null) return;
      await manager.query('insert into app.sign_in_names (issuer, subject, person) values ($1, $2, $3)', [
        ...[issuer, subject, person],
      ]);
    });
  }
}
