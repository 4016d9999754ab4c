import { PublishedRatingsImport } from '#assessment/application/import-published-ratings.js';
import { shippedFiles, shippedJson } from '#frameworks/testing/shipped-pack.js';
import type { HttpClient } from './support/http-client.js';
import { whatIsStored } from './support/log-head.js';
import { PageClient } from './support/page-client.js';
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
const adopt = (pack: unknown, by = administrator, query = '') =>
  by.post(`/api/v1/frameworks${query}`, { pack, source: 'A test', reason: 'To see it adopted.' });

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

  it('is only checked by a dry run, which tells every fault with its place, and what it would change', async () => {
    const before = await whatIsStored(service);
    const sound = await adopt(
      { ...nextYear, version: 3, title: 'NHS Oversight Framework 2027/28, again' },
      administrator,
      '?dryRun=true',
    );
    expect(sound).toMatchObject({
      status: 200,
      body: {
        dryRun: true,
        adoptable: true,
        alreadyAdopted: false,
        faults: [],
        replaced: { version: 2, changes: [{ path: 'title' }] },
      },
    });
    const faulty = await adopt({ ...nextYear, assessor: 'anybody', colour: 'green' }, administrator, '?dryRun=true');
    expect(faulty.body).toMatchObject({
      adoptable: false,
      faults: [
        { rule: 'pack-shape', pointer: '/pack/assessor', detail: expect.stringContaining('one of local-office') as string },
        { rule: 'pack-shape', pointer: '/pack' },
      ],
    });
    expect(await whatIsStored(service)).toEqual(before);
  });

  it('keeps every version, with its hash, where it came from, and what it changed', async () => {
    const { body } = await service.anonymous.get('/api/v1/frameworks/nhs-oversight-2027-28/versions');
    expect(body.items).toMatchObject([
      { version: 2, source: 'A test', replaced: { version: 1, changes: [{ path: 'title' }] } },
      { version: 1, replaced: null },
    ]);
    const first = await service.anonymous.get('/api/v1/frameworks/nhs-oversight-2027-28?version=1');
    expect(first.body).toMatchObject({ version: 1, title: nextYear.title, hash: body.items?.[1]?.['hash'] });
    expect((await service.anonymous.get('/api/v1/frameworks/nhs-oversight-2027-28?version=9')).status).toBe(404);
  });
});

/** A pack with the value at a path put in another's place. */
function planted(pack: Record<string, unknown>, path: string, value: unknown): Record<string, unknown> {
  const copy = structuredClone(pack);
  const steps = path.split('/');
  const last = steps.pop() ?? '';
  (steps.reduce<unknown>((at, step) => (at as Record<string, unknown>)[step], copy) as Record<string, unknown>)[last] = value;
  return copy;
}

describe('a bad pack', () => {
  const caf = { ...shippedJson('ccg-assurance-2013-15.v2'), id: 'bad', family: 'bad' };
  const pce = { ...shippedJson('pce-2018-19.v2'), id: 'bad', family: 'bad' };
  const cap = { when: { item: 'headline', atOrBelow: 'red' }, atBest: 'red', certainty: 'assumed', source: 'A test' };

  it.each([
    ['a cycle of caps', 'rules-without-cycle', planted(pce, 'rules/1/caps', [cap])],
    ['a duplicate id', 'ids-unique', planted(caf, 'items/1/id', 'domain-1')],
    [
      'a window that overlaps one of its family and kind',
      'windows-apart',
      { ...caf, family: shippedJson('ccg-assurance-2013-15.v2')['family'] },
    ],
    ['a scale without an order', 'scale-without-order', planted(caf, 'scales/0/order', 'none')],
    ['a rule of no known kind', 'rule-kind-known', planted(caf, 'rules/0/kind', 'best-of')],
    ['a rule that is not there', 'item-by-known-rule', planted(caf, 'items/6/rule/year', 'best-of-domains')],
  ])('with %s is refused as %s', async (_, rule, pack) => {
    const [refused, checked] = [await adopt(pack), await adopt(pack, administrator, '?dryRun=true')];
    expect([refused.status, refused.body['type']]).toEqual([422, `/problems/${rule}`]);
    expect(checked.body['faults']).toContainEqual(expect.objectContaining({ rule }));
  });
});

/** Every statement of a pack that says how sure it is: where it comes from. */
function sourcesIn(value: unknown): readonly string[] {
  if (typeof value !== 'object' || value === null) return [];
  const { certainty, source } = value as Record<string, unknown>;
  const own = typeof certainty === 'string' && typeof source === 'string' ? [source] : [];
  return [...own, ...Object.values(value).flatMap(sourcesIn)];
}

