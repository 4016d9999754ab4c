import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** A working day: whoever comes back the next morning signs in again. */
export const SESSION_SECONDS = 12 * 3_600;

/** The people signed in to the pages. The table holds digests of the keys, so that reading it signs nobody in. */
@Injectable()
export class Sessions {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** Signs a person in and gives the key their cookie carries. */
  async begin(person: string): Promise<string> {
    const key = randomBytes(32).toString('base64url');
    await this.dataSource.query('delete from app.sessions where expires_at < clock_timestamp()');
    await this.dataSource.query(
      `insert into app.sessions (digest, person, expires_at) values ($1, $2, clock_timestamp() + make_interval(secs => $3))`,
      [digestOf(key), person, SESSION_SECONDS],
    );
    return key;
  }

  /** Whose key it is; undefined once it has expired or they have signed out. */
  async personOf(key: string): Promise<string | undefined> {
    const [row] = await this.dataSource.query<{ person: string }[]>(
      'select person from app.sessions where digest = $1 and expires_at > clock_timestamp()',
      [digestOf(key)],
    );
    return row?.person;
  }

  /** Signs out: the key is worth nothing from now on. */
  async end(key: string): Promise<void> {
    await this.dataSource.query('delete from app.sessions where digest = $1', [digestOf(key)]);
  }
}

const digestOf = (key: string): string => createHash('sha256').update(key).digest('hex');
