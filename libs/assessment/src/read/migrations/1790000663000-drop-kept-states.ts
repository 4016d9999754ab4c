import type { MigrationInterface, QueryRunner } from 'typeorm';

const FOLDS = [
  ...['assessments', 'work_list', 'domain_status', 'rating_history', 'moderation_trail'],
  ...['sharings', 'indicator_values', 'rating_movements'],
];
const TABLES = FOLDS.flatMap((fold) => [`read_model.${fold}_kept_v1`, `read_model.${fold}_terms_v1`]);

/** The states in which folds used to keep what they needed between batches: they are folded from the log where memory has none. */
export class DropKeptStates1790000663000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table ${TABLES.join(', ')}`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('the folds of the release before need their states: build its read models anew'));
  }
}
