import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What sittings decided, one row for each decision on an assessment. */
export class CreateSittingDecisions1790000631000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table read_model.sitting_decisions_v1 (
        sitting text collate "C" not null,
        position bigint not null,
        assessment text collate "C" not null,
        revision bigint not null,
        recorded_at text not null,
        recorded_by text not null,
        event json not null,
        primary key (sitting, position)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table read_model.sitting_decisions_v1');
  }
}
