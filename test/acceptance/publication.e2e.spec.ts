import { jest } from '@jest/globals';
import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import type { Person } from '#identity/contract.js';
import type { HttpClient } from './support/http-client.js';
import { judge } from './support/judged-nation.js';
import { asPerson, samplePeopleAnd } from './support/people-beside.js';
import { SettableClock } from './support/settable-clock.js';
import { startTestService, type TestService } from './support/test-service.js';

jest.setTimeout(90_000);

/** The sample people, one named on the list, and a reader at another CCG. */
const MORE: readonly Person[] = [
  { id: 'minister', name: 'Somebody on the list', role: 'administrator', area: { kind: 'england' } },
  { id: 'tees-ccg', name: 'Reader at another CCG', role: 'organisation', area: { kind: 'organisation', code: '00M' } },
];
const FRAMEWORK = 'ccg-iaf-2016-17';
const PERIOD = '2016-17-year';
const AT = `/api/v1/scorecards/${PERIOD}`;
const JUST_BEFORE = '2027-07-19T08:29:59.999Z';
const EMBARGO = '2027-07-19T08:30:00.000Z';

let service: TestService;
let clock: SettableClock;
let secretary: HttpClient;
let draft: Draft;
/** The position of the edition's freezing in the log. */
let frozenAt: string;

interface Draft {
  readonly edition: number;
  readonly digest: string;
  readonly entries: readonly { organisation: string }[];
  readonly notReady: readonly { organisation: string; reason: string }[];
}

beforeAll(async () => {
  clock = new SettableClock('2027-06-30T10:00:00.000Z');
  service = await startTestService({ holding: 'reference', people: samplePeopleAnd(MORE), clock });
  await judge(service.running.application, {
    ...{ framework: FRAMEWORK, period: PERIOD, organisations: ['11J', '00M', '10V'] },
    rate: (organisation) => (organisation === '00M' ? 'requires-improvement' : 'outstanding'),
  });
  secretary = await service.as('committee-secretary');
});
afterAll(() => service.stop());

const readDraft = async (): Promise<Draft> => (await secretary.get(`${AT}/draft`)).body as unknown as Draft;
const freezing = (change: Record<string, unknown> = {}) => ({
  embargoUntil: '2027-07-19T09:30:00+01:00',
  channels: ['nhs-england', 'mynhs'],
  omitted: draft.notReady.map(({ organisation }) => ({ organisation })),
  ...change,
});
const seeing = (digest: string) => ({ 'If-Match': `"${digest}"` });

describe('a draft', () => {
  it('holds every organisation of the assessed year, with its final ratings or with why it has none', async () => {
    draft = await readDraft();
    expect(draft.entries.map(({ organisation }) => organisation)).toEqual(['00M', '10V', '11J']);
    expect(draft.entries.length + draft.notReady.length).toBe(209);
    expect(draft.notReady[0]).toMatchObject({ reason: 'not-assessed' });
    expect(draft.edition).toBe(1);
  });

  it('is for those who prepare editions, and for the auditor', async () => {
    for (const person of ['wessex-assessor', 'national-panel', 'administrator', 'dorset-ccg'])
      expect([person, (await (await asPerson(service, person)).get(`${AT}/draft`)).status]).toEqual([person, 403]);
    expect((await (await service.as('auditor')).get(`${AT}/draft`)).status).toBe(200);
    expect((await service.anonymous.get(`${AT}/draft`)).status).toBe(401);
  });

  it('is not there of a period no framework rates, nor of a text that names none', async () => {
    expect((await secretary.get('/api/v1/scorecards/2011-12-year/draft')).status).toBe(404);
    expect((await secretary.get('/api/v1/scorecards/whatever/draft')).status).toBe(404);
  });

  it('of what expert panels give holds nothing that the stages judged', async () => {
    const { body } = await secretary.get('/api/v1/scorecards/2016-17-year.clinical-areas/draft');
    expect(body).toMatchObject({ entries: [], items: [{}, {}, {}, {}, {}, {}] });
    expect(JSON.stringify(body)).not.toContain('sustainability');
  });
});

