import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Messages to people and what became of each. In schema `app`: a rebuild of read models must not send them again. An address stands in
 * none: it is looked up when a message is sent.
 */
export class CreateNotifications1790000670000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table app.notifications (
        id uuid primary key,
        event_id uuid not null,
        recipient text not null,
        kind text not null,
        title text not null,
        page text not null,
        created_at timestamptz not null,
        read_at timestamptz,
        status text not null check (status in ('kept', 'waiting', 'sending', 'sent', 'perhaps-sent', 'failed', 'given-up')),
        attempts integer not null default 0,
        next_attempt_at timestamptz,
        detail text,
        settled_at timestamptz,
        decided_by text,
        decided_because text,
        unique (event_id, recipient)
      )`);
    await runner.query('create index notifications_of_recipient on app.notifications (recipient, created_at, id)');
    await runner.query(
      `create index notifications_to_send on app.notifications (next_attempt_at) where status in ('waiting', 'sending')`,
    );
    await runner.query(
      `create index notifications_failing on app.notifications (created_at) where status in ('failed', 'perhaps-sent')`,
    );
    await runner.query(`
      create table app.notification_choices (
        person text not null,
        kind text not null,
        primary key (person, kind)
      )`);
    await runner.query('grant select, insert, update on app.notifications to checkpoint_app');
    await runner.query('grant select, insert, delete on app.notification_choices to checkpoint_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table app.notification_choices');
    await runner.query('drop table app.notifications');
  }
}
