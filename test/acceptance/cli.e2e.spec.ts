import { jest } from '@jest/globals';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { projectPath } from '#platform/project-root.js';
import { parts as commandLineParts } from '../../apps/cli/src/composition.js';
import { parts as serverParts } from '../../apps/server/src/composition.js';
import { type CommandAnswer, commandLine } from './support/command-line.js';
import type { HttpClient } from './support/http-client.js';
import { logHead } from './support/log-head.js';
import { startTestService, type TestService } from './support/test-service.js';

const RATINGS = projectPath('libs/assessment/data/published-ratings.csv');
const HEADER = 'organisation,framework,period,item,rating,published_label,published_on,evidence,source';
const DORSET = '11J.ccg-assurance-2013-15.2014-15-q1';
const LIVE = '11J.ccg-assurance-2015-16.2015-16-q1';

jest.setTimeout(60_000);

let service: TestService;
let folder: string;
let checkpoint: (...argv: readonly string[]) => Promise<CommandAnswer>;
let assessor: HttpClient;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'checkpoint-cli-'));
  service = await startTestService({ holding: 'reference' });
  checkpoint = commandLine({ ...service.settings, PUBLIC_URL: service.address });
  assessor = await service.as('wessex-assessor');
});
afterAll(async () => {
  await service.stop();
  await rm(folder, { recursive: true });
});

async function file(name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, text);
  return path;
}

const head = (): Promise<string> => logHead(service);

async function asOwner(sql: string, values: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: service.database.connectionString });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql, values)).rows;
  } finally {
    await client.end();
  }
}

it('knows every read model the server runs, and no other', () => {
  const names = ({ projections }: typeof serverParts): string[] =>
    projections.map(({ name, version }) => `${name} ${String(version)}`);
  expect(names(commandLineParts).sort()).toEqual(names(serverParts).sort());
});

describe('import ratings, beside the running service', () => {
  it('transcribes what was published, and the service shows it at once', async () => {
    const { status, out, err } = await checkpoint('import', 'ratings', RATINGS);
    // How far it has come is told too, when it takes long.
    expect(err.replaceAll(/^assessments: \d+ of \d+\n/gm, '')).toBe('');
    expect(out).toMatch(/: 65 ratings: \d+ recorded, 0 unchanged, \d+ left\n/);
    expect(out).toMatch(new RegExp(`${DORSET} +6 recorded`));
    expect(status).toBe(0);
    const { body } = await assessor.get('/api/v1/organisations/11J/domain-status?year=2014-15');
    expect(JSON.stringify(body)).toContain('assured-with-support');
  });

  it('leaves and tells ratings of a framework that is not there, which is no fault', async () => {
    const path = await file('not-there.csv', `${HEADER}\n11J,never-adopted,2014-15-q1,domain-1,assured,,,published,A source`);
    const { status, out } = await checkpoint('import', 'ratings', path);
    expect(out).toContain(': 1 rating: 0 recorded, 0 unchanged, 1 left');
    expect(out).toContain('left: 1 rating of 11J.never-adopted.2014-15-q1 (line 2): No framework is called never-adopted.');
    expect(status).toBe(0);
  });

  it('changes nothing the second time', async () => {
    const before = await head();
    const { status, out } = await checkpoint('import', 'ratings', RATINGS, '--json');
    expect(status).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ broken: [], rows: 65 });
    expect(await head()).toBe(before);
  });

  it('refuses a file with a broken row, names its line and records nothing of it', async () => {
    const row = (rating: string) => `11J,ccg-assurance-2013-15,2013-14-q4,domain-1,${rating},,,published,A source`;
    const path = await file('broken.csv', [HEADER, row('assured'), row('not a code')].join('\n'));
    const before = await head();
    const { status, out } = await checkpoint('import', 'ratings', path);
    expect(out).toContain('REFUSED, nothing of it was recorded');
    expect(out).toContain('line 3: rating');
    expect(status).toBe(1);
    expect(await head()).toBe(before);
  });

  it('says with its exit status that ratings of an unknown organisation are left', async () => {
    const path = await file(
      'unknown.csv',
      `${HEADER}\n99Z,ccg-assurance-2013-15,2014-15-q1,domain-1,assured,,,published,A source`,
    );
    const { status, out } = await checkpoint('import', 'ratings', path);
    expect(out).toContain('No organisation has the code 99Z');
    expect(status).toBe(1);
  });
});

