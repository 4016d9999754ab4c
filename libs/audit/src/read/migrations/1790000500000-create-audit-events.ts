import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The audit list, and the words its titles need per stream (each set of words once, by its digest). */
export class CreateAuditEvents1790000500000 implements MigrationInterface {
  readonly name = 'CreateAuditEvents1790000500000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of STATEMENTS) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table read_model.audit_events_v1, read_model.audit_streams_v1, read_model.audit_vocabularies_v1');
  }
}

const STATEMENTS = [
  `create table read_model.audit_events_v1 (
    position bigint primary key,
    stream text collate "C" not null,
    revision bigint not null,
    event_id uuid not null,
    category text collate "C" not null,
    organisation text collate "C",
    type text collate "C" not null,
    version integer not null,
    title text not null,
    actor text collate "C" not null,
    role text not null,
    business_date text,
    recorded_at text not null,
    command_id uuid not null,
    correlation_id text not null
  )`,
  'create table read_model.audit_streams_v1 (stream text collate "C" primary key, digest text collate "C" not null)',
  'create table read_model.audit_vocabularies_v1 (digest text collate "C" primary key, vocabulary json not null)',
  'create index audit_events_v1_organisation on read_model.audit_events_v1 (organisation, position)',
  'create index audit_events_v1_actor on read_model.audit_events_v1 (actor, position)',
  'create index audit_events_v1_type on read_model.audit_events_v1 (type, position)',
  'create index audit_events_v1_stream on read_model.audit_events_v1 (stream, position)',
  `grant select, insert, update, delete
      on read_model.audit_events_v1, read_model.audit_streams_v1, read_model.audit_vocabularies_v1 to checkpoint_app`,
];
