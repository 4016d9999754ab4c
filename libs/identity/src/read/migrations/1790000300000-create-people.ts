import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Names of people stand beside the log, never in it, so that they can be corrected or erased: those who sign in, and
 * those whose attendance somebody typed.
 */
export class CreatePeople1790000300000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table if not exists app.people (
        id text primary key,
        name text not null,
        filed_at timestamptz not null default clock_timestamp()
      )`);
    await runner.query('grant select, insert, update, delete on app.people to checkpoint_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table app.people');
  }
}
