import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * To which organisation a merger passed an action on. The rows that stand need no rebuild: before this, no event told of it, so
 * for the same log they are the same.
 */
export class AddActionPassedOn1790000220000 implements MigrationInterface {
  readonly name = 'AddActionPassedOn1790000220000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table read_model.actions_v1 add column passed_on_to text');
    await runner.query('create index on read_model.actions_v1 (passed_on_to) where passed_on_to is not null');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table read_model.actions_v1 drop column passed_on_to');
  }
}
