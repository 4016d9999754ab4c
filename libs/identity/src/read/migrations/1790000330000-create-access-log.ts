import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What auditors asked to read. Rows are added and never changed or taken away, by whoever it is that asks the database. */
export class CreateAccessLog1790000330000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table app.access_log (
        number bigint generated always as identity primary key,
        read_at timestamptz not null default clock_timestamp(),
        person text not null,
        path text not null,
        question text not null,
        correlation_id text not null
      )`);
    await runner.query('create index access_log_by_person on app.access_log (person, number)');
    await runner.query(`
      create function app.access_log_stays() returns trigger language plpgsql as $$
      begin
        raise exception 'what was read stays written down: app.access_log is only added to';
      end $$`);
    await runner.query(`
      create trigger access_log_stays before update or delete or truncate on app.access_log
      for each statement execute function app.access_log_stays()`);
    await runner.query('grant select, insert on app.access_log to checkpoint_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table app.access_log');
    await runner.query('drop function app.access_log_stays()');
  }
}
