import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The second version of what is known of interventions: with the revision that a judgement may name. */
export class CountInterventionRevisions1790000681000 implements MigrationInterface {
  readonly name = 'CountInterventionRevisions1790000681000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table read_model.interventions_v2 (like read_model.interventions_v1 including all)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table read_model.interventions_v2');
  }
}
