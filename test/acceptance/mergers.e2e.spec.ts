import { setTimeout as pause } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { PublishedRatingsImport, type RatingsImport } from '#assessment/application/import-published-ratings.js';
import type { Person } from '#identity/contract.js';
import type { HttpClient } from './support/http-client.js';
import { OneAssessment, type RecordedAnswer } from './support/one-assessment.js';
import { PageClient } from './support/page-client.js';
import { asPerson, samplePeopleAnd } from './support/people-beside.js';
import { startTestService, type TestService } from './support/test-service.js';

jest.setTimeout(60_000);

const ELSEWHERE: readonly Person[] = [
  { id: 'central-assessor', name: 'Of South Central', role: 'assessor', area: { kind: 'office', code: 'Q82' } },
  { id: 'east-assessor', name: 'Of South East', role: 'assessor', area: { kind: 'office', code: 'Q87' } },
];
const PATIENCE_MS = 15_000;

let service: TestService;
let assessor: HttpClient;
let assessorOfSuccessor: HttpClient;
let auditor: HttpClient;
beforeAll(async () => {
  service = await startTestService({ holding: 'reference', people: samplePeopleAnd(ELSEWHERE) });
  [assessor, assessorOfSuccessor, auditor] = await Promise.all([
    asPerson(service, 'central-assessor'),
    asPerson(service, 'east-assessor'),
    service.as('auditor'),
  ]);
});
afterAll(() => service.stop());

const HEADER = 'organisation,framework,period,item,rating,published_label,published_on,evidence,source';
const importing = (...rows: readonly string[]): Promise<RatingsImport> =>
  service.running.application
    .get(PublishedRatingsImport, { strict: false })
    .run([HEADER, ...rows].join('\n'), { actor: 'administrator', role: 'administrator', today: '2026-01-05' });

describe('the ratings of those an organisation took in', () => {
  let imported: RatingsImport;
  beforeAll(async () => {
    imported = await importing(
      '10G,ccg-iaf-2016-17,2016-17-year,headline,good,Good,2017-07-21,published,A list of 2017',
      '10G,ccg-assurance-2015-16,2015-16-year,headline,assured-as-good,Good,2016-07-21,published,A list of 2016',
      '10C,ccg-iaf-2018-19,2018-19-year,headline,outstanding,Outstanding,2019-07-11,published,A list of 2019',
    );
    expect(imported.left).toEqual([]);
  });

  const ratingsOf = async (code: string) =>
    (await auditor.get(`/api/v1/organisations/${code}/predecessors-ratings?atLeast=${String(imported.position)}`)).body.items;

  it('stand side by side on the successor, through the chain of mergers, the last of each with its source', async () => {
    const items = await ratingsOf('D4U1Y');
    expect(items?.map(({ code, into }) => `${String(code)} into ${String(into)}`).sort()).toEqual([
      ...['10C into D4U1Y', '10G into 15D', '10T into 15D', '11C into 15D', '15D into D4U1Y', '99M into D4U1Y'],
    ]);
    const rated: Readonly<Record<string, unknown>> = Object.fromEntries(
      items?.map(({ code, ratings }) => [String(code), ratings]) ?? [],
    );
    expect(rated['10G']).toMatchObject([
      {
        family: 'annual-assessment',
        framework: 'ccg-iaf-2016-17',
        period: '2016-17-year',
        label: 'Good',
        source: 'A list of 2017',
      },
    ]);
    expect(rated['10C']).toMatchObject([{ framework: 'ccg-iaf-2018-19', rating: 'outstanding', source: 'A list of 2019' }]);
    expect(rated['10T']).toEqual([]);
  });

  it('are not inherited: the successor’s own year is as empty as before', async () => {
    const { body } = await auditor.get('/api/v1/organisations/D4U1Y/domain-status?year=2021-22');
    expect(body.items).toEqual([]);
  });

  it('were not there before they were recorded', async () => {
    const { body } = await auditor.get('/api/v1/organisations/D4U1Y/predecessors-ratings?asAt=1');
    expect(body.items).toEqual([]);
  });

  it('stand on the page of the organisation, and nowhere on that of one that took in nobody', async () => {
    const page = await PageClient.signedInAs(service.address, 'auditor');
    expect((await page.read('/organisations/D4U1Y')).text).toMatch(
      /Last ratings of those it took in .*\(10G\) merged .*A list of 2017/,
    );
    expect((await page.read('/organisations/11J')).text).not.toContain('Last ratings of those it took in');
  });

  it('are asked for of an organisation that exists', async () => {
    expect((await auditor.get('/api/v1/organisations/NOBODY/predecessors-ratings')).status).toBe(404);
  });
});

describe('the open actions of those an organisation took in', () => {
  const before = new OneAssessment('10G', 'ccg-assurance-2015-16', '2015-16-q1');
  const afterwards = new OneAssessment('15D', 'ccg-iaf-2018-19', '2018-19-year');
  let passedOn: Record<string, unknown>;
  let carried: readonly Record<string, unknown>[];

  beforeAll(async () => {
    await before.open(assessor);
    await before.record(assessor, '/checkpoint-meetings', {
      heldOn: '2015-07-14',
      actions: [{ description: 'Send the plan', owner: 'Chief officer', due: '2031-01-01' }],
    });
    await afterwards.open(assessorOfSuccessor);
    [passedOn] = await eventually(async () => (await before.events(auditor)).filter(({ type }) => type === 'ActionPassedOn.v1'));
    carried = await eventually(() => carriedInto(afterwards));
  });

  it('are carried into the successor’s next assessment, and said in their own to have passed on', async () => {
    const { body } = await assessor.get(before.at());
    const [action] = body['actions'] as readonly { readonly id: string }[];
    expect(action).toMatchObject({ status: 'open', passedOn: { to: '15D', mergedOn: '2018-04-01' } });
    expect(carried).toMatchObject([{ action: action?.id, assessment: before.id, passedOnFrom: '10G', passedOnTo: '15D' }]);
    expect(passedOn).toMatchObject({ actor: 'process:actions-after-merger', businessDate: '2018-04-01' });
  });

  it('are done with for both once completed', async () => {
    const [action] = carried;
    const done: RecordedAnswer = await before.record(assessor, `/actions/${String(action?.['action'])}/updates`, {
      kind: 'completion',
      completedOn: '2018-05-01',
    });
    expect(await carriedInto(afterwards, done.position)).toEqual([]);
  });
});

async function carriedInto(assessment: OneAssessment, atLeast = '0'): Promise<readonly Record<string, unknown>[]> {
  const { body } = await assessorOfSuccessor.get(`${assessment.at()}?atLeast=${atLeast}`);
  return body['carriedForward'] as readonly Record<string, unknown>[];
}

/** What a process manager brings about comes a moment later: asks until something is there. */
async function eventually(
  ask: () => Promise<readonly Record<string, unknown>[]>,
): Promise<readonly [Record<string, unknown>, ...Record<string, unknown>[]]> {
  const patience = Date.now() + PATIENCE_MS;
  for (;;) {
    const [first, ...more] = await ask();
    if (first !== undefined) return [first, ...more];
    if (Date.now() > patience) throw new Error('it did not come about');
    await pause(20);
  }
}
