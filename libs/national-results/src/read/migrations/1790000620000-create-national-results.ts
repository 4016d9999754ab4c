import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The read model of published counts: what each source says, after each event. */
export class CreateNationalResults1790000620000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table read_model.national_results_v1 (
        key text not null,
        from_position bigint not null,
        to_position bigint,
        known jsonb not null,
        primary key (key, from_position)
      )`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table read_model.national_results_v1');
  }
}
