import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { BuiltServer, databaseProcesses, folderForData, isAlive, isBuilt } from './support/built-server.js';
import { emptyLog, type LogForTests } from './support/log-engine.js';
import { OneAssessment, ratingsOf } from './support/one-assessment.js';

jest.setTimeout(240_000);

const quarter = new OneAssessment('11J', 'ccg-assurance-2015-16', '2015-16-q3');
if (!isBuilt()) process.stderr.write('Left out: restarts of the built server, for there is none. npm run build makes it.\n');

(isBuilt() ? describe : describe.skip)('the service as npm start runs it', () => {
  const started: BuiltServer[] = [];
  let folders: readonly string[];
  let logs: readonly LogForTests[];
  let one: BuiltServer;
  let other: BuiltServer;
  beforeAll(async () => {
    folders = await Promise.all([folderForData(), folderForData()]);
    logs = await Promise.all([emptyLog(), emptyLog()]);
    [one, other] = await Promise.all([start(0), start(1)]);
  });
  afterAll(async () => {
    await Promise.all(started.map((server) => server.end('SIGINT')));
    for (const folder of folders) await rm(folder, { recursive: true, force: true });
    for (const log of logs) await log.remove();
  });

  const folderOf = (index: number): string => folders[index] ?? '';

  async function start(index: number): Promise<BuiltServer> {
    const server = await BuiltServer.start(folderOf(index), logs[index]?.settings);
    started.push(server);
    return server;
  }

  it('runs twice side by side on two DATA_DIRs, and neither knows what the other records', async () => {
    const assessor = await one.as('wessex-assessor');
    await quarter.open(assessor);
    await quarter.record(assessor, '/ratings', ratingsOf({ planning: 'assured-as-good' }));
    const there = await (await other.as('wessex-assessor')).get(quarter.at());
    expect([(await assessor.get(quarter.at())).status, there.status]).toEqual([200, 404]);
  });

  it('killed outright, is there again after the next start with everything it had acknowledged', async () => {
    const before = await (await one.as('wessex-assessor')).get(quarter.at());
    const [database] = await databaseProcesses(folderOf(0));
    await one.end('SIGKILL');
    expect(isAlive(Number(database))).toBe(true);

    one = await start(0);
    const assessor = await one.as('wessex-assessor');
    expect((await assessor.get(quarter.at())).body).toEqual(before.body);
    const { revision } = await quarter.record(assessor, '/ratings', ratingsOf({ performance: 'assured-as-good' }));
    expect(Number(revision)).toBe(Number(before.body['revision']) + 1);
  });

  it('asked to stop, as by Ctrl-C, ends in order and takes its database with it; the next start finds all again', async () => {
    const [database] = await databaseProcesses(folderOf(0));
    const before = await (await one.as('wessex-assessor')).get(quarter.at());
    expect(await one.end('SIGINT')).toBe(0);
    await expect(fetch(`${one.address}/health/live`)).rejects.toThrow('fetch failed');
    expect(await databaseProcesses(folderOf(0))).toEqual([]);
    // It takes its lock away just before it is gone itself.
    while (isAlive(Number(database))) await pause(50);

    one = await start(0);
    expect((await (await one.as('wessex-assessor')).get(quarter.at())).body).toEqual(before.body);
  });
});
