import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The read model of bulk entries, and beside it files that were looked at and not entered yet. */
export class CreateBulkEntries1790000683000 implements MigrationInterface {
  readonly name = 'CreateBulkEntries1790000683000';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table read_model.bulk_entries_v1 (
        key text not null,
        from_position bigint not null,
        to_position bigint,
        known jsonb not null,
        primary key (key, from_position)
      )`);
    await runner.query(`
      create table app.bulk_entry_files (
        id uuid primary key,
        person text not null,
        kind text not null,
        name text not null,
        content text not null,
        kept_at timestamptz not null default clock_timestamp()
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table app.bulk_entry_files');
    await runner.query('drop table read_model.bulk_entries_v1');
  }
}
