import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which steps of the seed are complete: a step runs at each start until it is recorded here. */
export class CreateSeedSteps1790000910000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table app.seed_steps (
        name text primary key,
        completed_at timestamptz not null default clock_timestamp()
      )`);
    await runner.query('grant select, insert on app.seed_steps to checkpoint_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table app.seed_steps');
  }
}
