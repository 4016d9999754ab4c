import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The schemas of everything that is not the log, the application's role, and the checkpoints of the projections. Whatever is
 * later created in these schemas by the same owner is the application's to read and write.
 */
export class CreateReadStore1789990000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CREATE_APP_ROLE);
    for (const schema of ['read_model', 'app']) {
      await runner.query(`create schema if not exists ${schema}`);
      await runner.query(`grant usage on schema ${schema} to checkpoint_app`);
      await runner.query(
        `alter default privileges in schema ${schema} grant select, insert, update, delete, truncate on tables to checkpoint_app`,
      );
      await runner.query(`alter default privileges in schema ${schema} grant usage, select on sequences to checkpoint_app`);
    }
    await runner.query(CREATE_CHECKPOINTS);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table read_model.projection_checkpoints');
  }
}

/** Roles belong to the whole server, so another database's migration may create it at the same moment. */
const CREATE_APP_ROLE = `
  do $$
  begin
    if not exists (select from pg_roles where rolname = 'checkpoint_app') then
      create role checkpoint_app nologin;
    end if;
  exception when duplicate_object or unique_violation then null;
  end $$;
  do $$
  begin
    if not pg_has_role(current_user, 'checkpoint_app', 'member') then
      execute format('grant checkpoint_app to %I', current_user);
    end if;
  end $$`;

const CREATE_CHECKPOINTS = `
  create table read_model.projection_checkpoints (
    name text not null,
    version integer not null,
    position bigint not null default 0 check (position >= 0),
    updated_at timestamptz not null default clock_timestamp(),
    status text not null default 'running' check (status in ('running', 'stopped')),
    failed_position bigint,
    failed_event text,
    failure text,
    primary key (name, version),
    check ((status = 'stopped') = (failed_position is not null and failed_event is not null and failure is not null))
  )`;
