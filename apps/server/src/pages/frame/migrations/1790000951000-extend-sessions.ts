import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which grant somebody acts in, when they were last here, and what the identity provider needs to sign them out there too. */
export class ExtendSessions1790000951000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table app.sessions
        add column acting text,
        add column seen_at timestamptz not null default clock_timestamp(),
        add column id_token text`);
    await runner.query('grant update on app.sessions to checkpoint_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('revoke update on app.sessions from checkpoint_app');
    await runner.query('alter table app.sessions drop column acting, drop column seen_at, drop column id_token');
  }
}
