import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The read model of self-assessments: where each stands. */
export class CreateSelfAssessments1790000690000 implements MigrationInterface {
  readonly name = 'CreateSelfAssessments1790000690000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table read_model.self_assessments_v1 (
        key text collate "C" not null,
        from_position bigint not null,
        to_position bigint,
        known jsonb not null,
        primary key (key, from_position)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table read_model.self_assessments_v1');
  }
}
