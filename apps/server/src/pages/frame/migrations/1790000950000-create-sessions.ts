import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who is signed in to the pages, and until when. Signing out deletes the row, so a copied cookie is worth nothing after it. */
export class CreateSessions1790000950000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table app.sessions (
        digest text primary key,
        person text not null,
        created_at timestamptz not null default clock_timestamp(),
        expires_at timestamptz not null
      )`);
    await runner.query('create index sessions_by_expiry on app.sessions (expires_at)');
    await runner.query('grant select, insert, delete on app.sessions to checkpoint_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table app.sessions');
  }
}
