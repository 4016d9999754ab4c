import { createHash, randomUUID } from 'node:crypto';
import { UnreadableEvent } from '#kernel/codec.js';
import type { EntityManager, MigrationInterface, QueryRunner } from 'typeorm';
import type { NewEvent, RecordedEvent } from '#platform/event-store/port.js';
import type { ProjectedEvent, Projection, SqlProjection } from '#platform/projections/projection.js';
import type { EngineLog } from '#platform/projections/projection-run.js';

/** The events of the toy: an amount is added to a jar. */
export interface Added {
  readonly type: 'Added';
  readonly data: { readonly jar: string; readonly amount: number };
}

/** Two tables with all that a rebuild must carry over: a named key, a partial index, an identity, a serial, a json column. */
export class CreateToyTables1799990000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table read_model.jar_totals_v1 (
        jar text not null constraint jar_totals_key primary key,
        total bigint not null check (total >= 0),
        position bigint not null
      );
      create table read_model.jar_entries_v1 (
        row_number bigint generated always as identity,
        serial_number serial,
        jar text not null,
        details json not null,
        position bigint not null constraint one_entry_per_position unique
      );
      create index entries_of_full_jars on read_model.jar_entries_v1 (jar) where position > 0;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table read_model.jar_totals_v1, read_model.jar_entries_v1');
  }
}

type Apply = (events: readonly ProjectedEvent<Added>[], manager: EntityManager) => Promise<void>;

/** Adds up what is in each jar, and lists every entry. An event applied twice breaks a key or shows in the total. */
export const applyToJars: Apply = async (events, manager) => {
  const batch = [
    events.map(({ event }) => event.data.jar),
    events.map(({ event }) => event.data.amount),
    events.map((event) => String(event.position)),
  ];
  await manager.query(
    `insert into jar_totals_v1
     select jar, sum(amount), max(position) from unnest($1::text[], $2::int[], $3::bigint[]) as added(jar, amount, position) group by jar
     on conflict on constraint jar_totals_key do update set total = jar_totals_v1.total + excluded.total, position = excluded.position`,
    batch,
  );
  await manager.query(
    `insert into jar_entries_v1 (jar, details, position)
     select jar, json_build_object('jar', jar, 'amount', amount), position
       from unnest($1::text[], $2::int[], $3::bigint[]) as added(jar, amount, position)`,
    batch,
  );
};

/** A projection over the toy's tables; parts of it may be replaced by faulty ones. */
export function jarProjection(parts: Partial<SqlProjection<Added>> = {}): SqlProjection {
  const projection: SqlProjection<Added> = {
    name: 'jars',
    version: 1,
    tables: ['jar_totals_v1', 'jar_entries_v1'],
    reader: { storedNames: ['Added.v1', 'Poisoned.v1'], read: readAdded },
    apply: applyToJars,
    ...parts,
  };
  return projection;
}

/** A projection without tables of its own; it is told what `see` tells. */
export function watchingProjection(name: string, see: (events: readonly ProjectedEvent[]) => void = () => undefined): Projection {
  const reader = { storedNames: ['Added.v1'], read: readAdded };
  return { name, version: 1, tables: [], reader, apply: (events) => Promise.resolve(see(events)) };
}

/** Opens the events of the toy. */
export function readAdded(recorded: RecordedEvent): Added {
  if (recorded.type === 'Poisoned.v1') throw new UnreadableEvent(recorded.type, 'no event of that name and version is known');
  return { type: 'Added', data: JSON.parse(recorded.payload) as Added['data'] };
}

/** An event of the toy as it is appended. */
export function added(jar: string, amount: number, type = 'Added.v1'): NewEvent {
  const commandId = randomUUID();
  return {
    id: randomUUID(),
    type,
    payload: JSON.stringify({ amount, jar }),
    metadata: {
      actor: 'person-1',
      role: 'assessor',
      commandId,
      commandHash: createHash('sha256').update(commandId).digest('hex'),
      correlationId: commandId,
      causationId: commandId,
    },
  };
}

/** A log that keeps what it is told. */
export function keptLog(): EngineLog & { readonly entries: { level: string; details: object; message: string }[] } {
  const entries: { level: string; details: object; message: string }[] = [];
  const keep = (level: string) => (details: object, message: string) => void entries.push({ level, details, message });
  return { entries, info: keep('info'), warn: keep('warn'), error: keep('error') };
}
