import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The words of each stream used to be kept beside the list; they are folded from the log where memory has none. */
export class DropVocabularies1790000501000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('drop table read_model.audit_streams_v1, read_model.audit_vocabularies_v1');
  }

  down(): Promise<void> {
    return Promise.reject(new Error('the audit list of the release before needs its words: build it anew'));
  }
}
