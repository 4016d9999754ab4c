import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { SignInQuestion } from '../../identity/identity-provider.js';

/** Fields of a form as they came in. */
export type TypedFields = readonly (readonly [name: string, value: string])[];

/** What has to outlive the way to the identity provider and back. */
export interface SignInAttempt {
  /** Absent once it was answered. */
  readonly question?: SignInQuestion;
  /** Where to go on. */
  readonly to: string;
  /** What was typed there when the session ended. */
  readonly typed: TypedFields;
}

/** How long somebody may take to sign in. */
const ATTEMPT_SECONDS = 3_600;
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Keeps attempts to sign in, each for the browser that began it alone: what is kept is sealed under a key that only the browser's
 * cookie holds, so the table tells nobody what was typed.
 */
@Injectable()
export class SignInAttempts {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** A key for a browser that has none. */
  newKey(): string {
    return randomBytes(32).toString('base64url');
  }

  /** Keeps an attempt under a name of its own for the browser of that key. */
  async keep(key: string, name: string, attempt: SignInAttempt): Promise<void> {
    await this.dataSource.query('delete from app.sign_in_attempts where expires_at < clock_timestamp()');
    await this.dataSource.query(
      `insert into app.sign_in_attempts (digest, sealed, expires_at)
       values ($1, $2, clock_timestamp() + make_interval(secs => $3))`,
      [digestOf(key, name), sealed(keyFor(key, name), JSON.stringify(attempt)), ATTEMPT_SECONDS],
    );
  }

  /** An attempt of that browser; undefined where there is none, or it took too long. */
  async find(key: string, name: string): Promise<SignInAttempt | undefined> {
    const [row] = await this.dataSource.query<{ sealed: Buffer }[]>(
      'select sealed from app.sign_in_attempts where digest = $1 and expires_at > clock_timestamp()',
      [digestOf(key, name)],
    );
    return row && (JSON.parse(opened(keyFor(key, name), row.sealed)) as SignInAttempt);
  }

  /** The same, once. */
  async take(key: string, name: string): Promise<SignInAttempt | undefined> {
    const attempt = await this.find(key, name);
    await this.dataSource.query('delete from app.sign_in_attempts where digest = $1', [digestOf(key, name)]);
    return attempt;
  }
}

const hashed = (...parts: readonly string[]): Buffer => createHash('sha256').update(parts.join('\n')).digest();
const digestOf = (key: string, name: string): string => hashed('attempt', key, name).toString('hex');
const keyFor = (key: string, name: string): Buffer => hashed('key', key, name);

function sealed(key: Buffer, text: string): Buffer {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const content = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), content]);
}

function opened(key: Buffer, bytes: Buffer): string {
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES));
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES)), decipher.final()]).toString('utf8');
}
