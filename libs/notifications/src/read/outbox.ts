import type { DataSource } from 'typeorm';
import { derivedId } from '#kernel/ids.js';
import type { Message, MessageKind } from '../core/message-kinds.js';

/**
 * How a message stands: `kept` is not sent by e-mail, `perhaps-sent` may have arrived, `failed` did not, `given-up` is one that an
 * administrator let be.
 */
export type MessageStatus = 'kept' | 'waiting' | 'sending' | 'sent' | 'perhaps-sent' | 'failed' | 'given-up';

/** From which event messages follow, when they are put in, and whether there is a provider to send them. */
export interface PutIn {
  readonly event: string;
  readonly at: number;
  readonly isSent: boolean;
}

/** A message that its recipient sees. */
export interface MessageToMe extends Message {
  readonly id: string;
  readonly createdAt: string;
  readonly readAt: string | null;
  /** Whether it also went out by e-mail, as far as that is known. */
  readonly byEmail: 'sent' | 'on-its-way' | 'perhaps-sent' | 'not-sent';
}

interface Row {
  readonly id: string;
  readonly kind: MessageKind;
  readonly title: string;
  readonly page: string;
  readonly createdAt: Date;
  readonly readAt: Date | null;
  readonly status: MessageStatus;
}

/** The messages to people, beside the log. */
export class Outbox {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * Puts a message in for each person. One for each event and person: put in again, after a crash, it changes nothing. It waits to be
   * sent where there is a provider, and the person did not choose otherwise.
   */
  async put(
    { kind, title, page, to }: Message & { readonly to: readonly string[] },
    { event, at, isSent }: PutIn,
  ): Promise<void> {
    if (to.length === 0) return;
    await this.dataSource.query(
      `insert into app.notifications (id, event_id, recipient, kind, title, page, created_at, status, next_attempt_at, detail)
       select one.id, $3, one.recipient, $4, $5, $6, $7,
              case when $8 and not chosen.otherwise then 'waiting' else 'kept' end,
              case when $8 and not chosen.otherwise then $7::timestamptz end,
              case when not $8 then 'No provider is configured' when chosen.otherwise then 'They chose not to get these by e-mail' end
         from unnest($1::uuid[], $2::text[]) as one (id, recipient)
        cross join lateral (
          select exists (select from app.notification_choices c where c.person = one.recipient and c.kind = $4) as otherwise) chosen
       on conflict (event_id, recipient) do nothing`,
      [to.map((person) => derivedId(event, `notification to ${person}`)), to, event, kind, title, page, new Date(at), isSent],
    );
  }

  /** A person's messages, the latest first; before one of them where it is named. */
  async of(
    person: string,
    {
      before,
      unread = false,
      limit,
    }: { readonly before?: string | undefined; readonly unread?: boolean | undefined; readonly limit: number },
  ): Promise<readonly MessageToMe[]> {
    const rows = await this.dataSource.query<Row[]>(
      `select id, kind, title, page, created_at as "createdAt", read_at as "readAt", status from app.notifications
        where recipient = $1 and (not $3 or read_at is null)
          and ($2::uuid is null or (created_at, id) < (select n.created_at, n.id from app.notifications n where n.id = $2 and n.recipient = $1))
        order by created_at desc, id desc limit $4`,
      [person, before ?? null, unread, limit],
    );
    return rows.map(messageOf);
  }

  /** How many a person has not read. */
  async unreadOf(person: string): Promise<number> {
    const [row] = await this.dataSource.query<{ readonly unread: number }[]>(
      'select count(*)::int as unread from app.notifications where recipient = $1 and read_at is null',
      [person],
    );
    return row?.unread ?? 0;
  }

  /** Notes that a person read one of their messages, or all of them; those read now or before, undefined of none of theirs. */
  async noteRead(person: string, id: string | undefined, at: number): Promise<readonly MessageToMe[]> {
    const [rows] = await this.dataSource.query<[Row[], number]>(
      `update app.notifications set read_at = coalesce(read_at, $3)
        where recipient = $1 and (id = $2 or ($2::uuid is null and read_at is null))
        returning id, kind, title, page, created_at as "createdAt", read_at as "readAt", status`,
      [person, id ?? null, new Date(at)],
    );
    return rows.map(messageOf);
  }
}

const BY_EMAIL: Readonly<Record<MessageStatus, MessageToMe['byEmail']>> = {
  ...{ kept: 'not-sent', waiting: 'on-its-way', sending: 'on-its-way', sent: 'sent' },
  ...{ 'perhaps-sent': 'perhaps-sent', failed: 'not-sent', 'given-up': 'not-sent' },
};

const messageOf = ({ id, kind, title, page, createdAt, readAt, status }: Row): MessageToMe => ({
  ...{ id, kind, title, page },
  createdAt: createdAt.toISOString(),
  readAt: readAt?.toISOString() ?? null,
  byEmail: BY_EMAIL[status],
});