describe('freezing', () => {
  it.each([
    ['without saying which draft was seen', {}, {}, 428, 'draft-missing'],
    ['a draft that has changed', {}, seeing('0'.repeat(64)), 412, 'draft-has-changed'],
    ['what does not balance', { omitted: [] }, undefined, 422, 'edition-must-balance'],
    ['an embargo that is over', { embargoUntil: '2027-06-30T10:00:00Z' }, undefined, 422, 'embargo-in-the-past'],
    ['a correction of nothing', { supersedes: { edition: 1, reason: 'x' } }, undefined, 422, 'nothing-to-supersede'],
    ['an embargo without an instant', { embargoUntil: 'soon' }, undefined, 400, 'body-not-valid'],
  ])('is refused %s', async (_, change, headers, status, rule) => {
    const answer = await secretary.post(`${AT}/editions`, freezing(change), headers ?? seeing(draft.digest));
    expect([answer.status, answer.body['type']]).toEqual([status, `/problems/${rule}`]);
  });

  it('holds a final rating back only with a reason', async () => {
    const omitted = [...draft.notReady.map(({ organisation }) => ({ organisation })), { organisation: '10V' }];
    const answer = await secretary.post(`${AT}/editions`, freezing({ omitted }), seeing(draft.digest));
    expect([answer.status, answer.body['type']]).toEqual([422, '/problems/omission-needs-a-reason']);
  });

  it('is the committee secretary’s, and answered once however often it is sent', async () => {
    const body = freezing();
    const headers = { ...seeing(draft.digest), 'Idempotency-Key': 'freeze-1' };
    for (const person of ['auditor', 'national-panel', 'administrator', 'dorset-ccg', 'minister'])
      expect([person, (await (await asPerson(service, person)).post(`${AT}/editions`, body, headers)).status]).toEqual([
        person,
        403,
      ]);
    const first = await secretary.post(`${AT}/editions`, body, headers);
    frozenAt = String(first.body['position']);
    expect([first.status, first.body['events']]).toEqual([201, [expect.objectContaining({ type: 'EditionFrozen.v2' })]]);
    const again = await secretary.post(`${AT}/editions`, body, headers);
    expect([again.status, again.body]).toEqual([201, first.body]);
    const other = await secretary.post(`${AT}/editions`, freezing(), seeing((await readDraft()).digest));
    expect(other.body['type']).toBe('/problems/only-one-edition-waits');
  });

  it('gives the final draft to those named, who have to be known', async () => {
    const at = `${AT}/editions/1/notifications`;
    const answer = await secretary.post(at, { people: ['minister'], organisations: ['11J'] });
    expect(answer.status).toBe(201);
    expect((await secretary.post(at, { people: ['nobody-here'], organisations: [] })).body['type']).toBe(
      '/problems/person-to-notify-unknown',
    );
    expect((await secretary.post(at, { people: [], organisations: ['99P'] })).body['type']).toBe(
      '/problems/organisation-not-in-edition',
    );
  });
});

describe('one millisecond before the embargo ends', () => {
  /** Whoever may not see it, on every address and at every moment it could be asked for. */
  const paths = ['', '.csv', '.json', '.csv-metadata.json'].map((file) => `${AT}/editions/1${file}`);
  const moments = () => [
    '',
    `?asAt=${frozenAt}`,
    '?effectiveOn=2028-01-01',
    '?effectiveOn=2027-07-19',
    '?asAt=2026-12-01T00:00:00Z',
  ];

  beforeAll(() => clock.set(JUST_BEFORE));

  it.each(['nobody', 'tees-ccg', 'administrator', 'wessex-assessor', 'wessex-director', 'national-panel'])(
    'it is not there for %s',
    async (person) => {
      const client = person === 'nobody' ? service.anonymous : await asPerson(service, person);
      for (const path of paths)
        for (const moment of moments()) {
          const answer = await client.get(`${path}${moment}`);
          expect([path, moment, answer.status]).toEqual([path, moment, 404]);
        }
      for (const moment of ['', '?effectiveOn=2028-01-01']) {
        expect((await client.get(`/api/v1/scorecards${moment}`)).body.items).toEqual([]);
        expect((await client.get(`${AT}${moment}`)).body).toMatchObject({ standing: null, editions: [] });
      }
    },
  );

  it('a moment to come is nobody’s to ask for', async () => {
    const later = encodeURIComponent('2027-07-19T08:30:00Z');
    for (const path of [AT, ...paths])
      expect((await service.anonymous.get(`${path}?asAt=${later}`)).body['type']).toBe('/problems/moment-in-the-future');
  });

  it('those on its list see it: people all of it, an organisation its own entry', async () => {
    const minister = await asPerson(service, 'minister');
    const whole = await minister.get(`${AT}/editions/1`);
    expect(whole.body).toMatchObject({ standing: 'under-embargo', shows: 'all', counts: { organisations: 209, entries: 3 } });
    expect(whole.body['preparation']).toBeUndefined();
    const dorset = await service.as('dorset-ccg');
    const own = await dorset.get(`${AT}/editions/1`);
    expect(own.body).toMatchObject({ shows: 'own-entry', counts: null, omitted: [], entries: [{ organisation: '11J' }] });
    expect(JSON.stringify(own.body)).not.toContain('00M');
    expect((await dorset.get(`${AT}/editions/1.json`)).status).toBe(404);
    const rows = parse<Record<string, string>>(String((await dorset.get(`${AT}/editions/1.csv`)).body['text']), {
      columns: true,
    });
    expect(rows.map(({ organisation_code: code }) => code)).toEqual(['11J']);
  });

  it('those who prepare it see how far it is', async () => {
    const { body } = await secretary.get(`${AT}/editions/1`);
    expect(body).toMatchObject({
      preparation: { list: { people: ['minister'], organisations: ['11J'] }, publicationRecorded: false },
    });
  });

  it('a token that is not valid is refused, and not taken for the public', async () => {
    expect((await service.anonymous.withToken('nonsense').get(`${AT}/editions/1`)).status).toBe(401);
  });
});

