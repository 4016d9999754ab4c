import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What outlives the way to the identity provider and back, sealed under a key that only the browser holds, for an hour. */
export class CreateSignInAttempts1790000952000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table app.sign_in_attempts (
        digest text primary key,
        sealed bytea not null,
        expires_at timestamptz not null
      )`);
    await runner.query('create index sign_in_attempts_by_expiry on app.sign_in_attempts (expires_at)');
    await runner.query('grant select, insert, delete on app.sign_in_attempts to checkpoint_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table app.sign_in_attempts');
  }
}