describe('every framework that ships', () => {
  const unescaped = (html: string): string =>
    html
      .replaceAll('&#39;', "'")
      .replaceAll('&quot;', '"')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&amp;', '&');

  it.each(shippedFiles())('shows the source and certainty of all it says, in the API and on its page: %s', async (file) => {
    const pack = shippedJson(file);
    const [id, version] = [String(pack['id']), String(pack['version'])];
    const sources = [...sourcesIn(pack), ...(pack['sources'] as string[])];
    const rules = (pack['rules'] as { id: string }[]).map((rule) => `id="rule-${rule.id}"`);
    expect(sources.length).toBeGreaterThan(rules.length);

    const { body } = await service.anonymous.get(`/api/v1/frameworks/${id}?version=${version}`);
    expect(sourcesIn(body)).toEqual(sourcesIn(pack));
    const page = await service.anonymous.get(`/frameworks/${id}/versions/${version}`);
    const html = unescaped(String(page.body['text']));
    expect(sources.filter((source) => !html.includes(source))).toEqual([]);
    expect(rules.filter((rule) => !html.includes(rule))).toEqual([]);
    expect(html.split(/>\s*(?:Assumed|Published)\s*</).length - 1).toBeGreaterThanOrEqual(sourcesIn(pack).length);
    expect(html).toContain(String(body['hash']));
  });

  it('is of a shape that is published as a JSON Schema', async () => {
    const { body, headers } = await service.anonymous.get('/frameworks/framework-pack.schema.json');
    expect(headers.get('Content-Type')).toContain('schema+json');
    expect(body).toMatchObject({ title: 'Framework pack of Checkpoint Assurance', properties: { window: { type: 'object' } } });
  });

  it('can be taken down as the file it was', async () => {
    const { body } = await service.anonymous.get('/frameworks/pce-2018-19/versions/1.json');
    expect(body).toEqual(shippedJson('pce-2018-19'));
  });

  it('is offered for adoption to administrators alone', async () => {
    const [administrators, assessors] = await Promise.all(
      ['administrator', 'wessex-assessor'].map((person) => PageClient.signedInAs(service.address, person)),
    );
    expect((await administrators!.read('/frameworks')).html).toContain('href="/frameworks/adoption"');
    expect((await assessors!.read('/frameworks')).html).not.toContain('/frameworks/adoption');
    expect((await assessors!.read('/frameworks/adoption')).status).toBe(403);
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

  it('is shown so on a page of its own, as no rating, which the case leads to', async () => {
    const before = await whatIsStored(service);
    const auditor = await PageClient.signedInAs(service.address, 'auditor');
    expect((await auditor.read(`/assessments/${ID}`)).html).toContain(`href="/assessments/${ID}/what-if"`);
    const { html } = await auditor.read(`/assessments/${ID}/what-if`);
    expect(html).toContain('What is worked out here is no rating');
    expect(html.replaceAll(/\s+/g, ' ')).toContain(
      '<td>Assured as good</td><td><strong>Limited assurance, requires improvement</strong>, another</td>',
    );
    expect(await whatIsStored(service)).toEqual(before);
  });

  it('is worked out from what stood on record at a moment, and from nothing before it was recorded', async () => {
    const auditor = await service.as('auditor');
    expect(await auditor.get(`/api/v1/assessments/${ID}/what-if?rule=local-drafts&asAt=1`)).toMatchObject({ status: 404 });
  });

  it('is the only other one: a version that is not known is refused with those that are', async () => {
    const auditor = await service.as('auditor');
    const { status, body } = await auditor.get(`/api/v1/assessments/${ID}/what-if?rule=best-component`);
    expect([status, body['type']]).toEqual([422, '/problems/rule-version-unknown']);
    expect(body['detail']).toContain('local-drafts, national-re-rating');
  });
});

describe('a clinical area’s baseline that was later put on another scale', () => {
  const row = (rating: string, label: string, evidence: string, source: string) =>
    `11J,ccg-iaf-2016-17,2016-17-baseline,dementia,${rating},${label},,${evidence},${source}`;
  beforeAll(async () => {
    const header = 'organisation,framework,period,item,rating,published_label,published_on,evidence,source';
    const rows = [
      row('performing-well', 'Performing well', 'published', 'A test'),
      row('good', 'Good', 'restated', 'A test'),
      row('good', 'Good', 'restated', 'Another test'),
    ];
    await service.running.application
      .get(PublishedRatingsImport, { strict: false })
      .run([header, ...rows, ''].join('\n'), { actor: 'administrator', role: 'administrator', today: '2026-01-05' });
  });

  it('stays on the scale it was given on, with each restatement beside it and its own source', async () => {
    const auditor = await service.as('auditor');
    const { body } = await auditor.get('/api/v1/organisations/11J/domain-status?year=2016-17');
    const dementia = body.items?.find(({ item }) => item === 'dementia');
    expect(dementia?.['periods']).toMatchObject({
      '2016-17-baseline': {
        ...{ rating: 'performing-well', sourcesDiffer: false },
        alsoStated: ['A test', 'Another test'].map((source) => ({
          rating: 'good',
          scale: 'ofsted-4',
          evidence: 'restated',
          source,
        })),
      },
    });
  });

  it('shows both in the assessment it was given in', async () => {
    const auditor = await service.as('auditor');
    const { body } = await auditor.get('/api/v1/assessments/11J.ccg-iaf-2016-17.2016-17-baseline');
    expect(body.items?.find(({ item }) => item === 'dementia')).toMatchObject({
      ...{ rating: 'performing-well', source: 'A test' },
      alsoStated: ['A test', 'Another test'].map((source) => ({ rating: 'good', label: 'Good', scale: 'ofsted-4', source })),
    });
    const page = await PageClient.signedInAs(service.address, 'auditor');
    const { html } = await page.read('/assessments/11J.ccg-iaf-2016-17.2016-17-baseline');
    expect(html).toContain('on another scale Good (Another test)');
  });

  it('stands in a column of its own in the organisation’s year', async () => {
    const page = await PageClient.signedInAs(service.address, 'auditor');
    const { html } = await page.read('/organisations/11J/years/2016-17');
    expect(html).toContain('<th scope="col">Baseline</th>');
    expect(html).toContain('Later restated as Good, on another scale (Another test)');
  });
});
