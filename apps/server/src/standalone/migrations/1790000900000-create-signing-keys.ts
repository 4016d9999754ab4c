import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The keys the standalone issuer signs with: they outlive a restart, so that nobody is signed out by it. */
export class CreateSigningKeys1790000900000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table app.signing_keys (
        id text primary key,
        private_key jsonb not null,
        created_at timestamptz not null default clock_timestamp()
      )`);
    await runner.query('grant select, insert on app.signing_keys to checkpoint_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table app.signing_keys');
  }
}
