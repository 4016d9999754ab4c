import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The read model of letters: what was known of each after each event. */
export class CreateLetters1790000650000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table read_model.letters_v1 (
        key text collate "C" not null,
        from_position bigint not null,
        to_position bigint,
        known jsonb not null,
        primary key (key, from_position)
      )`);
    await runner.query(
      `create index letters_v1_assessment on read_model.letters_v1 ((known->>'assessment')) where to_position is null`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table read_model.letters_v1');
  }
}
