import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The catalogue's second version: beside each adopted version, where it was taken from and why. */
export class KeepSourceOfAdoption1790000680000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table read_model.frameworks_v2 (
        id text not null,
        version integer not null,
        hash text not null,
        pack jsonb not null,
        adopted_on date not null,
        source text not null,
        reason text not null,
        adopted_at_position bigint not null,
        primary key (id, version)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table read_model.frameworks_v2');
  }
}
