import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The read model of organisations: what was known after each event, and the stretches of days that follow from it. */
export class CreateOrganisations1790000400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table read_model.organisations_v1 (
        code text not null,
        from_position bigint not null,
        to_position bigint,
        example boolean not null,
        opened_on date,
        closed_on date,
        merged_into text,
        merged_on date,
        ons_codes text[] not null,
        known jsonb not null,
        primary key (code, from_position)
      )`);
    await runner.query(`create index on read_model.organisations_v1 (merged_into) where merged_into is not null`);
    await runner.query(`
      create table read_model.organisation_periods_v1 (
        code text not null,
        valid_from date not null,
        from_position bigint not null,
        to_position bigint,
        valid_until date,
        example boolean not null,
        kind text not null,
        name text not null,
        office text,
        region text,
        primary key (code, valid_from, from_position)
      )`);
    await runner.query(`create index on read_model.organisation_periods_v1 (kind, code)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table read_model.organisation_periods_v1');
    await runner.query('drop table read_model.organisations_v1');
  }
}
