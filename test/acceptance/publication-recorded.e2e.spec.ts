import { setTimeout as pause } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { assessmentCodec, type AssessmentEvent } from '#assessment/contract.js';
import { assessmentStream } from '#assessment/application/assessment-decisions.js';
import type { Person } from '#identity/contract.js';
import { derivedId } from '#kernel/ids.js';
import { originOf } from '#platform/decisions/command-identity.js';
import type { EventStore } from '#platform/event-store/port.js';
import { EVENT_STORE } from '#platform/service/tokens.js';
import { toNewEvent } from '#platform/text-sealing/event-sealing.js';
import { BuiltServer, folderForData, isBuilt } from './support/built-server.js';
import type { HttpClient } from './support/http-client.js';
import { judge } from './support/judged-nation.js';
import { PageClient } from './support/page-client.js';
import { asPerson, samplePeopleAnd } from './support/people-beside.js';
import { SettableClock } from './support/settable-clock.js';
import { startTestService, type TestService } from './support/test-service.js';

jest.setTimeout(240_000);

const MORE: readonly Person[] = [
  { id: 'tees-ccg', name: 'Reader at another CCG', role: 'organisation', area: { kind: 'organisation', code: '00M' } },
];
const FRAMEWORK = 'ccg-iaf-2016-17';
const PERIOD = '2016-17-year';
const AT = `/api/v1/scorecards/${PERIOD}`;
const SUMMARY = `/api/v1/scorecards/${PERIOD}.statutory-summary`;
const YEAR_PAGE = '/organisations/11J/years/2016-17';
const AREAS = `/api/v1/scorecards/${PERIOD}.clinical-areas`;
const JUST_BEFORE = '2027-07-19T08:29:59.999Z';
const EMBARGO = '2027-07-19T08:30:00.000Z';
const idOf = (organisation: string): string => `${organisation}.${FRAMEWORK}.${PERIOD}`;

interface Draft {
  readonly digest: string;
  readonly entries: readonly { readonly organisation: string }[];
  readonly notReady: readonly { readonly organisation: string }[];
  readonly carried?: readonly { readonly organisation: string }[];
}

/** Freezes the draft as it stands; whoever is not ready is left out, and whoever else is named, with a reason. */
async function freeze(
  secretary: HttpClient,
  embargoUntil: string,
  { at = AT, ...more }: Record<string, unknown> & { at?: string } = {},
  leaveOut = '',
) {
  const draft = (await secretary.get(`${at}/draft`)).body as unknown as Draft;
  const held = leaveOut === '' ? [] : [{ organisation: leaveOut, explanation: 'Its figures are checked.' }];
  const omitted = [...draft.notReady.map(({ organisation }) => ({ organisation })), ...held];
  const body = { embargoUntil, channels: ['nhs-england', 'mynhs'], omitted, ...more };
  const answer = await secretary.post(`${at}/editions`, body, { 'If-Match': `"${draft.digest}"` });
  if (answer.status !== 201) throw new Error(JSON.stringify(answer.body));
}

/** Waits until something is so. */
async function until(isSo: () => Promise<boolean>): Promise<void> {
  const give = Date.now() + 30_000;
  while (!(await isSo())) {
    if (Date.now() > give) throw new Error('it never came to pass');
    await pause(50);
  }
}

const told = async (client: HttpClient, organisation: string, type: string) => {
  const { body } = await client.get(`/api/v1/assessments/${idOf(organisation)}/events`);
  return (body.items as { type: string; position: string; data: Record<string, unknown> }[]).filter((event) =>
    event.type.startsWith(`${type}.`),
  );
};