describe('import organisations', () => {
  it('changes nothing for a file that was imported before', async () => {
    const before = await head();
    const { status, out } = await checkpoint('import', 'organisations', projectPath('libs/organisations/data/organisations.csv'));
    expect(out).toMatch(/organisations\.csv \(own-list\): 0 added, 0 changed, \d+ unchanged/);
    expect(status).toBe(0);
    expect(await head()).toBe(before);
  });

  it('refuses what it does not understand, and imports the file beside it', async () => {
    const strange = await file('strange.csv', 'what,is,this\n1,2,3\n');
    const { status, out } = await checkpoint(
      'import',
      'organisations',
      strange,
      projectPath('libs/organisations/data/organisations.csv'),
    );
    expect(out).toContain('strange.csv: REFUSED, nothing of it was recorded');
    expect(out).toContain('organisations.csv (own-list): 0 added');
    expect(status).toBe(1);
  });

  it('says in one sentence that a file is not there', async () => {
    const { status, out, err } = await checkpoint('import', 'organisations', join(folder, 'nowhere.csv'));
    expect({ status, out }).toEqual({ status: 1, out: '' });
    expect(err).toBe(`${join(folder, 'nowhere.csv')} cannot be read: there is no such file or folder.\n`);
  });
});

describe('replay', () => {
  let opened: string;
  beforeAll(async () => {
    const request = { organisation: '11J', framework: 'ccg-assurance-2015-16', period: '2015-16-q1' };
    const answer = await assessor.post('/api/v1/assessments', request);
    expect(answer.status).toBe(201);
    opened = await head();
    const rated = await assessor.post(
      `/api/v1/assessments/${LIVE}/ratings`,
      {
        ratings: [{ item: 'financial-management', rating: 'assured-as-good', reason: 'On plan all quarter.' }],
        decidedOn: '2015-07-16',
      },
      { 'If-Match': '"0"' },
    );
    expect({ status: rated.status, body: rated.body }).toMatchObject({ status: 201 });
  });

  it('tells an assessment as it stands: status, ratings with their reasons, three headline facts, events with their days', async () => {
    const { status, out } = await checkpoint('replay', LIVE);
    expect(status).toBe(0);
    expect(out).toContain('NHS Dorset CCG (11J), 2015-16-q1');
    expect(out).toContain('Status: open, round 1, stage due: assessor.');
    expect(out).toMatch(/Financial management +Assured as good +assessor, 2015-07-16 by wessex-assessor/);
    expect(out).toContain('reason: On plan all quarter.');
    expect(out).toMatch(/Headline\n {2}computed .*\n {2}override {2}none\n {2}result {4}none/);
    expect(out).toMatch(/about 2015-07-16 {2}Financial management rated Assured as good \(wessex-assessor, assessor\)/);
  });

  it('tells it as it stood, without what came later', async () => {
    const { out } = await checkpoint('replay', LIVE, '--as-at', opened);
    expect(out).toContain('revision 0.');
    expect(out).not.toContain('On plan all quarter.');
    expect(out.match(/Assessment opened/g)).toHaveLength(1);
  });

  it('gives programs what the API gives', async () => {
    const { out } = await checkpoint('replay', LIVE, '--as-at', opened, '--json');
    const { body } = await assessor.get(`/api/v1/assessments/${LIVE}?asAt=${opened}`);
    const ofBoth = ['status', 'items', 'headline', 'revision', 'round', 'stage', 'missing'];
    const answer = JSON.parse(out) as Record<string, unknown>;
    for (const field of ofBoth) expect({ field, value: answer[field] }).toEqual({ field, value: body[field] });
  });

  it('refuses a moment in the future, one before the assessment, and an assessment that is not there', async () => {
    const future = await checkpoint('replay', LIVE, '--as-at', '2999-01-01T00:00:00Z');
    expect(future.err).toContain('nobody knows yet');
    const before = await checkpoint('replay', LIVE, '--as-at', '1');
    expect(before.err).toContain(`Nothing of ${LIVE} stood at that moment: its first event was recorded at`);
    const nowhere = await checkpoint('replay', '11J.nothing.2015-16-q1', '--json');
    expect(nowhere.json()).toMatchObject({
      error: expect.stringContaining('There is no assessment 11J.nothing.2015-16-q1') as string,
    });
    expect([future.status, before.status, nowhere.status]).toEqual([1, 1, 1]);
  });
});

