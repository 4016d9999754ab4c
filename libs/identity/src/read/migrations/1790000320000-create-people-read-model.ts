import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The read model of people: what was known of each, and of their grants, after each event. */
export class CreatePeopleReadModel1790000320000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table read_model.people_v1 (
        key text not null,
        from_position bigint not null,
        to_position bigint,
        known jsonb not null,
        primary key (key, from_position)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table read_model.people_v1');
  }
}
