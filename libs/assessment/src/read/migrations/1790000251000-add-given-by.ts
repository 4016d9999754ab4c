import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who gave a rating that was decided elsewhere. The rows that stand need no rebuild: before this, no event told of one, so for the
 * same log they are the same.
 */
export class AddGivenBy1790000251000 implements MigrationInterface {
  readonly name = 'AddGivenBy1790000251000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table read_model.domain_status_v1 add column given_by text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table read_model.domain_status_v1 drop column given_by');
  }
}
