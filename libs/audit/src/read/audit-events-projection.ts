import { createHash } from 'node:crypto';
import { canonicalJson } from '#kernel/canonical-json.js';
import type { RecordedEvent } from '#platform/event-store/port.js';
import type { EventReader, ProjectedEvent, Projection } from '#platform/projections/projection.js';
import type { EntityManager } from 'typeorm';
import { type AuditedFamily, plainTitle, type SealedEvent } from './audited-family.js';

const EVENTS = 'audit_events_v1';
const STREAMS = 'audit_streams_v1';
const VOCABULARIES = 'audit_vocabularies_v1';

type AuditEvent = ProjectedEvent<SealedEvent>;

/** One line per event of the whole log: who did what to which record, and when. Texts stay sealed. */
export class AuditEventsProjection implements Projection<SealedEvent> {
  readonly name = 'audit-events';
  readonly version = 1;
  readonly tables = [EVENTS, STREAMS, VOCABULARIES];
  readonly reader: EventReader<SealedEvent>;
  readonly #families: ReadonlyMap<string, AuditedFamily>;
  /** By digest, so what was read once holds for ever. */
  readonly #vocabularies = new Map<string, unknown>();

  constructor(families: readonly AuditedFamily[]) {
    this.#families = new Map(families.map((family) => [family.category, family]));
    this.reader = sealedReader([...new Set(families.flatMap(({ storedNames }) => storedNames))]);
  }

  async apply(events: readonly AuditEvent[], manager: EntityManager): Promise<void> {
    const digests = await this.#recall([...new Set(events.map(({ stream }) => stream))], manager);
    const brought = new Map<string, string>();
    const rows = events.map((event) => {
      this.#learn(event, digests, brought);
      return this.#rowOf(event, digests.get(event.stream));
    });
    await insert(manager, EVENTS, rows, '');
    const vocabularies = [...new Set(brought.values())].map((digest) => ({ digest, vocabulary: this.#vocabularies.get(digest) }));
    await insert(manager, VOCABULARIES, vocabularies, 'on conflict do nothing');
    const streams = [...brought].map(([stream, digest]) => ({ stream, digest }));
    await insert(manager, STREAMS, streams, 'on conflict (stream) do update set digest = excluded.digest');
  }

  /** The vocabularies in force in the touched streams, fetched once. */
  async #recall(streams: readonly string[], manager: EntityManager): Promise<Map<string, string>> {
    const kept: { stream: string; digest: string }[] = await manager.query(
      `select stream, digest from ${STREAMS} where stream = any($1::text[])`,
      [streams],
    );
    const unknown = [...new Set(kept.map(({ digest }) => digest))].filter((digest) => !this.#vocabularies.has(digest));
    if (unknown.length > 0) {
      const rows: { digest: string; vocabulary: unknown }[] = await manager.query(
        `select digest, vocabulary from ${VOCABULARIES} where digest = any($1::text[])`,
        [unknown],
      );
      rows.forEach(({ digest, vocabulary }) => this.#vocabularies.set(digest, vocabulary));
    }
    return new Map(kept.map(({ stream, digest }) => [stream, digest]));
  }

  #learn({ stream, event }: AuditEvent, digests: Map<string, string>, brought: Map<string, string>): void {
    const vocabulary = this.#families.get(categoryOf(stream))?.vocabularyOf?.(event);
    if (vocabulary === undefined) return;
    const digest = createHash('sha256').update(canonicalJson(vocabulary)).digest('hex');
    this.#vocabularies.set(digest, vocabulary);
    digests.set(stream, digest);
    brought.set(stream, digest);
  }

  #rowOf({ event, stream, ...recorded }: AuditEvent, digest: string | undefined): Record<string, unknown> {
    const category = categoryOf(stream);
    const family = this.#families.get(category);
    const vocabulary = digest === undefined ? undefined : this.#vocabularies.get(digest);
    return {
      position: String(recorded.position),
      stream,
      revision: String(recorded.revision),
      event_id: recorded.id,
      category,
      organisation: family?.organisationOf?.(stream.slice(category.length + 1)) ?? null,
      type: event.type,
      version: event.version,
      title: family?.titleOf?.(event, vocabulary) ?? plainTitle(event.type),
      actor: recorded.metadata.actor,
      role: recorded.metadata.role,
      business_date: recorded.metadata.businessDate ?? null,
      recorded_at: recorded.recordedAt,
      command_id: recorded.metadata.commandId,
      correlation_id: recorded.metadata.correlationId,
    };
  }
}

const categoryOf = (stream: string): string => stream.slice(0, Math.max(0, stream.indexOf('-'))) || stream;

/** Reads an event without opening its texts and without its schema: an audit list must not stop at what a schema refuses. */
function sealedReader(storedNames: readonly string[]): EventReader<SealedEvent> {
  return {
    storedNames,
    read({ type: storedName, payload }: RecordedEvent): SealedEvent {
      const match = /^(.*)\.v(\d+)$/.exec(storedName);
      return { type: match?.[1] ?? storedName, version: Number(match?.[2] ?? 1), data: JSON.parse(payload) as unknown };
    },
  };
}

async function insert(manager: EntityManager, table: string, rows: readonly object[], onConflict: string): Promise<void> {
  const [first] = rows;
  if (first === undefined) return;
  const columns = Object.keys(first).join(', ');
  await manager.query(
    `insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $1::json) ${onConflict}`,
    [JSON.stringify(rows)],
  );
}
