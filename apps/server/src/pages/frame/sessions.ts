import { createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PageSettings } from './page-settings.js';

/** Somebody signed in to the pages. */
export interface Session {
  readonly person: string;
  /** The grant they chose to act in, as `Acting-As` names it; null until they choose. */
  readonly acting: string | null;
}

/** How often at most it is written down that somebody is still here. */
const SEEN_EVERY_SECONDS = 60;

const IN_FORCE = `expires_at > clock_timestamp() and seen_at > clock_timestamp() - make_interval(secs => $2)`;

/**
 * The people signed in to the pages, each for a time and while they are here. The table holds digests of the keys, so that
 * reading it signs nobody in.
 */
@Injectable()
export class Sessions {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(PageSettings) private readonly settings: PageSettings,
  ) {}

  /** Signs a person in and gives the key their cookie carries. */
  async begin(person: string, idToken: string | null = null): Promise<string> {
    const key = randomBytes(32).toString('base64url');
    await this.dataSource.query(`delete from app.sessions where expires_at < clock_timestamp()`);
    await this.dataSource.query(
      `insert into app.sessions (digest, person, expires_at, id_token)
       values ($1, $2, clock_timestamp() + make_interval(secs => $3), $4)`,
      [digestOf(key), person, this.settings.sessionSeconds, idToken],
    );
    return key;
  }

  /** Whose key it is; undefined once it has expired, they were away for too long, or they have signed out. */
  async find(key: string): Promise<Session | undefined> {
    const [row] = await this.dataSource.query<Session[]>(
      `with known as (select person, acting, seen_at from app.sessions where digest = $1 and ${IN_FORCE}),
            seen as (
              update app.sessions session set seen_at = clock_timestamp() from known
               where session.digest = $1 and known.seen_at < clock_timestamp() - make_interval(secs => $3))
       select person, acting from known`,
      [digestOf(key), this.settings.idleSeconds, SEEN_EVERY_SECONDS],
    );
    return row;
  }

  /** Acts in another grant from now on. */
  async actAs(key: string, acting: string): Promise<void> {
    await this.dataSource.query('update app.sessions set acting = $2 where digest = $1', [digestOf(key), acting]);
  }

  /** Signs out: the key is worth nothing from now on. Gives the token the identity provider signed them in with. */
  async end(key: string): Promise<string | undefined> {
    const [rows] = await this.dataSource.query<[{ id_token: string | null }[], number]>(
      'delete from app.sessions where digest = $1 returning id_token',
      [digestOf(key)],
    );
    return rows[0]?.id_token ?? undefined;
  }
}

const digestOf = (key: string): string => createHash('sha256').update(key).digest('hex');
