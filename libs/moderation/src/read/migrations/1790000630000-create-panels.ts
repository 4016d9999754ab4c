import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The list of panels' sittings: what was known of each after each event. */
export class CreatePanels1790000630000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table read_model.panels_v1 (
        key text not null,
        from_position bigint not null,
        to_position bigint,
        known jsonb not null,
        primary key (key, from_position)
      )`);
    await runner.query(`create index panels_v1_period on read_model.panels_v1 ((known->>'framework'), (known->>'period'))`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table read_model.panels_v1');
  }
}