describe('projections', () => {
  it('status shows where each read model stands', async () => {
    const { status, out } = await checkpoint('projections', 'status', '--json');
    expect(status).toBe(0);
    const { projections } = JSON.parse(out) as { projections: { name: string; status: string; head: string }[] };
    expect(projections.map(({ name }) => name)).toContain('domain-status');
    expect(projections.every((projection) => projection.status === 'running')).toBe(true);
    expect(new Set(projections.map((projection) => projection.head))).toEqual(new Set([await head()]));
  });

  it('rebuild says what it compared, and that every row is the same', async () => {
    const { status, out } = await checkpoint('projections', 'rebuild', '--all');
    expect(out).toMatch(/domain_status_v\d+ +\d+ rows? +0 only in live +0 only in rebuilt/);
    expect(out).not.toContain('DIFFERS');
    expect(status).toBe(0);
  });

  it('rebuild names a read model that was not what the log says, and mends it', async () => {
    await asOwner(`update read_model.organisation_periods_v2 set name = 'Somewhere else' where code = '11J'`);
    const compared = await checkpoint('projections', 'rebuild', 'organisations', '--compare-only');
    expect(compared.out).toContain(
      'DIFFERS: the read model organisations was not what the log says; the live tables stay as they are.',
    );
    expect(compared.status).toBe(1);
    const mended = await checkpoint('projections', 'rebuild', 'organisations', '--json');
    expect(mended.status).toBe(1);
    expect(mended.json()).toMatchObject({ compareOnly: false, projections: [{ projection: 'organisations', differs: true }] });
    expect((await checkpoint('projections', 'rebuild', 'organisations')).status).toBe(0);
  });

  it('build has nothing to compare where people read the version of this release', async () => {
    const { status, out } = await checkpoint('projections', 'build', 'work-list');
    expect(out).toMatch(/work-list, version \d+: built up to position \d+ .*not compared: there is no other version/);
    expect(status).toBe(0);
  });

  it('retry says when there is nothing to retry', async () => {
    const { status, out } = await checkpoint('projections', 'retry', 'work-list');
    expect({ status, out }).toEqual({ status: 0, out: 'work-list has not stopped: there is nothing to retry.\n' });
  });

  it('step over no event a read model has not stopped at, drop no version in use, and switch to none that is not there', async () => {
    const steppedOver = await checkpoint('projections', 'step-over', 'work-list', '1', '--reason', 'None');
    expect(steppedOver).toMatchObject({ status: 1, err: expect.stringMatching(/not stopped/) as string });
    const dropped = await checkpoint('projections', 'drop', 'work-list', '1');
    expect(dropped).toMatchObject({ status: 1, err: expect.stringMatching(/dropped/) as string });
    expect((await checkpoint('projections', 'switch', 'work-list', '9')).status).toBe(1);
    expect((await checkpoint('projections', 'switch', 'work-list', '1')).status).toBe(0);
  });

  it.each([['rebuild'], ['retry']])('%s names the read models there are when it is given another', async (command) => {
    const { status, err } = await checkpoint('projections', command, 'nonsense');
    expect(err).toMatch(/^No read model is called nonsense; there are: people, frameworks, .*\.\n$/);
    expect(status).toBe(1);
  });
});

