import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What each stage of moderation made of each item, with the two tables in which its fold keeps what it needs between batches. */
export class CreateRatingMovements1790000660000 implements MigrationInterface {
  readonly name = 'CreateRatingMovements1790000660000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create table read_model.rating_movements_v1 (
      assessment text collate "C" not null, organisation text collate "C" not null, organisation_kind text not null,
      organisation_name text not null, office text collate "C" not null, office_name text not null,
      region text collate "C" not null, region_name text not null,
      period text collate "C" not null, period_order integer not null,
      framework text collate "C" not null, framework_title text not null,
      position bigint not null, round integer not null, stage text not null, panel text,
      item text collate "C" not null, item_label text not null, item_kind text, item_order integer not null, scale text,
      outcome text not null, from_rating text, to_rating text, steps integer, by_rule boolean not null, reason text,
      came_on text, decided_on text not null, recorded_at text not null, retracted_position bigint,
      primary key (assessment, position, item))`);
    await runner.query(
      `create table read_model.rating_movements_kept_v1 (assessment text collate "C" primary key, kept json not null)`,
    );
    await runner.query(
      `create table read_model.rating_movements_terms_v1 (digest text collate "C" primary key, terms json not null)`,
    );
    await runner.query('create index rating_movements_v1_framework on read_model.rating_movements_v1 (framework, period, item)');
    await runner.query(`grant select, insert, update, delete on ${TABLES} to checkpoint_app`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`drop table ${TABLES}`);
  }
}

const TABLES = ['rating_movements_v1', 'rating_movements_kept_v1', 'rating_movements_terms_v1']
  .map((table) => `read_model.${table}`)
  .join(', ');
