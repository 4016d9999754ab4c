import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * When an action fell due. The rows that stand need no rebuild: before this, no event told of it, so for the same log they are
 * the same.
 */
export class AddActionFellDue1790000210000 implements MigrationInterface {
  readonly name = 'AddActionFellDue1790000210000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table read_model.actions_v1 add column fell_due_on text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table read_model.actions_v1 drop column fell_due_on');
  }
}
