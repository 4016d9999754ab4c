import { setTimeout as pause } from 'node:timers/promises';
import { shippedJson } from '#frameworks/testing/shipped-pack.js';
import { heldBack } from './support/held-back.js';
import type { HttpClient } from './support/http-client.js';
import { judge } from './support/judged-nation.js';
import { whatIsStored } from './support/log-head.js';
import { components, OneAssessment, ratingsOf, seeing } from './support/one-assessment.js';
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
const [dorset, fareham] = [of('11J'), of('10K')];
const MANY = ['10J', '10L', '10V', '11A', '11M'] as const;

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
  await fareham.rated(assessor, components({ performance: 'limited-assurance' }));
  const { application } = service.running;
  const common = { framework: FRAMEWORK, period: QUARTER };
  await judge(application, { ...common, organisations: MANY, before: 'national' });
  await judge(application, { ...common, organisations: ['11N'] });
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

describe('a new version for every assessment of a period that is not finished', () => {
  const all = { framework: FRAMEWORK, period: QUARTER, version: 4, reason: REASON };
  const ADDRESS = '/api/v1/framework-versions';
  const pages = `/frameworks/${FRAMEWORK}/versions/4/application`;

  it('is foreseen assessment by assessment: final ratings are not among them, and nothing is recorded', async () => {
    const before = await whatIsStored(service);
    const { status, body } = await secretary.post(`${ADDRESS}?dryRun=true`, all);
    expect([status, body['acceptable']]).toEqual([200, true]);
    const items = body.items ?? [];
    const says = new Map(items.map((one) => [String(one['organisation']), one['says']]));
    expect([...says.keys()].sort()).toEqual(['10K', ...MANY].sort());
    expect([says.get('10K'), says.get('10J')]).toEqual([
      'Overall rating: Not assured, before Limited assurance, requires improvement',
      'No rating changes',
    ]);
    expect((await assessor.post(ADDRESS, all)).status).toBe(403);
    const refused = await Promise.all(
      [{ version: 5 }, { period: '2015-16-q4' }].map((one) => secretary.post(ADDRESS, { ...all, ...one })),
    );
    expect(refused.map((one) => one.body['type'])).toEqual([
      '/problems/bulk-entry-has-refused-rows',
      '/problems/bulk-entry-says-nothing-new',
    ]);
    expect(await whatIsStored(service)).toEqual(before);
  });

  it('shows on its page what each would become, and asks for what is missing beside the fields', async () => {
    const page = await PageClient.signedInAs(service.address, 'national-secretary');
    expect((await page.read(`/frameworks/${FRAMEWORK}/versions/4`)).text).toContain('Apply this version to assessments');
    const wrong = await page.send(pages, { period: QUARTER });
    expect([wrong.status, wrong.text.includes('Enter why it is applied')]).toEqual([400, true]);
    const check = await page.send(pages, { period: QUARTER, reason: REASON });
    expect(check.text).toContain('6, of which 1 has a rating that changes');
  });

  it('is one recorded entry, finished when its process comes back, each once; what was refused is told with its rule', async () => {
    const headers = { 'Idempotency-Key': 'once' };
    const entered = await heldBack(service.database, 'bulk-entries', async () => {
      const answer = await secretary.post(ADDRESS, all, headers);
      expect([answer.status, answer.body['detail']]).toEqual([201, undefined]);
      // Something material is recorded on one of them before its turn comes.
      await fareham.record(assessor, '/ratings', ratingsOf({ planning: 'limited-assurance' }));
      return answer;
    });
    const location = String(entered.headers.get('Location'));
    let { body } = await secretary.get(location);
    for (; body['settled'] !== 6; { body } = await secretary.get(location)) await pause(50);
    expect(body).toMatchObject({ kind: 'framework-versions', rows: 6, notApplied: [{ rule: 'judged-revision-is-stale' }] });
    const again = await secretary.post(ADDRESS, all, headers);
    expect([again.status, again.headers.get('Location'), again.body['events']]).toEqual([201, location, entered.body['events']]);
    for (const organisation of MANY) {
      const applied = (await of(organisation).events(secretary)).filter(({ type }) => type === 'FrameworkVersionApplied.v3');
      expect([organisation, applied.length]).toEqual([organisation, 1]);
    }
    expect((await secretary.get(fareham.at())).body).toMatchObject({ frameworkVersion: 3 });
    expect((await secretary.get(of('11N').at())).body).toMatchObject({ frameworkVersion: 3, status: 'moderated' });
  });
});
