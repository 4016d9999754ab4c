import { PublishedRatingsImport } from '#assessment/application/import-published-ratings.js';
import { shippedJson } from '#frameworks/testing/shipped-pack.js';
import type { HttpClient } from './support/http-client.js';
import { whatIsStored } from './support/log-head.js';
import { startTestService, type TestService } from './support/test-service.js';

let service: TestService;
let administrator: HttpClient;
beforeAll(async () => {
  service = await startTestService({ holding: 'reference' });
  administrator = await service.as('administrator');
});
afterAll(() => service.stop());

const nextYear = {
  ...shippedJson('nhs-oversight-2026-27'),
  id: 'nhs-oversight-2027-28',
  title: 'NHS Oversight Framework 2027/28',
  window: { from: '2027-28-q1', until: '2028-29-q1' },
};
const adopt = (pack: unknown, by = administrator) =>
  by.post('/api/v1/frameworks', { pack, source: 'A test', reason: 'To see it adopted.' });

describe('next year’s framework', () => {
  it('is adopted by an administrator from a pack, and then rates its year', async () => {
    const answer = await adopt(nextYear);
    expect(answer).toMatchObject({ status: 201, body: { framework: 'nhs-oversight-2027-28', version: 1 } });
    const read = await service.anonymous.get(
      `/api/v1/frameworks/nhs-oversight-2027-28?atLeast=${String(answer.body['position'])}`,
    );
    expect(read.body).toMatchObject({ hash: answer.body['hash'], window: nextYear.window });
  });

  it('tells what a new version changed, and keeps the hash of each', async () => {
    const answer = await adopt({ ...nextYear, version: 2, title: 'NHS Oversight Framework 2027/28, corrected' });
    expect(answer).toMatchObject({
      status: 201,
      body: { version: 2, replaced: { version: 1, changes: [{ change: 'changed', path: 'title' }] } },
    });
  });

  it('is refused by the name of what is wrong with it, with the place, and nothing is recorded', async () => {
    const before = await whatIsStored(service);
    const refusals = await Promise.all([
      adopt({ ...nextYear, title: 'Other content under version 1' }),
      adopt({ ...nextYear, id: 'another', rules: [{ id: 'best', kind: 'best-of' }] }),
      adopt({ ...nextYear, id: 'another' }),
    ]);
    expect(refusals.map(({ status, body }) => [status, body['type']])).toEqual([
      [422, '/problems/framework-version-is-immutable'],
      [422, '/problems/rule-kind-known'],
      [422, '/problems/windows-apart'],
    ]);
    expect(refusals[1]?.body['errors']).toContainEqual(expect.objectContaining({ pointer: '/pack/rules/0/kind' }));
    expect(await whatIsStored(service)).toEqual(before);
  });

  it('is nobody else’s to adopt', async () => {
    const assessor = await service.as('wessex-assessor');
    expect(await adopt({ ...nextYear, version: 3 }, assessor)).toMatchObject({ status: 403 });
  });
});

describe('the drafts’ rule of 2015-16, which was overturned', () => {
  const ID = '11J.ccg-assurance-2015-16.2015-16-year';
  const COMPONENTS = ['well-led', 'performance', 'financial-management', 'planning', 'delegated-functions'];
  beforeAll(async () => {
    const row = (item: string, rating: string) => `11J,ccg-assurance-2015-16,2015-16-year,${item},${rating},,,published,A test`;
    const rows = COMPONENTS.map((item) => row(item, item === 'planning' ? 'limited-assurance' : 'assured-as-good'));
    const header = 'organisation,framework,period,item,rating,published_label,published_on,evidence,source';
    await service.running.application
      .get(PublishedRatingsImport, { strict: false })
      .run([header, ...rows, row('headline', 'assured-as-good'), ''].join('\n'), {
        actor: 'administrator',
        role: 'administrator',
        today: '2026-01-05',
      });
  });

  it('is shown as what it would have given, beside what was given, and stored nowhere', async () => {
    const auditor = await service.as('auditor');
    const before = await whatIsStored(service);
    const { status, body } = await auditor.get(`/api/v1/assessments/${ID}/what-if?rule=local-drafts`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      whatIf: true,
      recorded: { headline: 'assured-as-good', planning: 'limited-assurance' },
      ruleVersion: { id: 'local-drafts', status: 'overturned' },
      computed: [{ item: 'headline', outcome: { rating: 'limited-assurance' } }],
    });
    expect(await whatIsStored(service)).toEqual(before);
  });

  it('is the only other one: a version that is not known is refused with those that are', async () => {
    const auditor = await service.as('auditor');
    const { status, body } = await auditor.get(`/api/v1/assessments/${ID}/what-if?rule=best-component`);
    expect([status, body['type']]).toEqual([422, '/problems/rule-version-unknown']);
    expect(body['detail']).toContain('local-drafts, national-re-rating');
  });
});
