import { Client } from 'pg';
import type { EventStore } from '#platform/event-store/port.js';
import { EVENT_STORE } from '#platform/service/tokens.js';
import type { TestService } from './test-service.js';

/** The position of the log's last event, whichever engine keeps it; 0 for an empty log. */
export async function logHead({ running }: Pick<TestService, 'running'>): Promise<string> {
  const { position } = await running.application.get<EventStore>(EVENT_STORE, { strict: false }).head();
  return String(position);
}

/** What a refused request must leave as it was: the log's end, the names filed beside it, and the keys of its texts. */
export async function whatIsStored(
  service: Pick<TestService, 'database' | 'running'>,
): Promise<Readonly<Record<string, string | undefined>>> {
  const client = new Client({ connectionString: service.database.connectionString });
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, string>>(
      `select (select count(*) from log.text_keys) as keys,
              (select count(*) || ' ' || coalesce(md5(string_agg(id || name, ',' order by id)), '') from app.people) as people`,
    );
    return { position: await logHead(service), ...rows[0] };
  } finally {
    await client.end();
  }
}
