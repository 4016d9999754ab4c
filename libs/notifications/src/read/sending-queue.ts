import type { DataSource } from 'typeorm';
import type { AfterAttempt } from '../core/delivery.js';
import type { Message } from '../core/message-kinds.js';

/** What runs a statement: the session that has the lease. */
export interface Statements {
  query<Row>(sql: string, parameters?: readonly unknown[]): Promise<readonly Row[]>;
}

/** A message that is being handed over. */
export interface MessageToSend extends Pick<Message, 'title' | 'page'> {
  readonly id: string;
  readonly recipient: string;
  /** How many attempts there were, with this one. */
  readonly attempts: number;
}

/** What a person decided of a message that was not, or perhaps, sent. */
export interface DecidedOnFailure {
  readonly by: string;
  readonly at: number;
}

/** A message that an administrator is to see to. It does not say what it is about, which need not be theirs to know. */
export interface FailingMessage {
  readonly id: string;
  readonly kind: Message['kind'];
  readonly recipient: string;
  readonly createdAt: string;
  readonly status: 'failed' | 'perhaps-sent';
  readonly attempts: number;
  readonly detail: string;
  readonly settledAt: string;
}

/** Whether anything is to be done now: something waits, or the sender before stopped in the middle of one. */
export async function isAnythingToSend(dataSource: Pick<DataSource, 'query'>, now: number): Promise<boolean> {
  const rows: unknown[] = await dataSource.query(
    `select from app.notifications
      where status in ('waiting', 'sending') and (status = 'sending' or next_attempt_at <= $1) limit 1`,
    [new Date(now)],
  );
  return rows.length > 0;
}

/** What a sender before was handing over when it stopped may have arrived: whoever has the lease says so, before it sends anything. */
export async function noteInterrupted(session: Statements, now: number): Promise<number> {
  const interrupted = await session.query(
    `update app.notifications set status = 'perhaps-sent', settled_at = $1,
            detail = 'The service stopped while it was handed over'
      where status = 'sending' returning id`,
    [new Date(now)],
  );
  return interrupted.length;
}

/** Takes the next message that is due, and notes before it is handed over that it is. */
export async function takeNext(session: Statements, now: number): Promise<MessageToSend | undefined> {
  const [next] = await session.query<MessageToSend>(
    `update app.notifications set status = 'sending', attempts = attempts + 1, next_attempt_at = null
      where id = (select id from app.notifications where status = 'waiting' and next_attempt_at <= $1
                   order by next_attempt_at, created_at, id limit 1)
      returning id, recipient, title, page, attempts`,
    [new Date(now)],
  );
  return next;
}

/** Notes what became of it. Where the lease was lost meanwhile, the answer still says better than "perhaps". */
export async function noteAttempt(session: Statements, id: string, after: AfterAttempt, now: number): Promise<void> {
  await session.query(
    `update app.notifications set status = $2, detail = $3, next_attempt_at = $4, settled_at = $5
      where id = $1 and status in ('sending', 'perhaps-sent')`,
    [
      ...[id, after.status, 'detail' in after ? after.detail : null],
      ...[after.status === 'waiting' ? new Date(after.againAt) : null, after.status === 'waiting' ? null : new Date(now)],
    ],
  );
}

/** A message that nobody can be sent: it is kept, with the reason. */
export async function keepUnsent(session: Statements, id: string, detail: string, now: number): Promise<void> {
  await session.query(`update app.notifications set status = 'kept', detail = $2, settled_at = $3 where id = $1`, [
    ...[id, detail, new Date(now)],
  ]);
}

/** What administrators see and do about messages that were not, or perhaps, sent; works in any process. */
export class FailingMessages {
  constructor(private readonly dataSource: DataSource) {}

  /** The oldest first. */
  async list(limit = 500): Promise<readonly FailingMessage[]> {
    const rows = await this.dataSource.query<
      (Omit<FailingMessage, 'createdAt' | 'settledAt'> & { readonly createdAt: Date; readonly settledAt: Date })[]
    >(
      `select id, kind, recipient, created_at as "createdAt", status, attempts, coalesce(detail, '') as detail,
              coalesce(settled_at, created_at) as "settledAt"
         from app.notifications where status in ('failed', 'perhaps-sent') order by created_at, id limit $1`,
      [limit],
    );
    return rows.map((row) => ({ ...row, createdAt: row.createdAt.toISOString(), settledAt: row.settledAt.toISOString() }));
  }

  /** Has one sent again, from the first attempt on; false when there is no such message. */
  async sendAgain(id: string, { by, at }: DecidedOnFailure): Promise<boolean> {
    return this.#decide(
      `update app.notifications set status = 'waiting', attempts = 0, next_attempt_at = $3, settled_at = null,
              decided_by = $2, decided_because = null`,
      [id, by, new Date(at)],
    );
  }

  /** Lets one be, with the reason on record; false when there is no such message. */
  async giveUp(id: string, { by, at, reason }: DecidedOnFailure & { readonly reason: string }): Promise<boolean> {
    return this.#decide(
      `update app.notifications set status = 'given-up', settled_at = $3, decided_by = $2, decided_because = $4`,
      [id, by, new Date(at), reason],
    );
  }

  async #decide(update: string, parameters: readonly unknown[]): Promise<boolean> {
    const [rows] = await this.dataSource.query<[unknown[], number]>(
      `${update} where id = $1 and status in ('failed', 'perhaps-sent') returning id`,
      [...parameters],
    );
    return rows.length === 1;
  }
}
