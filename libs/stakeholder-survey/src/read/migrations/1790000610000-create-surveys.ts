import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The read model of surveys, and beside it the names of those nominated, which are in no event. */
export class CreateSurveys1790000610000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table read_model.stakeholder_surveys_v1 (
        key text not null,
        from_position bigint not null,
        to_position bigint,
        known jsonb not null,
        primary key (key, from_position)
      )`);
    await runner.query(`
      create table app.survey_nominees (
        nomination text primary key,
        name text not null,
        contact text not null,
        filed_at timestamptz not null default clock_timestamp()
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table app.survey_nominees');
    await runner.query('drop table read_model.stakeholder_surveys_v1');
  }
}
