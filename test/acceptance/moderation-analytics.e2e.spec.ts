import { jest } from '@jest/globals';
import { components, OneAssessment } from './support/one-assessment.js';
import { PageClient } from './support/page-client.js';
import { startTestService, type TestService } from './support/test-service.js';

jest.setTimeout(60_000);

let service: TestService;
const dorset = new OneAssessment('11J', 'ccg-assurance-2015-16', '2015-16-q1');

beforeAll(async () => {
  service = await startTestService({ holding: 'reference' });
  const assessor = await service.as('wessex-assessor');
  await dorset.rated(assessor, components({ planning: 'limited-assurance' }));
  await dorset.record(assessor, '/submission', {});
  const changes = [{ item: 'performance', rating: 'limited-assurance', reason: 'Waits above standard' }];
  const director = await service.as('wessex-director');
  const decided = await dorset.record(director, '/moderation/local', { outcome: 'changed', changes });
  await director.get(`/api/v1/moderation/movements?atLeast=${decided.position}`);
});
afterAll(() => service.stop());

it('tells those who judge how often a stage changed what, and what it became', async () => {
  const panel = await service.as('south-panel');
  const { status, body } = await panel.get('/api/v1/moderation/movements?framework=ccg-assurance-2015-16&by=item');

  expect(status).toBe(200);
  expect(body['counts']).toContainEqual(
    expect.objectContaining({ key: 'performance', judged: 1, changed: 1, worse: 1, meanSteps: 1 }),
  );
  expect(body['counts']).toContainEqual(expect.objectContaining({ key: 'planning', judged: 1, changed: 0, shareChanged: 0 }));
  const [matrix] = body['matrices'] as { ratings: { id: string }[]; cells: unknown[] }[];
  expect(matrix?.ratings.map(({ id }) => id)).toEqual([
    ...['assured-as-outstanding', 'assured-as-good', 'limited-assurance', 'not-assured'],
  ]);
  expect(matrix?.cells).toContainEqual({ from: 'assured-as-good', to: 'limited-assurance', count: 1 });
  expect(body['lastMoves']).toMatchObject([{ item: 'performance', reason: 'Waits above standard' }]);
});

it('compares areas over one item, and refuses an item the framework does not have', async () => {
  const panel = await service.as('national-panel');
  const asked = '/api/v1/moderation/consistency?framework=ccg-assurance-2015-16&period=2015-16-q1';

  const { body } = await panel.get(`${asked}&item=performance`);
  expect(body['areas']).toMatchObject([
    { key: 'Y57', assessments: 1, judged: 1, changed: 1, marks: [{ rule: 'too-few-to-compare' }] },
  ]);

  const unknown = await panel.get(`${asked}&item=weather`);
  expect([unknown.status, unknown.body['type']]).toEqual([422, '/problems/item-not-in-framework']);
});

it.each([
  ['dorset-ccg', 403],
  ['administrator', 403],
])('is closed to %s', async (person, status) => {
  const client = await service.as(person);
  for (const path of ['movements', 'consistency?framework=ccg-assurance-2015-16&period=2015-16-q1'])
    expect((await client.get(`/api/v1/moderation/${path}`)).status).toBe(status);
});

it.each(['cne-assessor', 'committee-secretary'])(
  'shows %s nothing of a draft elsewhere, or not yet before the committee',
  async (person) => {
    const client = await service.as(person);
    const movements = await client.get('/api/v1/moderation/movements');
    const consistency = await client.get('/api/v1/moderation/consistency?framework=ccg-assurance-2015-16&period=2015-16-q1');
    expect([movements.body['counts'], movements.body['lastMoves'], consistency.body['areas']]).toEqual([[], [], []]);
  },
);

it('draws the matrix with its numbers as a table, and gives the same as a file', async () => {
  const auditor = await PageClient.signedInAs(service.address, 'auditor');
  const page = await auditor.read('/moderation/movements?stage=local');
  expect(page.text).toContain('6 ratings, of which 1 came out as another than they went in as.');
  const file = await auditor.read('/moderation/movements.csv?item=performance');
  const [header, row] = file.html.trim().split('\r\n');
  expect(header).toBe('framework,period,stage,region,region_name,office,office_name,panel,item,item_name,scale,from,to,count');
  expect(row).toMatch(
    /^ccg-assurance-2015-16,2015-16-q1,local,Y57,.*,performance,Performance.*,assured-as-good,limited-assurance,1$/,
  );
  const compared = await auditor.read('/moderation/consistency?framework=ccg-assurance-2015-16&period=2015-16-q1');
  expect(compared.text).toContain('Not compared: fewer than 5 are rated here or elsewhere.');
});
