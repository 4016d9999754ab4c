import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was recorded of indicators, across assessments. */
export class CreateIndicatorValues1790000250000 implements MigrationInterface {
  readonly name = 'CreateIndicatorValues1790000250000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table read_model.indicator_values_v1 (
        assessment text collate "C" not null,
        organisation text collate "C" not null,
        organisation_kind text not null,
        office text collate "C" not null,
        region text collate "C" not null,
        period text collate "C" not null,
        period_order integer not null,
        organisation_name text not null,
        framework text collate "C" not null,
        indicator_value text collate "C" not null,
        indicator text collate "C" not null,
        indicator_label text not null,
        told json not null,
        meeting text,
        received_on text collate "C" not null,
        recorded_at text not null,
        revision bigint not null,
        from_position bigint not null,
        to_position bigint,
        retracted_position bigint,
        primary key (indicator_value, from_position)
      )`);
    await runner.query(
      'create table read_model.indicator_values_kept_v1 (assessment text collate "C" primary key, kept json not null)',
    );
    await runner.query(
      'create table read_model.indicator_values_terms_v1 (digest text collate "C" primary key, terms json not null)',
    );
    await runner.query(
      'create index indicator_values_v1_organisation on read_model.indicator_values_v1 (organisation, indicator)',
    );
    await runner.query('create index indicator_values_v1_indicator on read_model.indicator_values_v1 (indicator, period)');
    await runner.query(
      `grant select, insert, update, delete on ${TABLES.map((table) => `read_model.${table}`).join(', ')} to checkpoint_app`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table ${TABLES.map((table) => `read_model.${table}`).join(', ')}`);
  }
}

const TABLES = ['indicator_values_v1', 'indicator_values_kept_v1', 'indicator_values_terms_v1'];
