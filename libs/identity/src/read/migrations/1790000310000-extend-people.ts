import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Beside their names: where people are written to, and what an identity provider calls them. Both can be changed and erased. */
export class ExtendPeople1790000310000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table app.people add column email text');
    await runner.query(`
      create table app.sign_in_names (
        issuer text not null,
        subject text not null,
        person text not null,
        filed_at timestamptz not null default clock_timestamp(),
        primary key (issuer, subject)
      )`);
    await runner.query('create index sign_in_names_by_person on app.sign_in_names (person)');
    await runner.query('grant select, insert, delete on app.sign_in_names to checkpoint_app');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table app.sign_in_names');
    await runner.query('alter table app.people drop column email');
  }
}
