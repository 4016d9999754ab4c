import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The read model of scorecards: what was known of each after each event. */
export class CreateScorecards1790000640000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table read_model.scorecards_v1 (
        key text collate "C" not null,
        from_position bigint not null,
        to_position bigint,
        known jsonb not null,
        primary key (key, from_position)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table read_model.scorecards_v1');
  }
}
