import { Client } from 'pg';
import type { TestService } from './test-service.js';

/** What a refused request must leave as it was: the log's end, the names filed beside it, and the keys of its texts. */
export async function whatIsStored({ database }: Pick<TestService, 'database'>): Promise<Readonly<Record<string, string>>> {
  const client = new Client({ connectionString: database.connectionString });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, string>>(
      `select (select coalesce(max(position), 0) from log.events) as position, (select count(*) from log.text_keys) as keys,
              (select count(*) || ' ' || coalesce(md5(string_agg(id || name, ',' order by id)), '') from app.people) as people`,
    );
    return rows[0] ?? {};
  } finally {
    await client.end();
  }
}