describe('at the instant the embargo ends', () => {
  beforeAll(() => clock.set(EMBARGO));

  it('everybody reads it: as JSON, as CSV with its description, and byte for byte as it was hashed', async () => {
    const { status, body } = await service.anonymous.get(`${AT}/editions/1`);
    expect([status, body['standing'], body['publishedAt'], body['hashHolds']]).toEqual([200, 'published', EMBARGO, true]);
    const file = await fetch(`${service.address}${AT}/editions/1.json`);
    expect(
      createHash('sha256')
        .update(Buffer.from(await file.arrayBuffer()))
        .digest('hex'),
    ).toBe(body['sha256']);

    const csv = await service.anonymous.get(`${AT}/editions/1.csv`);
    const rows = parse<Record<string, string>>(String(csv.body['text']), { columns: true });
    expect(rows).toHaveLength(209);
    expect(rows.find(({ organisation_code: code }) => code === '00M')).toMatchObject({
      organisation_name: 'NHS South Tees CCG',
      headline: 'Requires improvement',
      published_at: EMBARGO,
      omitted: '',
    });
    expect(csv.headers.get('Link')).toContain('<1.csv-metadata.json>; rel="describedby"');
    const { body: metadata } = await service.anonymous.get(`${AT}/editions/1.csv-metadata.json`);
    const { columns } = (metadata as unknown as { tableSchema: { columns: readonly { name: string }[] } }).tableSchema;
    expect(columns.map(({ name }) => name)).toEqual(Object.keys(rows[0] ?? {}));
  });

  it('it is in the list, and stands', async () => {
    expect((await service.anonymous.get('/api/v1/scorecards')).body.items).toMatchObject([
      { scorecard: `${PERIOD}.scorecard`, standing: 1 },
    ]);
    expect((await service.anonymous.get(`${AT}?effectiveOn=2027-07-18`)).body).toMatchObject({ standing: null, editions: [] });
  });

  it('what concerned the time before is over', async () => {
    for (const [rest, body] of [
      ['stop', { reason: 'x' }],
      ['embargo', { until: '2027-08-01T08:30:00Z', reason: 'x' }],
      ['notifications', { people: ['minister'], organisations: [] }],
    ] as const)
      expect((await secretary.post(`${AT}/editions/1/${rest}`, body)).body['type']).toBe('/problems/edition-is-public');
  });

  it('filters by region', async () => {
    const { body } = await service.anonymous.get(`${AT}/editions/1?region=Y54`);
    expect((body['entries'] as { organisation: string }[]).map(({ organisation }) => organisation)).toEqual(['00M']);
  });
});

describe('a correction', () => {
  it('says what it supersedes and why; until it is public, the first stands', async () => {
    clock.set('2027-08-01T10:00:00.000Z');
    draft = await readDraft();
    expect(draft).toMatchObject({ edition: 2, supersedes: 1 });
    const without = await secretary.post(
      `${AT}/editions`,
      freezing({ embargoUntil: '2027-08-02T08:00:00Z' }),
      seeing(draft.digest),
    );
    expect(without.body['type']).toBe('/problems/correction-says-what-it-supersedes');
    const supersedes = { edition: 1, reason: 'Portsmouth was rated by an outdated figure.' };
    const body = freezing({ embargoUntil: '2027-08-02T08:00:00Z', supersedes });
    expect((await secretary.post(`${AT}/editions`, body, seeing(draft.digest))).status).toBe(201);
    expect((await service.anonymous.get(AT)).body).toMatchObject({ standing: 1 });
    clock.set('2027-08-02T08:00:00.000Z');
    expect((await service.anonymous.get(AT)).body).toMatchObject({
      standing: 2,
      editions: [
        { edition: 2, standing: 'published' },
        { edition: 1, standing: 'superseded', supersededBy: 2 },
      ],
    });
    expect((await service.anonymous.get(`${AT}/editions/2`)).body).toMatchObject({ supersedes });
    expect((await service.anonymous.get(`${AT}/editions/1`)).body['entries']).toHaveLength(3);
  });

  it('can be withdrawn, which leaves a notice in its place, for every moment', async () => {
    const answer = await secretary.post(`${AT}/editions/2/withdrawal`, { reason: 'Its figures were those of another year.' });
    expect(answer.status).toBe(201);
    for (const moment of ['', '?effectiveOn=2027-08-02']) {
      const { status, body } = await service.anonymous.get(`${AT}/editions/2${moment}`);
      expect([status, body['standing'] === 'published', body['entries']]).toEqual([200, false, []]);
      expect(body['withdrawal']).toMatchObject({ reason: 'Its figures were those of another year.' });
      expect((await service.anonymous.get(`${AT}/editions/2.csv${moment}`)).status).toBe(410);
    }
    expect((await service.anonymous.get(AT)).body).toMatchObject({ standing: null });
    expect((await secretary.get(`${AT}/editions/2`)).body['entries']).toHaveLength(3);
  });
});
