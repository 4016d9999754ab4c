import type { DataSource } from 'typeorm';
import { createDataSource } from '#platform/read-store/data-source.js';
import { parts } from '../composition.js';
import type { CommandSession } from './session.js';

/** Works as the owner of the tables, which the application's role may fill and no more. Statements may take their time. */
export async function withOwner<Result>(
  { ownerUrl }: Pick<CommandSession, 'ownerUrl'>,
  work: (owner: DataSource) => Promise<Result>,
): Promise<Result> {
  const owner = createDataSource({
    url: ownerUrl,
    entities: parts.entities,
    migrations: [],
    poolSize: 6,
    statementTimeoutMs: 0,
  });
  await owner.initialize();
  try {
    return await work(owner);
  } finally {
    await owner.destroy();
  }
}
