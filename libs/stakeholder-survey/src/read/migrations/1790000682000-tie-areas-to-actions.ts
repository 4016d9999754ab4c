import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The second version of what is known of surveys: areas for improvement with the actions that follow from them. */
export class TieAreasToActions1790000682000 implements MigrationInterface {
  readonly name = 'TieAreasToActions1790000682000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table read_model.stakeholder_surveys_v2 (like read_model.stakeholder_surveys_v1 including all)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table read_model.stakeholder_surveys_v2');
  }
}
