import type { DataSource } from 'typeorm';

/** Which events to list, in the order of the log. */
export interface AuditQuestion {
  readonly organisation?: string | undefined;
  /** The id of the person who did it. */
  readonly actor?: string | undefined;
  /** The event's name without its version, e.g. `RatingProposed`. */
  readonly type?: string | undefined;
  /** One stream, e.g. `assessment-11J.ccg-assurance-2013-15.2014-15-q1`. */
  readonly stream?: string | undefined;
  /** Only events recorded up to that position. */
  readonly asAtPosition?: bigint | undefined;
  /** The position after which to go on, the `next` of the page before. */
  readonly after?: bigint | undefined;
  /** 1 to 500; 100 when left out. */
  readonly limit?: number | undefined;
}

/** One event as the audit list shows it. Positions and revisions are strings. */
export interface AuditedEvent {
  readonly position: string;
  readonly stream: string;
  readonly revision: string;
  readonly id: string;
  readonly category: string;
  readonly organisation: string | null;
  readonly type: string;
  /** In plain English, without free text. */
  readonly title: string;
  readonly actor: string;
  readonly role: string;
  readonly businessDate: string | null;
  readonly recordedAt: string;
  readonly commandId: string;
  readonly correlationId: string;
}

/** A page of the audit list; `next` is there when more follow. */
export interface AuditPage {
  readonly items: readonly AuditedEvent[];
  readonly next?: string;
}

/** The whole log as a list. */
export class AuditEventsQuery {
  constructor(private readonly dataSource: DataSource) {}

  /** Events oldest first, those of every kind of stream, made-up organisations included: it is the log. */
  async list(question: AuditQuestion = {}): Promise<AuditPage> {
    const { organisation, actor, type, stream, asAtPosition, after, limit = 100 } = question;
    const rows = await this.dataSource.query<AuditedEvent[]>(
      `select position, stream, revision, event_id as "id", category, organisation, type, title, actor, role,
              business_date as "businessDate", recorded_at as "recordedAt", command_id as "commandId",
              correlation_id as "correlationId"
         from audit_events_v1
        where position > $1::bigint and ($2::bigint is null or position <= $2)
          and ($3::text is null or organisation = $3) and ($4::text is null or actor = $4)
          and ($5::text is null or type = $5) and ($6::text is null or stream = $6)
        order by position limit $7`,
      [
        String(after ?? 0n),
        asAtPosition === undefined ? null : String(asAtPosition),
        ...[organisation, actor, type, stream].map((value) => value ?? null),
        limit + 1,
      ],
    );
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    return rows.length > limit && last !== undefined ? { items, next: last.position } : { items };
  }
}
