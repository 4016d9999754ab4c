import { jest } from '@jest/globals';
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { createTestDatabase, type TestDatabase } from '../support/postgres-for-tests.js';
import { commandLine } from './support/command-line.js';
import { describeOnPostgres } from './support/log-engine.js';
import { startTestService } from './support/test-service.js';

jest.setTimeout(60_000);

const REASON = 'A dump is of a log in PostgreSQL, and so are the faults that are planted in one.';

let folder: string;
let original: TestDatabase;
let dump: string;
let lines: readonly string[];
const opened: TestDatabase[] = [];

/** A database with the log of a service that was stopped: reference data and sealed texts of a few commands. */
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checkpoint-log-'));
  const service = await startTestService({ holding: 'reference' });
  original = service.database;
  const assessor = await service.as('wessex-assessor');
  await assessor.post('/api/v1/assessments', { organisation: '11J', framework: 'ccg-assurance-2015-16', period: '2015-16-q1' });
  const at = '/api/v1/assessments/11J.ccg-assurance-2015-16.2015-16-q1';
  const call = { heldOn: '2015-06-10', notes: 'Line\u2028separator, "quotes" and ünïcode.' };
  expect((await assessor.post(`${at}/teleconferences`, call)).status).toBe(201);
  await service.running.stop();
  dump = join(folder, 'log.jsonl');
  expect(await commandLine({ DATABASE_URL: original.connectionString })('log', 'dump', dump)).toMatchObject({
    status: 0,
    err: '',
  });
  lines = (await readFile(dump, 'utf8')).split('\n');
});
afterAll(async () => {
  await Promise.all([original, ...opened].map((database) => database.drop()));
  await rm(folder, { recursive: true });
});

async function emptyDatabase() {
  const database = await createTestDatabase();
  opened.push(database);
  return { database, checkpoint: commandLine({ DATABASE_URL: database.connectionString }) };
}

async function withClient<Result>(database: TestDatabase, work: (client: Client) => Promise<Result>): Promise<Result> {
  const client = new Client({ connectionString: database.connectionString });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const eventsIn = (database: TestDatabase) =>
  withClient(database, async (client) => {
    const { rows } = await client.query<{ events: number }>('select count(*)::int as events from log.events');
    return rows[0]?.events;
  });

async function altered(name: string, alter: (lines: string[]) => readonly string[]): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, alter([...lines]).join('\n'));
  return path;
}

describeOnPostgres('a dump of the log', REASON, () => {
  it('is readable by its owner only, and leaves nothing unfinished behind', async () => {
    expect((await stat(dump)).mode & 0o777).toBe(0o600);
    expect(await readdir(folder)).toEqual(['log.jsonl']);
  });

  it('does not take the place of a file that is there', async () => {
    const { status, err } = await commandLine({ DATABASE_URL: original.connectionString })('log', 'dump', dump);
    expect({ status, err }).toEqual({ status: 1, err: `${dump} cannot be written: it is there already. Nothing was kept.\n` });
    expect(await readFile(dump, 'utf8')).toBe(lines.join('\n'));
  });

  it('restored, gives the same log again, byte for byte, with its texts readable and its read models filled', async () => {
    const { checkpoint } = await emptyDatabase();
    const restored = await checkpoint('log', 'restore', dump);
    expect(restored).toMatchObject({ status: 0, err: '' });
    const again = join(folder, 'again.jsonl');
    await checkpoint('log', 'dump', again);
    expect(await readFile(again, 'utf8')).toBe(lines.join('\n'));
    expect((await checkpoint('log', 'verify')).status).toBe(0);
    const { out } = await checkpoint('replay', '11J.ccg-assurance-2015-16.2015-16-q1');
    expect(out).toContain('Line\u2028separator, "quotes" and ünïcode.');
    const statuses = (await checkpoint('projections', 'status', '--json')).json<{
      projections: { position: string; head: string }[];
    }>();
    expect(statuses.projections.every(({ position, head }) => position === head)).toBe(true);
  });

  it('is restored into an empty log only', async () => {
    const before = await eventsIn(original);
    const { status, err } = await commandLine({ DATABASE_URL: original.connectionString })('log', 'restore', dump);
    expect(err).toBe('Nothing was restored: the log holds events already. A log is restored into a new, empty database only.\n');
    expect(status).toBe(1);
    expect(await eventsIn(original)).toBe(before);
  });
});

