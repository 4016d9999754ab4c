import { jest } from '@jest/globals';
import { OneAssessment } from './support/one-assessment.js';
import { PageClient } from './support/page-client.js';
import { startTestService, type TestService } from './support/test-service.js';

jest.setTimeout(60_000);

let service: TestService;
const first = new OneAssessment('11J', 'ccg-assurance-2015-16', '2015-16-q1');
const second = new OneAssessment('11J', 'ccg-assurance-2015-16', '2015-16-q2');
const plan = {
  measure: 'Seen within four hours in A&E',
  ...{ unit: '%', better: 'higher', agreedOn: '2015-07-21' },
  months: [
    { month: '2015-07', planned: '91' },
    { month: '2015-08', planned: '92.5' },
    { month: '2015-09', planned: '93.5' },
  ],
};

beforeAll(async () => {
  service = await startTestService({ holding: 'reference' });
});
afterAll(() => service.stop());

it('is agreed, followed and told otherwise with a reason, and reaches into the next quarter', async () => {
  const assessor = await service.as('wessex-assessor');
  await first.open(assessor);
  await second.open(assessor);
  expect((await assessor.post(first.at('/trajectories'), plan)).status).toBe(201);
  const [agreed] = (await assessor.get(first.at())).body['trajectories'] as { id: string }[];
  const values = first.at(`/trajectories/${String(agreed?.id)}/values`);
  const tell = (actual: string, more = {}) => assessor.post(values, { values: [{ month: '2015-08', actual }], ...more });

  expect((await tell('92.10')).status).toBe(201);
  const changed = await tell('92.60');
  expect([changed.status, changed.body['type']]).toEqual([422, '/problems/changed-value-needs-a-reason']);
  const told = await tell('92.60', { reason: 'The first figure was provisional' });
  expect(told.status).toBe(201);

  const position = String(told.body['position']);
  const carried = (await assessor.get(`${second.at()}?atLeast=${position}`)).body['carriedTrajectories'];
  expect(carried).toMatchObject([
    {
      ...{ assessment: first.id, measure: plan.measure, unit: '%' },
      months: [
        { month: '2015-07', planned: '91', actual: null, onTrack: null },
        { month: '2015-08', planned: '92.5', actual: '92.60', onTrack: true },
        { month: '2015-09', planned: '93.5', actual: null, onTrack: null },
      ],
    },
  ]);
});

it('stands on the page as a picture with its numbers as a table', async () => {
  const assessor = await PageClient.signedInAs(service.address, 'wessex-assessor');
  const { html, text } = await assessor.read(`/assessments/${second.id}`);
  expect(html).toContain('<svg class="app-chart"');
  expect(text).toContain('August 2015 92.5% 92.60% As planned or better');
  expect(text).toContain('August 2015 was told otherwise before: The first figure was provisional');
});

it.each([
  ['months', { ...plan, months: [{ month: '2015-13', planned: '91' }] }, 400, 'body-not-valid'],
  ['numbers', { ...plan, months: [{ month: '2015-08', planned: 'ninety' }] }, 400, 'body-not-valid'],
  ['the order of months', { ...plan, months: plan.months.toReversed() }, 422, 'months-not-in-order'],
])('refuses what is wrong with %s, and records nothing', async (_, body, status, rule) => {
  const assessor = await service.as('wessex-assessor');
  const before = await first.revision(assessor);
  const answer = await assessor.post(first.at('/trajectories'), body);
  expect([answer.status, answer.body['type']]).toEqual([status, `/problems/${rule}`]);
  expect(await first.revision(assessor)).toBe(before);
});

it("is nobody's to agree outside their area", async () => {
  const answer = await (await service.as('cne-assessor')).post(first.at('/trajectories'), plan);
  expect(answer.status).toBe(403);
});
