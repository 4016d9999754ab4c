import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Several versions of a projection may stand beside each other: each checkpoint knows its tables, and one of them is in use.
 * Who runs a projection is told in a row; whether it is still so, its session's advisory lock tells.
 */
export class LeaseAndSwitchProjections1789990100000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table read_model.projection_checkpoints
        add column tables text[] not null default '{}',
        add column live boolean not null default false`);
    // So far there was one version of each, and people read it.
    await runner.query(`
      update read_model.projection_checkpoints c set live = true
       where version = (select max(version) from read_model.projection_checkpoints o where o.name = c.name)`);
    await runner.query(`create unique index one_live_version on read_model.projection_checkpoints (name) where live`);
    await runner.query(`
      create table read_model.projection_leases (
        name text not null,
        version integer not null,
        holder text not null,
        session integer not null,
        since timestamptz not null default clock_timestamp(),
        primary key (name, version)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table read_model.projection_leases');
    await runner.query('drop index read_model.one_live_version');
    await runner.query('alter table read_model.projection_checkpoints drop column tables, drop column live');
  }
}