describeOnPostgres('a damaged dump', REASON, () => {
  const changed = (line: string): string => line.replace(/"actor":"[^"]*"/, '"actor":"somebody-else"');
  it.each<[string, (lines: string[]) => readonly string[], RegExp]>([
    [
      'with a changed event',
      (all) => all.with(5, changed(all[5] ?? '')),
      /is damaged at line \d+: its digest is not that of its content/,
    ],
    ['with an event missing', (all) => all.toSpliced(5, 1), /is damaged at line \d+: it is no event/],
    ['that was cut off', (all) => all.slice(0, 20), /is damaged at line 21: it was cut off/],
    ['with something after its end', (all) => [...all.slice(0, -1), '{}', ''], /something follows the digest/],
    ['that is something else', () => ['hello'], /is damaged at line 1: it is no dump of the log/],
  ])('%s is refused before anything is written', async (name, alter, reason) => {
    const path = await altered(`${name.replaceAll(' ', '-')}.jsonl`, alter);
    const { database, checkpoint } = await emptyDatabase();
    const { status, err } = await checkpoint('log', 'restore', path);
    expect(err).toMatch(reason);
    expect(status).toBe(1);
    await checkpoint('projections', 'status');
    expect(await eventsIn(database)).toBe(0);
  });
});

describeOnPostgres('log verify', REASON, () => {
  it('counts what there is and finds nothing in a sound log', async () => {
    const { status, out } = await commandLine({ DATABASE_URL: original.connectionString })('log', 'verify');
    expect(out).toMatch(/^\d+ events in \d+ streams up to position \d+, recorded from /);
    expect(out).toMatch(/TeleconferenceHeld\.v\d+ +1\n/);
    expect(out).toMatch(/sealed text: \d+ keys present, 0 erased\nNothing was found\.\n$/);
    expect(status).toBe(0);
  });

  it('names every broken promise with its position, and counts a deleted key as an erased text', async () => {
    const { database, checkpoint } = await emptyDatabase();
    await checkpoint('log', 'restore', dump);
    const last = await withClient(database, async (client) => {
      const insert = `insert into log.events (position, stream, revision, event_id, type, payload, metadata, recorded_at)
        select $1::bigint, $2, $3, coalesce($7, gen_random_uuid()), $4, $5::json, metadata, $6 from log.events where position = 1`;
      const { rows } = await client.query<{ position: number; id: string }>(
        'select position::int, event_id as id from log.events order by position desc limit 1',
      );
      const { position: end = 0, id: twice } = rows[0] ?? {};
      // As somebody who owns the database might: past the one function that writes to the log.
      await client.query(insert, [
        end + 2,
        'organisation-X1',
        0,
        'OrganisationRenamed.v1',
        '{"name": "spaced"}',
        '2001-01-01T00:00:00Z',
        twice,
      ]);
      await client.query(insert, [end + 3, 'organisation-X1', 2, 'NeverHeardOf.v1', '{}', '2999-01-01T00:00:00Z', null]);
      await client.query('delete from log.text_keys where event_id in (select event_id from log.events where type like $1)', [
        'Teleconference%',
      ]);
      return end;
    });
    const { status, out } = await checkpoint('log', 'verify', '--json');
    const { findings, sealed } = JSON.parse(out) as {
      findings: { rule: string; position: string }[];
      sealed: { erased: number };
    };
    const at = (position: number): string[] =>
      findings.filter((one) => one.position === String(position)).map(({ rule }) => rule);
    expect(at(last + 2)).toEqual([
      'positions-dense',
      'recorded-at-never-earlier',
      'payload-canonical',
      'event-readable',
      'event-ids-once',
    ]);
    expect(at(last + 3)).toEqual(['revisions-dense', 'event-readable']);
    expect(sealed.erased).toBe(1);
    expect(status).toBe(1);
  });
});
