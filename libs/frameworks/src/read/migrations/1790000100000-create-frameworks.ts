import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The catalogue of adopted frameworks: every version, for assessments were opened under each. */
export class CreateFrameworks1790000100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table read_model.frameworks_v1 (
        id text not null,
        version integer not null,
        hash text not null,
        pack jsonb not null,
        adopted_on date not null,
        adopted_at_position bigint not null,
        primary key (id, version)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table read_model.frameworks_v1');
  }
}
