import type { MigrationInterface, QueryRunner } from 'typeorm';

const NAMES = ['sharings_v1', 'sharings_kept_v1', 'sharings_terms_v1'].map((name) => `read_model.${name}`);

/** What was shared with organisations. Nothing was before: the read models beside it stand as they are. */
export class CreateSharings1790000230000 implements MigrationInterface {
  readonly name = 'CreateSharings1790000230000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table read_model.sharings_v1 (
      assessment text collate "C" not null, organisation text collate "C" not null, organisation_kind text not null,
      office text collate "C" not null, region text collate "C" not null,
      period text collate "C" not null, period_order integer not null,
      organisation_name text not null, framework text collate "C" not null, framework_title text not null,
      sharing text collate "C" not null, shared_revision bigint not null, items text[] not null, item_labels text[] not null,
      records text[] not null, opens_on text collate "C" not null, closes_on text collate "C" not null,
      ended_by text, ended_on text, comments integer not null, unanswered integer not null, position bigint not null,
      primary key (sharing))`);
    await runner.query('create index sharings_v1_organisation on read_model.sharings_v1 (organisation)');
    await runner.query('create index sharings_v1_assessment on read_model.sharings_v1 (assessment)');
    await runner.query('create index sharings_v1_closes_on on read_model.sharings_v1 (closes_on)');
    await runner.query('create table read_model.sharings_kept_v1 (assessment text collate "C" primary key, kept json not null)');
    await runner.query('create table read_model.sharings_terms_v1 (digest text collate "C" primary key, terms json not null)');
    await runner.query(`grant select, insert, update, delete on ${NAMES.join(', ')} to checkpoint_app`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table ${NAMES.join(', ')}`);
  }
}