describe('what an edition’s publication leaves on record', () => {
  let service: TestService;
  let clock: SettableClock;
  let secretary: HttpClient;
  let panel: HttpClient;
  let tees: HttpClient;
  let judgedAt: bigint;
  beforeAll(async () => {
    clock = new SettableClock('2027-06-30T10:00:00.000Z');
    service = await startTestService({ holding: 'reference', people: samplePeopleAnd(MORE), clock });
    judgedAt = await judge(service.running.application, {
      ...{ framework: FRAMEWORK, period: PERIOD, organisations: ['11J', '00M', '10V'] },
      rate: (organisation) => (organisation === '00M' ? 'requires-improvement' : 'outstanding'),
    });
    secretary = await service.as('committee-secretary');
    panel = await service.as('national-panel');
    tees = await asPerson(service, 'tees-ccg');
    await freeze(secretary, EMBARGO);
  });
  afterAll(() => service.stop());

  const isRecorded = (edition: number, organisation: string) => async () =>
    (await told(panel, organisation, 'Published')).some(
      ({ data }) => data['edition'] === `${PERIOD}.scorecard.${String(edition)}`,
    );
  const summedUp = async () => {
    const { entries } = (await secretary.get(`${SUMMARY}/draft`)).body as unknown as Draft;
    return entries.map(({ organisation }) => organisation).sort();
  };
  type Cell = { rating: string; stage: string; edition?: string; publishedOn?: string; published?: Cell };
  const headlineOf = async (client: HttpClient, organisation: string, moment = ''): Promise<Cell | undefined> => {
    const { body } = await client.get(`/api/v1/organisations/${organisation}/domain-status?year=2016-17${moment}`);
    const items = body['items'] as { kind: string; periods: Record<string, Cell> }[];
    return items.find(({ kind }) => kind === 'headline')?.periods[PERIOD];
  };

  /** What nobody in particular reads of an organisation: over HTTP, in its page and in its file, which have to agree. */
  const inPublic = async (organisation: string) => {
    const cell = await headlineOf(service.anonymous, organisation);
    const file = await service.anonymous.get(`/organisations/${organisation}/years/2016-17.csv`);
    expect([file.status, String(file.body['text']).includes(cell?.edition ?? `,${PERIOD}.scorecard`)]).toEqual([
      200,
      cell !== undefined,
    ]);
    return { rating: cell?.rating, edition: cell?.edition };
  };
  const fileOf = async (organisation: string) =>
    String((await service.anonymous.get(`/organisations/${organisation}/years/2016-17.csv`)).body['text']);
  const noticesOf = async (organisation: string) =>
    (await service.anonymous.get(`/api/v1/organisations/${organisation}/domain-status?year=2016-17`)).body['editions'];

  it('is nothing before the embargo ends, on any other way to a rating, for any moment', async () => {
    clock.set(JUST_BEFORE);
    const page = await PageClient.signedInAs(service.address, 'dorset-ccg');
    const dorset = await service.as('dorset-ccg');
    for (const moment of ['', `&asAt=${String(judgedAt)}`, '&effectiveOn=2027-12-01']) {
      for (const client of [tees, dorset])
        for (const path of ['/api/v1/organisations/11J/domain-status?year=2016-17', `/api/v1/status?period=${PERIOD}`]) {
          const { status, body } = await client.get(`${path}${moment}`);
          expect([path, moment, status, JSON.stringify(body).includes('outstanding')]).toEqual([path, moment, 200, false]);
        }
      for (const path of ['/organisations/11J', '/organisations/11J/years/2016-17', '/history?organisation=11J']) {
        const { status, text } = await page.read(`${path}${path.includes('?') ? '&' : '?'}${moment.slice(1)}`);
        expect([path, moment, status, text.includes('Outstanding')]).toEqual([path, moment, 200, false]);
      }
    }
    for (const client of [tees, dorset]) {
      for (const moment of ['', `&asAt=${String(judgedAt)}`])
        expect((await client.get(`/api/v1/audit/rating-history?organisation=11J${moment}`)).body.items).toEqual([]);
      expect((await client.get(`/api/v1/assessments/${idOf('11J')}`)).status).toBe(404);
      expect((await client.get('/api/v1/assessments?organisation=11J')).body.items).toEqual([]);
      const { body } = await client.get(`/api/v1/national-results?period=${PERIOD}`);
      expect(JSON.stringify(body)).not.toContain('outstanding');
    }
    expect(await told(panel, '11J', 'Published')).toEqual([]);
    expect(await summedUp()).toEqual([]);
    expect(await inPublic('11J')).toEqual({ rating: undefined, edition: undefined });
  });

  it('is public at that instant in a year’s page, its file and over HTTP, to anybody and without signing in', async () => {
    clock.set(EMBARGO);
    expect(await inPublic('11J')).toEqual({ rating: 'outstanding', edition: `${PERIOD}.scorecard.1` });
    expect(await noticesOf('11J')).toMatchObject([{ edition: 1, publishedAt: EMBARGO, corrects: null, lookedAtAgain: false }]);
    const page = await new PageClient(service.address).read(YEAR_PAGE);
    expect([page.status, /edition 1\s*, published[^.]*19 July 2027/.test(page.text)]).toEqual([200, true]);
    expect(page.html).not.toContain('/assessments/');
  });

  it('is there afterwards, once in each assessment, with the day and the words the public read', async () => {
    clock.set(EMBARGO);
    for (const organisation of ['11J', '00M', '10V']) await until(isRecorded(1, organisation));
    expect(await told(panel, '00M', 'Published')).toMatchObject([
      { data: { publishedAt: EMBARGO, publishedOn: '2027-07-19', channels: ['nhs-england', 'mynhs'], entry: { round: 1 } } },
    ]);
    expect((await secretary.get(`${AT}/editions/1`)).body).toMatchObject({ preparation: { publicationRecorded: true } });
    const published = { stage: 'published', edition: `${PERIOD}.scorecard.1`, publishedOn: '2027-07-19' };
    for (const client of [tees, panel]) {
      await until(async () => (await headlineOf(client, '11J'))?.stage === 'published');
      expect(await headlineOf(client, '11J')).toMatchObject({ rating: 'outstanding', ...published });
    }
    expect(await headlineOf(tees, '11J', '&effectiveOn=2027-07-18')).toBeUndefined();
    expect(await headlineOf(tees, '11J', `&asAt=${String(judgedAt)}`)).toBeUndefined();
    expect((await tees.get(`/api/v1/assessments/${idOf('11J')}`)).body).toMatchObject({ sight: 'published', actions: [] });
    expect((await tees.get(`/api/v1/assessments/${idOf('11J')}/events`)).status).toBe(404);
    const { body } = await tees.get('/api/v1/audit/rating-history?organisation=11J');
    expect(body.items?.find(({ item }) => item === 'headline')).toMatchObject({
      ...{ kind: 'published', from: null, to: 'outstanding', edition: published.edition },
    });
    const duty = (await panel.get('/api/v1/yearly-duty?year=2016-17')).body;
    expect(duty['counts']).toMatchObject({ published: 3 });
    expect(duty.items?.find(({ organisation }) => organisation === '11J')).toMatchObject({
      publication: { edition: published.edition, publishedOn: published.publishedOn },
    });
    const page = await PageClient.signedInAs(service.address, 'dorset-ccg');
    const { text } = await page.read('/organisations/11J/years/2016-17');
    expect(text).toContain('Outstanding');
    expect(text).toContain('Published 19 July 2027, edition 1');
  });

  it('is what the yearly summary is drafted from, an edition of its own that tells the assessments nothing more', async () => {
    expect(await summedUp()).toEqual(['00M', '10V', '11J']);
    await freeze(secretary, '2027-07-20T08:30:00Z', { at: SUMMARY });
    expect((await service.anonymous.get(`${SUMMARY}/editions/1`)).status).toBe(404);
    clock.set('2027-07-20T08:30:00.000Z');
    const { status, body } = await service.anonymous.get(`${SUMMARY}/editions/1`);
    expect([status, body['standing']]).toEqual([200, 'published']);
    expect(body['drawnFrom']).toMatchObject({ edition: 1, standing: 'published', supersededBy: null });
    await until(async () => {
      const { body: known } = await secretary.get(`${SUMMARY}/editions/1`);
      return (known['preparation'] as { publicationRecorded: boolean }).publicationRecorded;
    });
    expect(await told(panel, '11J', 'Published')).toHaveLength(1);
    expect((await secretary.get('/api/v1/scorecards/2015-16-q1.statutory-summary/draft')).status).toBe(404);
  });

  it('of clinical areas is what was given, by whom and when, whoever was given nothing left out with the reason', async () => {
    const assessor = await service.as('wessex-assessor');
    const GIVEN = { item: 'dementia', rating: 'good', givenOn: '2027-06-20', source: 'Letter of the panel' };
    const givenBy = { body: 'Independent expert panel for dementia', role: 'Chair' };
    expect((await assessor.post(`/api/v1/assessments/${idOf('11J')}/given-ratings`, { ...GIVEN, givenBy })).status).toBe(201);
    await freeze(secretary, '2027-07-21T08:30:00Z', { at: AREAS });
    expect((await service.anonymous.get(`${AREAS}/editions/1`)).status).toBe(404);
    clock.set('2027-07-21T08:30:00.000Z');
    const { body } = await service.anonymous.get(`${AREAS}/editions/1`);
    const given = { role: givenBy.role, body: givenBy.body, givenOn: GIVEN.givenOn };
    expect(body).toMatchObject({ hashHolds: true, counts: { organisations: 209, entries: 1, omitted: 208 } });
    expect(body['entries']).toMatchObject([{ organisation: '11J', ratings: [{ item: 'dementia', rating: 'good', given }] }]);
    expect((body['omitted'] as { reason: string }[]).map(({ reason }) => reason)).toContain('not-given');
    const file = String((await service.anonymous.get(`${AREAS}/editions/1.csv`)).body['text']);
    expect(file).toContain('Chair, Independent expert panel for dementia, 2027-06-20');
    expect(JSON.stringify((await service.anonymous.get(`/api/v1/organisations/11J/domain-status?year=2016-17`)).body)).toContain(
      `${PERIOD}.clinical-areas.1`,
    );
    await until(async () => (await told(panel, '11J', 'GivenRatingPublished')).length > 0);
    const publishedIn = `Clinical priority areas, edition 1: /scorecards/${PERIOD}.clinical-areas/editions/1`;
    expect(await told(panel, '11J', 'GivenRatingPublished')).toMatchObject([
      { data: { item: 'dementia', rating: 'good', publishedOn: '2027-07-21', publishedIn } },
    ]);
  });

  it('a reopening inside an embargo stops the edition; what was published stands beside the work on it', async () => {
    clock.set('2027-08-01T10:00:00.000Z');
    await freeze(secretary, '2027-08-10T08:30:00Z', { supersedes: { edition: 1, reason: 'Tees was rated by old figures.' } });
    await reopen(service, '00M');
    await until(async () => (await secretary.get(`${AT}/editions/2`)).body['standing'] === 'stopped');
    clock.set('2027-08-10T08:30:00.000Z');
    expect((await service.anonymous.get(`${AT}/editions/2`)).status).toBe(404);
    expect((await service.anonymous.get(AT)).body).toMatchObject({ standing: 1 });
    await until(async () => (await headlineOf(panel, '00M'))?.published !== undefined);
    expect(await headlineOf(panel, '00M')).toMatchObject({ stage: 'assessor', published: { edition: `${PERIOD}.scorecard.1` } });
    expect(await headlineOf(tees, '00M')).toMatchObject({ stage: 'published', rating: 'requires-improvement' });
    expect(await inPublic('00M')).toEqual({ rating: 'requires-improvement', edition: `${PERIOD}.scorecard.1` });
    expect((await service.anonymous.get(AT + '/editions/1')).body['lookedAtAgain']).toEqual(['00M']);
    expect(await noticesOf('00M')).toContainEqual(expect.objectContaining({ kind: 'scorecard', lookedAtAgain: true }));
    expect(await fileOf('00M')).toContain('The published ratings are being looked at again.');
  });

  it('a correction takes its place, holds on to what is judged anew, and takes out what it leaves out', async () => {
    const supersedes = { edition: 1, reason: 'Figures of 10V are checked.' };
    await freeze(secretary, '2027-08-11T08:30:00Z', { supersedes }, '10V');
    clock.set('2027-08-11T08:30:00.000Z');
    expect(await inPublic('10V')).toEqual({ rating: undefined, edition: undefined });
    expect(await noticesOf('10V')).toContainEqual(
      expect.objectContaining({
        edition: 3,
        corrects: supersedes,
        omitted: expect.objectContaining({ reason: 'held-back' }) as unknown,
      }),
    );
    expect((await service.anonymous.get(`${SUMMARY}/editions/1`)).body['drawnFrom']).toMatchObject({
      ...{ edition: 1, standing: 'superseded', supersededBy: 3 },
    });
    expect((await secretary.get(`${SUMMARY}/draft`)).body).toMatchObject({ supersedes: 1, drawnFrom: { edition: 3 } });
    const summary = await new PageClient(service.address).read(`/scorecards/${PERIOD}.statutory-summary`);
    expect(summary.text).toContain('That edition no longer stands: edition 3 took its place.');
    await until(isRecorded(3, '00M'));
    await until(async () => (await told(panel, '10V', 'PublicationWithdrawn')).length === 1);
    await until(async () => (await headlineOf(tees, '10V')) === undefined);
    expect(await headlineOf(tees, '00M')).toMatchObject({ edition: `${PERIOD}.scorecard.3`, publishedOn: '2027-08-11' });
    expect((await panel.get(`/api/v1/assessments/${idOf('00M')}`)).body).toMatchObject({ status: 'open', round: 2 });
    expect((await panel.get(`/api/v1/assessments/${idOf('10V')}`)).body).toMatchObject({ status: 'confirmed' });
    expect((await tees.get(`/api/v1/assessments/${idOf('10V')}`)).status).toBe(404);
  });

  it('is gone for everybody who saw it only because it was public, when the edition is withdrawn', async () => {
    const [, third] = await told(panel, '11J', 'Published');
    clock.set('2027-09-01T10:00:00.000Z');
    const { status } = await secretary.post(`${AT}/editions/3/withdrawal`, { reason: 'Its figures were those of another year.' });
    expect(status).toBe(201);
    expect(await inPublic('11J')).toEqual({ rating: undefined, edition: undefined });
    expect(await fileOf('11J')).toContain('edition 3 was withdrawn on 2027-09-01: Its figures were those of another year.');
    const withdrawal = expect.objectContaining({ reason: 'Its figures were those of another year.' }) as unknown;
    expect(await noticesOf('11J')).toContainEqual(expect.objectContaining({ edition: 3, withdrawal }));
    await until(async () => (await headlineOf(tees, '11J')) === undefined);
    expect(await summedUp()).toEqual([]);
    expect(await headlineOf(tees, '11J', '&effectiveOn=2027-08-10')).toMatchObject({ edition: `${PERIOD}.scorecard.1` });
    for (const moment of [`&asAt=${String(third?.position)}`, '&effectiveOn=2027-08-12'])
      expect(await headlineOf(tees, '11J', moment)).toBeUndefined();
    expect((await tees.get(`/api/v1/assessments/${idOf('11J')}`)).status).toBe(404);
    expect(await headlineOf(panel, '11J')).toMatchObject({ stage: 'confirmation', rating: 'outstanding' });
  });
});

