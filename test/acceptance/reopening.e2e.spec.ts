import type { HttpClient } from './support/http-client.js';
import { judge } from './support/judged-nation.js';
import { OneAssessment } from './support/one-assessment.js';
import { PageClient } from './support/page-client.js';
import { startTestService, type TestService } from './support/test-service.js';

let service: TestService;
let director: HttpClient;
let secretary: HttpClient;
let auditor: HttpClient;
const year = new OneAssessment('11J', 'ccg-assurance-2013-15', '2014-15-year');
const REASON = 'The figures of February were wrong';

beforeAll(async () => {
  service = await startTestService({ holding: 'reference' });
  [director, secretary, auditor] = await Promise.all([
    service.as('wessex-director'),
    service.as('committee-secretary'),
    service.as('auditor'),
  ]);
  const { framework, period } = year;
  await judge(service.running.application, { framework, period, organisations: ['11J'] });
});
afterAll(() => service.stop());

const requestsIn = async () => (await director.get(year.at())).body['reopenings'] as { request: string; settled: unknown }[];
const page = async (person: string): Promise<string> =>
  (await (await PageClient.signedInAs(service.address, person)).read(`/assessments/${year.id}`)).text;

describe('confirmed ratings', () => {
  it('are asked to be reopened, which is refused with a reason', async () => {
    expect((await auditor.post(year.at('/reopening-requests'), { reason: REASON })).status).toBe(403);
    expect((await director.post(year.at('/reopening-requests'), {})).status).toBe(400);
    expect((await director.post(year.at('/reopening-requests'), { reason: 'In haste' })).status).toBe(201);
    const again = await director.post(year.at('/reopening-requests'), { reason: REASON });
    expect([again.status, again.body['type']]).toEqual([409, '/problems/reopening-requested-already']);
    const [asked] = await requestsIn();
    expect((await director.post(year.at('/reopening'), { request: asked?.request })).status).toBe(403);
    const refusal = year.at(`/reopening-requests/${asked?.request ?? ''}/refusal`);
    expect((await secretary.post(refusal, { reason: 'Say what is new' })).status).toBe(201);
    expect((await director.get(year.at())).body).toMatchObject({
      status: 'confirmed',
      reopenings: [{ settled: { outcome: 'refused', by: 'committee-secretary', reason: 'Say what is new' } }],
    });
  });

  it('are reopened by another person than who asked, shown wherever the rating is', async () => {
    expect(await page('wessex-director')).toContain('Ask to reopen the ratings');
    await director.post(year.at('/reopening-requests'), { reason: REASON, items: ['domain-1'] });
    expect(await page('committee-secretary')).toContain('Decide on the request');
    const asked = (await requestsIn()).at(-1)?.request ?? '';
    const reopened = await secretary.post(year.at('/reopening'), { request: asked });
    expect(reopened.status).toBe(201);
    const { body } = await director.get(year.at());
    expect(body).toMatchObject({ status: 'open', round: 2, stage: 'assessor' });
    expect(body.items?.filter(({ reopened: may }) => may).map(({ item }) => item)).toEqual(['domain-1']);
    expect(await page('wessex-director')).toContain(`Re-opened on`);
    const assessor = await service.as('wessex-assessor');
    const work = await assessor.get(`/api/v1/work-list?atLeast=${String(reopened.body['position'])}`);
    expect(work.body.items).toMatchObject([{ assessment: year.id, returnedBy: 'reopening', returnedItems: ['domain-1'] }]);
    const once = await secretary.post(year.at('/reopening'), { request: asked });
    expect(once.body['events']).toEqual([]);
  });
});
