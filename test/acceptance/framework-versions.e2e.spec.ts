import { shippedJson } from '#frameworks/testing/shipped-pack.js';
import type { HttpClient } from './support/http-client.js';
import { whatIsStored } from './support/log-head.js';
import { components, OneAssessment, seeing } from './support/one-assessment.js';
import { PageClient } from './support/page-client.js';
import { startTestService, type TestService } from './support/test-service.js';

const FRAMEWORK = 'ccg-assurance-2015-16';
const QUARTER = '2015-16-q3';
const REASON = 'Performance decides from this quarter on';
const LATEST = shippedJson(`${FRAMEWORK}.v3`) as {
  readonly rules: readonly { readonly id: string }[];
  readonly items: readonly object[];
};
const of = (organisation: string) => new OneAssessment(organisation, FRAMEWORK, QUARTER);
const [dorset, portsmouth] = [of('11J'), of('10R')];

let service: TestService;
let assessor: HttpClient;
let secretary: HttpClient;

const CAP = {
  ...{ when: { item: 'performance', atOrBelow: 'limited-assurance' }, atBest: 'not-assured' },
  ...{ certainty: 'assumed', source: 'Made for a test.' },
};
/** The next version: with limited assurance in performance the headline is not assured. */
const nextVersion = {
  ...LATEST,
  version: 4,
  rules: LATEST.rules.map((rule) => (rule.id === 'worst-of-components' ? { ...rule, caps: [CAP] } : rule)),
};

beforeAll(async () => {
  service = await startTestService({ holding: 'reference' });
  [assessor, secretary] = (await Promise.all(['wessex-assessor', 'national-secretary'].map((id) => service.as(id)))) as [
    HttpClient,
    HttpClient,
  ];
  await dorset.rated(assessor, components({ performance: 'limited-assurance' }));
  await dorset.record(assessor, '/submission', {});
  await portsmouth.rated(assessor, components());
  const administrator = await service.as('administrator');
  for (const pack of [nextVersion, { ...nextVersion, version: 5, items: LATEST.items.slice(1) }]) {
    const answer = await administrator.post('/api/v1/frameworks', {
      pack,
      source: 'A test',
      reason: `Version ${String(pack.version)}.`,
    });
    expect([answer.status, answer.body['detail']]).toEqual([201, undefined]);
  }
});
afterAll(() => service.stop());

const apply = async (one: OneAssessment, version: number, by = secretary) =>
  by.post(one.at('/framework-versions'), { version, reason: REASON }, seeing(await one.revision(secretary)));

describe('a new version of a framework’s rule', () => {
  it('is refused by name where it cannot be applied, and nothing is recorded', async () => {
    const before = await whatIsStored(service);
    for (const [version, rule] of [
      [9, 'framework-version-unknown'],
      [2, 'framework-version-not-newer'],
      [5, 'framework-version-not-alike'],
    ] as const)
      expect(await apply(dorset, version)).toMatchObject({ status: 422, body: { type: `/problems/${rule}` } });
    expect((await apply(dorset, 4, assessor)).status).toBe(403);
    expect((await secretary.post(dorset.at('/framework-versions'), { version: 4, reason: REASON })).status).toBe(428);
    expect((await secretary.post(dorset.at('/framework-versions'), { version: 4 }, seeing('1'))).status).toBe(400);
    expect(await whatIsStored(service)).toEqual(before);
  });

  it('is shown with the rule before and after, and what the headline would become, before it is applied', async () => {
    const page = await PageClient.signedInAs(service.address, 'national-secretary');
    expect((await page.read(`/assessments/${dorset.id}`)).text).toContain('Apply a newer version of the framework');
    const { text } = await page.read(`/assessments/${dorset.id}/framework-version`);
    expect(text).toContain('Would become');
    expect(text).toContain('At best Not assured where Performance');
    expect(text).toContain('Overall rating Limited assurance, requires improvement Not assured Not assured: no better');
    expect(text).toContain('It cannot be applied.');
    expect((await secretary.get(dorset.at())).body).toMatchObject({ headline: { result: 'limited-assurance' } });
  });

  it('is applied with the headline computed anew, said by whom, why and from what', async () => {
    expect((await apply(dorset, 4)).status).toBe(201);
    const { body } = await secretary.get(dorset.at());
    expect(body).toMatchObject({ frameworkVersion: 4, status: 'in-moderation', headline: { result: 'not-assured' } });
    const applied = (await dorset.events(secretary)).at(-1);
    expect(applied).toMatchObject({
      type: 'FrameworkVersionApplied.v3',
      data: {
        ...{ from: 3, stage: 'local', appliedBy: 'national-secretary', reason: REASON },
        changed: [{ item: 'headline', before: 'limited-assurance', after: 'not-assured' }],
      },
    });
    const position = String(body['position']);
    const trail = await secretary.get(dorset.at(`/moderation-trail?atLeast=${position}`));
    const headline = (trail.body.items ?? []).find(({ item }) => item === 'headline');
    expect(headline).toMatchObject({
      local: { from: 'limited-assurance', to: 'not-assured', reason: REASON, decidedBy: ['national-secretary'] },
    });
    const auditor = await service.as('auditor');
    const history = await auditor.get(`/api/v1/audit/rating-history?assessment=${dorset.id}&atLeast=${position}`);
    expect(history.body.items).toContainEqual(
      expect.objectContaining({
        item: 'headline',
        from: 'limited-assurance',
        to: 'not-assured',
        reason: REASON,
        stage: 'framework',
      }),
    );
    const again = await apply(dorset, 4);
    expect([again.status, again.body['events']]).toEqual([201, []]);
  });

  it('is what the next stage judges', async () => {
    const director = await service.as('wessex-director');
    const read = await dorset.revision(director);
    const stale = await director.post(dorset.at('/moderation/local'), { outcome: 'upheld' }, seeing(BigInt(read) - 1n));
    expect(stale.body['type']).toBe('/problems/judged-revision-is-stale');
    await dorset.record(director, '/moderation/local', { outcome: 'upheld' });
    expect((await director.get(dorset.at())).body).toMatchObject({ stage: 'regional', headline: { result: 'not-assured' } });
  });
});
