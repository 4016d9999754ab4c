import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What process managers keep. In schema `app`, not `read_model`: a rebuild empties read models, and what was sent once must
 * not be sent again.
 */
export class CreateProcessManagers1790000050000 implements MigrationInterface {
  readonly name = 'CreateProcessManagers1790000050000';

  async up(runner: QueryRunner): Promise<void> {
    for (const statement of [...TABLES, ...INDEXES]) await runner.query(statement);
    await runner.query(`grant select, insert, update, delete on ${NAMES.join(', ')} to checkpoint_app`);
    await runner.query('grant usage, select on all sequences in schema app to checkpoint_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table ${NAMES.join(', ')}`);
  }
}

const NAMES = ['process_managers', 'process_states', 'process_outbox', 'process_timers', 'process_dead_letters'].map(
  (table) => `app.${table}`,
);

/** A command and what it follows from, the same while it waits and when it is given up. */
const COMMAND = `
  command_id uuid primary key,
  manager text not null,
  instance text not null,
  command json not null,
  causation_id uuid not null,
  correlation_id text not null,
  attempts integer not null default 0`;

const TABLES = [
  `create table app.process_managers (
    name text primary key,
    version integer not null,
    position bigint not null default 0 check (position >= 0),
    updated_at timestamptz not null default clock_timestamp(),
    failed_position bigint,
    failed_event text,
    failure text,
    check (num_nulls(failed_position, failed_event, failure) in (0, 3)))`,
  `create table app.process_states (
    manager text not null,
    instance text collate "C" not null,
    state json not null,
    primary key (manager, instance))`,
  `create table app.process_outbox (${COMMAND},
    sequence bigint generated always as identity,
    issued_at timestamptz not null,
    next_attempt_at timestamptz not null,
    last_failure text)`,
  `create table app.process_timers (
    manager text not null,
    instance text collate "C" not null,
    timer text collate "C" not null,
    due_on text collate "C",
    due_at timestamptz,
    set_by uuid not null,
    correlation_id text not null,
    primary key (manager, instance, timer),
    check (num_nulls(due_on, due_at) = 1))`,
  `create table app.process_dead_letters (${COMMAND},
    rule text not null,
    detail text not null,
    issued_at timestamptz not null,
    given_up_at timestamptz not null,
    dismissed_at timestamptz,
    dismissed_by text,
    dismissed_because text,
    check (num_nulls(dismissed_at, dismissed_by, dismissed_because) in (0, 3)))`,
];

const INDEXES = [
  'create index process_outbox_due on app.process_outbox (manager, next_attempt_at)',
  'create index process_timers_due_on on app.process_timers (manager, due_on) where due_on is not null',
  'create index process_timers_due_at on app.process_timers (manager, due_at) where due_at is not null',
  'create index process_dead_letters_open on app.process_dead_letters (manager) where dismissed_at is null',
];
