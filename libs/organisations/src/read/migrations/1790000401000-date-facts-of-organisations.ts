import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The second version of what is known of organisations: of each fact, whether a source gives its day or we derived it. */
export class DateFactsOfOrganisations1790000401000 implements MigrationInterface {
  readonly name = 'DateFactsOfOrganisations1790000401000';

  async up(runner: QueryRunner): Promise<void> {
    for (const table of ['organisations', 'organisation_periods'])
      await runner.query(`create table read_model.${table}_v2 (like read_model.${table}_v1 including all)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table read_model.organisation_periods_v2');
    await runner.query('drop table read_model.organisations_v2');
  }
}