/** As the command of a reopening records it. */
async function reopen({ running }: TestService, organisation: string): Promise<void> {
  const store = running.application.get<EventStore>(EVENT_STORE, { strict: false });
  const stream = assessmentStream(idOf(organisation));
  const last = (await store.readStream(stream)).at(-1);
  const event: AssessmentEvent = {
    type: 'Reopened',
    data: {
      ...{ request: derivedId(derivedId('6f0c1b52-7f0e-5a37-9d7e-0c55a0d1c0de', 'x'), 0), round: 2, items: ['headline'] },
      ...{ approvedBy: 'national-director', reopenedOn: '2027-08-01' },
    },
  };
  const origin = originOf({ actor: 'test', role: 'test', stream, request: {}, idempotencyKey: 'reopened' });
  const appended = await store.append(stream, last?.revision ?? 'no-stream', [
    toNewEvent(assessmentCodec, event, { id: derivedId(origin.commandId, 0), metadata: origin }),
  ]);
  if (appended.outcome !== 'appended') throw new Error(appended.outcome);
}

(isBuilt() ? describe : describe.skip)('the service as npm start runs it, killed while it records a publication', () => {
  it('has it public all the same, and finishes after the next start: each assessment is told once', async () => {
    const service = await startTestService({ holding: 'reference' });
    const folder = await folderForData();
    let server: BuiltServer | undefined;
    try {
      const { body } = await (
        await service.as('national-panel')
      ).get('/api/v1/organisations?kind=ccg&effectiveOn=2017-03-31&limit=120');
      const organisations = (body.items as { code: string }[]).map(({ code }) => code);
      await judge(service.running.application, { framework: FRAMEWORK, period: PERIOD, organisations });
      const embargo = new Date(Date.now() + 15_000).toISOString();
      await freeze(await service.as('committee-secretary'), embargo);
      await service.halt();
      server = await BuiltServer.start(folder, service.settings);
      const [first = '', last = ''] = [organisations[0], organisations.at(-1)];
      let panel = await server.as('national-panel');
      await until(async () => (await told(panel, first, 'Published')).length > 0);
      await server.end('SIGKILL');

      server = await BuiltServer.start(folder, service.settings);
      panel = await server.as('national-panel');
      expect((await panel.get(`${AT}/editions/1`)).body['standing']).toBe('published');
      const soFar = (await told(panel, last, 'Published')).length;
      await until(async () => (await told(panel, last, 'Published')).length > 0);
      const counts = await Promise.all(organisations.map(async (code) => (await told(panel, code, 'Published')).length));
      expect([soFar <= 1, new Set(counts)]).toEqual([true, new Set([1])]);
    } finally {
      await server?.end('SIGKILL');
      await service.stop();
    }
  });
});
