import { jest } from '@jest/globals';
import { components, OneAssessment } from './support/one-assessment.js';
import type { HttpClient } from './support/http-client.js';
import { PageClient } from './support/page-client.js';
import { startTestService, type TestService } from './support/test-service.js';

jest.setTimeout(60_000);

let service: TestService;
let assessor: HttpClient;
let director: HttpClient;
let organisation: HttpClient;
let letter: string;
const quarter = new OneAssessment('11J', 'ccg-assurance-2015-16', '2015-16-q1');
const addressees = [{ role: 'Accountable officer', body: 'NHS Dorset CCG' }];
const signatory = { role: 'Director of Commissioning Operations', body: 'NHS England, Wessex' };

beforeAll(async () => {
  service = await startTestService({ holding: 'reference' });
  [assessor, director, organisation] = (await Promise.all(
    ['wessex-assessor', 'wessex-director', 'dorset-ccg'].map((person) => service.as(person)),
  )) as [HttpClient, HttpClient, HttpClient];
  await quarter.open(assessor);
  await quarter.record(assessor, '/checkpoint-meetings', {
    heldOn: '2015-07-21',
    actions: [{ description: 'Send the recovery plan', owner: 'Accountable officer', due: '2015-11-01' }],
  });
  const ratings = Object.entries(components()).map(([item, rating]) => ({ item, rating, reason: `Why ${item}` }));
  await quarter.record(assessor, '/ratings', { ratings });
});
afterAll(() => service.stop());

const at = (rest = ''): string => `/api/v1/letters/${letter}${rest}`;
const textOf = async (client: HttpClient): Promise<string> => JSON.stringify((await client.get(at())).body);

it('is drafted from what is recorded, once however often it is sent', async () => {
  const asked = { kind: 'quarter-report', addressees };
  const key = { 'Idempotency-Key': 'first draft' };
  const drafted = await assessor.post(quarter.at('/letters'), asked, key);
  expect(drafted.status).toBe(201);
  letter = String(drafted.headers.get('Location')).split('/').at(-1) ?? '';
  const again = await assessor.post(quarter.at('/letters'), asked, key);
  expect(again.headers.get('Location')).toBe(drafted.headers.get('Location'));

  const { body } = await assessor.get(at());
  expect(body).toMatchObject({
    status: 'draft',
    classification: 'OFFICIAL-SENSITIVE',
    facts: {
      headline: { rating: 'Assured as good', certainty: 'assumed' },
      actions: [{ description: 'Send the recovery plan' }],
    },
  });
  expect(JSON.stringify(body['sections'])).toContain('Why planning');
});

it('keeps a draft from everybody but those who work on it, by any way in', async () => {
  for (const person of ['dorset-ccg', 'cne-assessor', 'administrator']) {
    const client = await service.as(person);
    expect((await client.get(at())).status).toBe(404);
    expect((await client.get(`/api/v1/letters?assessment=${quarter.id}`)).body.items).toEqual([]);
    expect((await client.post(at('/edits'), { title: 'Mine now' })).status).toBe(person === 'cne-assessor' ? 404 : 403);
  }
  const page = await PageClient.signedInAs(service.address, 'dorset-ccg');
  expect((await page.read(`/letters/${letter}`)).status).toBe(404);
});

it('is not issued before its facts are checked, nor while its ratings are not final', async () => {
  const unchecked = await director.post(at('/issue'), { signatory });
  expect([unchecked.status, unchecked.body['type']]).toEqual([409, '/problems/facts-not-checked']);
  expect((await assessor.post(at('/fact-check'), { until: '2099-01-01' })).status).toBe(201);

  expect(await textOf(organisation)).toContain('Why planning');
  const meanwhile = await assessor.post(at('/edits'), { title: 'Another' });
  expect([meanwhile.status, meanwhile.body['type']]).toEqual([409, '/problems/letter-is-being-checked']);
  const bare = await organisation.post(at('/fact-check/answer'), { outcome: 'corrections' });
  expect([bare.status, bare.body['type']]).toEqual([422, '/problems/corrections-say-what-is-wrong']);
  expect((await organisation.post(at('/fact-check/answer'), { outcome: 'agreed' })).status).toBe(201);
  expect((await organisation.get(at())).status).toBe(404);

  const early = await director.post(at('/issue'), { signatory });
  expect([early.status, early.body['type']]).toEqual([409, '/problems/ratings-not-final']);
});

it('is drafted anew when moderation has changed a rating, issued, sent to the organisation, and published as OFFICIAL', async () => {
  await quarter.record(assessor, '/submission', {});
  await quarter.record(director, '/moderation/local', { outcome: 'upheld' });
  const changes = [{ item: 'planning', rating: 'limited-assurance', reason: 'Thin on risks' }];
  await quarter.record(await service.as('south-panel'), '/moderation/regional', { outcome: 'changed', changes });
  await quarter.record(await service.as('national-panel'), '/moderation/national', { outcome: 'upheld' });

  const stale = await director.post(at('/issue'), { signatory });
  expect([stale.status, stale.body['type']]).toEqual([409, '/problems/letter-is-out-of-date']);
  expect((await assessor.post(at('/redraft'), {})).status).toBe(201);
  expect((await assessor.post(at('/edits'), { classification: 'OFFICIAL' })).status).toBe(201);
  expect((await assessor.post(at('/issue'), { signatory })).status).toBe(403);
  expect((await director.post(at('/issue'), { signatory, reference: '05438' })).status).toBe(201);

  const { body } = await organisation.get(at());
  expect(body).toMatchObject({ status: 'issued', issue: { signatory, reference: '05438' } });
  expect(JSON.stringify(body)).toContain('Thin on risks');
  expect((await (await service.as('administrator')).get(at())).status).toBe(404);
  expect((await director.post(at('/publications'), { channel: "The organisation's website" })).status).toBe(201);
  expect((await (await service.as('administrator')).get(at())).status).toBe(200);
});

it('stands as a page that says what it says, with its history behind it', async () => {
  const page = await PageClient.signedInAs(service.address, 'wessex-director');
  const now = await page.read(`/letters/${letter}`);
  expect(now.text).toContain('Planning Limited assurance, requires improvement');
  expect(now.text).toContain('Director of Commissioning Operations');
  const list = await page.read(`/assessments/${quarter.id}/letters`);
  expect(list.text).toContain('Summary report: NHS Dorset CCG');
});