describe('token', () => {
  it('gets a token of a sample person, fit for the API', async () => {
    const { status, out } = await checkpoint('token', '--as', 'auditor');
    expect(status).toBe(0);
    const asked = await service.anonymous.withToken(out.trim()).get('/api/v1/organisations/11J');
    expect(asked.status).toBe(200);
  });

  it('passes on that there is no such person, and says when no service runs', async () => {
    const unknown = await checkpoint('token', '--as', 'nobody');
    expect(unknown.err).toContain('There is no sample person of that id, and nobody of it holds a role.');
    const silent = await commandLine({ PUBLIC_URL: 'http://127.0.0.1:9' })('token', '--as', 'auditor');
    expect(silent.err).toBe(
      'No service answers at http://127.0.0.1:9: start it with npm start, or set PUBLIC_URL or PORT to where it is.\n',
    );
    expect([unknown.status, silent.status]).toEqual([1, 1]);
  });
});

describe('frameworks validate', () => {
  const pack = projectPath('libs/frameworks/packs/ccg-assurance-2015-16.json');

  it('finds a shipped pack sound', async () => {
    expect((await checkpoint('frameworks', 'validate', pack)).status).toBe(0);
  });

  it('names the rule and the place of every fault, also beside the shipped packs', async () => {
    const content = JSON.parse(await readFile(pack, 'utf8')) as Record<string, unknown>;
    const faulty = await file('faulty.json', JSON.stringify({ ...content, id: 'another-one', sources: [] }));
    const { status, out } = await checkpoint('frameworks', 'validate', faulty, '--json');
    expect(status).toBe(1);
    const { findings } = JSON.parse(out) as { findings: { rule: string; path: string }[] };
    expect(findings).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ rule: 'sources-present', path: 'another-one/sources' }),
        expect.objectContaining({ rule: 'windows-apart' }),
      ]),
    );
  });
});

describe('a command that cannot be carried out', () => {
  it('is told in one sentence that names the wrong setting', async () => {
    const { status, err } = await commandLine({ PORT: 'abc' })('log', 'verify');
    expect({ status, err }).toEqual({ status: 1, err: 'PORT must be a whole number from 0 to 65535, but is "abc".\n' });
  });

  it('is told in one sentence that the database does not answer, without its password', async () => {
    const { status, err } = await commandLine({ DATABASE_URL: 'postgresql://owner:hunter2@127.0.0.1:9/x' })(
      'projections',
      'status',
    );
    expect({ status, err }).toEqual({
      status: 1,
      err: 'The database does not answer (ECONNREFUSED): start its server, or correct DATABASE_URL.\n',
    });
  });

  it.each(['dump', 'restore'])('is told that log %s is for a log in PostgreSQL, where it lies in EventStoreDB', async (name) => {
    const settings = { ...service.settings, EVENT_STORE: 'eventstoredb', EVENTSTOREDB_URL: 'esdb://127.0.0.1:9?tls=false' };
    const { status, err } = await commandLine(settings)('log', name, join(folder, 'of-another-engine.jsonl'));
    expect(err).toMatch(/^Nothing was done: the log lies in EventStoreDB, which is backed up and restored by means of its own/);
    expect(status).toBe(1);
  });

  it.each([[['nonsense']], [['replay']], [['projections', 'status', '--nonsense']]])(
    'has another exit status when it was wrongly called: %j',
    async (argv) => {
      const { status, out, err } = await checkpoint(...argv);
      expect({ status, out }).toEqual({ status: 2, out: '' });
      expect(err).toMatch(/^error: /);
    },
  );

  it('leaves off when it is interrupted, and says that what was recorded is kept', async () => {
    const interrupted = AbortSignal.abort();
    const { status, err } = await commandLine(service.settings, interrupted)('log', 'verify');
    expect({ status, err }).toEqual({
      status: 130,
      err: 'Interrupted. What was recorded before is kept; the command may be run again.\n',
    });
  });
});
