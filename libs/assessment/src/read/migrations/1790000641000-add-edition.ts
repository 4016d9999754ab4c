import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The edition a published rating stands in, or stood in. The rows that stand need no rebuild: before this, nothing recorded a publication. */
export class AddEdition1790000641000 implements MigrationInterface {
  readonly name = 'AddEdition1790000641000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table read_model.domain_status_v1 add column edition text');
    await runner.query('alter table read_model.rating_history_v1 add column edition text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table read_model.rating_history_v1 drop column edition');
    await runner.query('alter table read_model.domain_status_v1 drop column edition');
  }
}
