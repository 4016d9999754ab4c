import type { Answer, HttpClient } from './support/http-client.js';
import { OneAssessment, seeing } from './support/one-assessment.js';
import { asPerson, samplePeopleAnd } from './support/people-beside.js';
import { startTestService, type TestService } from './support/test-service.js';

const SELF = '/api/v1/self-assessments';
const dorset = { organisation: '11J', framework: 'pce-2018-19', period: '2018-19-year' };
const leeds = { ...dorset, organisation: '15F' };
const before = { ...dorset, framework: 'pce-2017-18', period: '2017-18-year' };
const idOf = ({ organisation, framework, period }: typeof dorset) => `${organisation}.${framework}.${period}`;
const at = (of: typeof dorset, rest = '') => `${SELF}/${idOf(of)}${rest}`;
const CRITERIA = ['a', 'b', 'c', 'd', 'e'];
const papers = { title: 'Board papers', link: 'https://www.dorsetccg.nhs.uk/papers', periodCovered: '2018/19' };
const leedsCcg = {
  id: 'leeds-ccg',
  name: 'Reader at NHS Leeds CCG',
  role: 'organisation',
  area: { kind: 'organisation', code: '15F' },
} as const;

describe('an organisation that scores itself', () => {
  let service: TestService;
  let ccg: HttpClient;
  let assessor: HttpClient;
  const score = (client: HttpClient, of: typeof dorset, item: string, more: object = {}) =>
    client.post(at(of, '/scores'), { item, score: '2', narrative: `What we did for ${item}.`, ...more });
  const review = (item: string, value: string, explanation?: string) =>
    assessor.post(at(dorset, '/reviews'), { item, score: value, ...(explanation === undefined ? {} : { explanation }) });
  const read = async (client: HttpClient, of = dorset, query = '') => (await client.get(at(of, query))).body;
  const criterion = (body: Answer['body'], item: string) =>
    (body['criteria'] as { item: string; own: object | null; review: object | null }[]).find((one) => one.item === item);
  const done = async (answer: Promise<Answer>): Promise<string> => {
    const { status, body } = await answer;
    expect({ status, body }).toMatchObject({ status: 201 });
    return String(body['position']);
  };

  beforeAll(async () => {
    const people = samplePeopleAnd([leedsCcg]);
    service = await startTestService({ holding: 'reference', people });
    [ccg, assessor] = [await service.as('dorset-ccg'), await service.as('south-west-assessor')];
  }, 120_000);
  afterAll(() => service.stop());

  it('starts once, for itself, where its framework asks for it', async () => {
    const { status, headers } = await ccg.post(SELF, dorset);
    expect([status, headers.get('Location')]).toEqual([201, at(dorset)]);
    expect((await ccg.post(SELF, dorset)).body['type']).toBe('/problems/self-assessment-started-already');
    expect((await ccg.post(SELF, leeds)).status).toBe(403);
    expect((await ccg.post(SELF, before)).body['type']).toBe('/problems/self-assessment-not-asked-for');
    const rated = { organisation: '11J', framework: 'ccg-iaf-2018-19', period: '2018-19-year' };
    expect((await ccg.post(SELF, rated)).body['type']).toBe('/problems/nothing-to-assess-oneself-on');
    expect((await assessor.post(SELF, dorset)).status).toBe(403);
  });

  it('names up to three pieces of evidence on its own site for each criterion', async () => {
    const shared = await ccg.post(at(dorset, '/sites'), { own: 'https://nhs.uk' });
    expect(shared.body).toMatchObject({ type: '/problems/site-not-its-own', errors: [{ pointer: '/own' }] });
    await done(ccg.post(at(dorset, '/sites'), { own: 'https://www.dorsetccg.nhs.uk/' }));
    const elsewhere = { ...papers, link: 'https://www.example.org/papers' };
    expect((await score(ccg, dorset, 'a', { evidence: [elsewhere] })).body).toMatchObject({
      ...{ status: 422, type: '/problems/link-not-on-own-site', errors: [{ pointer: '/evidence/0/link' }] },
      detail: expect.stringContaining('www.example.org') as string,
    });
    const four = [1, 2, 3, 4].map((n) => ({ ...papers, link: `${papers.link}/${String(n)}` }));
    expect((await score(ccg, dorset, 'a', { evidence: four })).body['type']).toBe('/problems/more-evidence-than-allowed');
    await done(score(ccg, dorset, 'a', { score: '3', evidence: four.slice(1) }));
  });

  it('keeps its scores to itself until it submits them', async () => {
    for (const item of CRITERIA.slice(1, 4)) await done(score(ccg, dorset, item));
    expect((await ccg.post(at(dorset, '/submission'), {})).body).toMatchObject({
      ...{ type: '/problems/not-every-criterion-scored', missing: ['e'] },
    });
    await done(score(ccg, dorset, 'e'));
    expect(criterion(await read(ccg), 'a')).toMatchObject({ own: { score: '3' } });
    expect(criterion(await read(assessor), 'a')).toMatchObject({ own: null });
    expect((await review('a', '3')).body['type']).toBe('/problems/nothing-to-review');
    const position = await done(ccg.post(at(dorset, '/submission'), {}));
    expect(criterion(await read(assessor), 'a')).toMatchObject({ own: { score: '3', evidence: [{}, {}, {}] } });
    expect((await score(ccg, dorset, 'a', { score: '0' })).status).toBe(409);
    const listed = await assessor.get(`${SELF}?status=in-review&atLeast=${position}`);
    expect(listed.body.items).toMatchObject([{ id: idOf(dorset), organisationName: 'NHS Dorset CCG', status: 'in-review' }]);
    expect((await (await service.as('cne-assessor')).get(`${SELF}`)).body.items).toEqual([]);
    expect((await (await service.as('cne-assessor')).get(at(dorset))).status).toBe(404);
  });

  it('is reviewed, and returned for more: only what was named is scored again', async () => {
    expect((await review('a', '2')).body['type']).toBe('/problems/difference-not-explained');
    await done(review('a', '2', 'Two of the papers are of another year.'));
    await done(review('b', '2'));
    expect(criterion(await read(ccg), 'a')).toMatchObject({ review: null });
    await done(assessor.post(at(dorset, '/return'), { items: ['c'], reason: 'The link does not open.' }));
    expect((await read(ccg))['returned']).toMatchObject({ items: ['c'], reason: 'The link does not open.' });
    expect((await score(ccg, dorset, 'a', { score: '1' })).body['type']).toBe('/problems/criterion-not-returned');
    await done(score(ccg, dorset, 'c', { score: '3', evidence: [papers] }));
    await done(ccg.post(at(dorset, '/submission'), {}));
    expect((await assessor.post(at(dorset, '/finalisation'), {})).body).toMatchObject({ missing: ['c', 'd', 'e'] });
    for (const item of ['c', 'd', 'e']) await done(review(item, item === 'c' ? '3' : '2'));
  });

  it('has final scores, both sides of each beside the other with the way they came', async () => {
    await done(assessor.post(at(dorset, '/finalisation'), {}));
    const body = await read(ccg);
    expect(body).toMatchObject({ status: 'final', round: 2 });
    expect(criterion(body, 'a')).toMatchObject({ own: { score: '3' }, review: { score: '2', explanation: /another year/ } });
    const trail = (body['trail'] as { side: string; item: string; score: string; round: number }[]).filter(
      ({ item }) => item === 'c',
    );
    expect(trail.map(({ side, score: value, round }) => [side, value, round])).toEqual([
      ['organisation', '2', 1],
      ['organisation', '3', 2],
      ['assessor', '3', 2],
    ]);
  });

  it('leads to ratings only when the assessor proposes them, with their origin named', async () => {
    const assessment = new OneAssessment('11J', 'pce-2018-19', '2018-19-year');
    expect((await assessor.post(at(dorset, '/proposal'), {}, seeing(0))).body['type']).toBe(
      '/problems/assessment-was-never-opened',
    );
    await assessment.open(assessor);
    expect((await assessor.get(assessment.at())).body['missing']).toEqual(CRITERIA);
    expect((await assessor.post(at(dorset, '/proposal'), {})).status).toBe(428);
    const revision = await assessment.revision(assessor);
    const { status, body } = await assessor.post(at(dorset, '/proposal'), {}, seeing(revision));
    expect([status, (body['events'] as unknown[]).length]).toEqual([201, 5]);
    const proposed = (await assessment.events(assessor)).filter(({ type }) => String(type).startsWith('RatingProposed'));
    expect(proposed[0]).toMatchObject({
      data: {
        ...{ item: 'a', rating: '2', proposedBy: 'south-west-assessor', copiedFrom: `selfassessment-${idOf(dorset)}` },
        reason: expect.stringMatching(/own score 3, final score 2\. Two of the papers/) as string,
      },
    });
    expect((await ccg.post(at(dorset, '/proposal'), {}, seeing(revision))).status).toBe(403);
    await done(assessor.post(at(dorset, '/finalisation/withdrawal'), { reason: 'One score was mistyped' }));
    expect((await assessor.post(at(dorset, '/proposal'), {}, seeing(revision))).body['type']).toBe(
      '/problems/self-assessment-not-final',
    );
  });

  it('that was formed in the year may link to those it took in', async () => {
    const formed = await asPerson(service, 'leeds-ccg');
    await done(formed.post(SELF, leeds));
    const body = await read(formed, leeds);
    expect(body['newlyFormed']).toMatchObject({
      ...{ since: '2018-04-01', rule: { predecessorsSites: true, certainty: 'assumed' } },
      predecessors: [{ code: '02V' }, { code: '03C' }, { code: '03G' }],
    });
    await done(formed.post(at(leeds, '/sites'), { own: 'leedsccg.nhs.uk', predecessors: ['leedsnorthccg.nhs.uk'] }));
    await done(score(formed, leeds, 'b', { evidence: [{ ...papers, link: 'https://leedsnorthccg.nhs.uk/report' }] }));
    const dorsets = { own: 'dorsetccg.nhs.uk', predecessors: ['example.org'] };
    const again = { ...dorset, period: '2018-19-year' };
    expect((await ccg.post(at(again, '/sites'), dorsets)).status).toBe(409);
  });

  it('may be reviewed without: by the report and the website of the year before, where that is all there is', async () => {
    const wessex = await service.as('wessex-assessor');
    const documents = [{ title: 'Annual report 2016/17', reference: 'Pages 10 to 14' }];
    await done(wessex.post(at(before, '/desk-review'), { documents }));
    expect((await ccg.get(at(before))).body).toMatchObject({ status: 'in-review', deskReview: { documents } });
    expect((await score(ccg, before, 'a')).body['type']).toBe('/problems/self-assessment-not-asked-for');
    for (const item of CRITERIA)
      await done(wessex.post(at(before, '/reviews'), { item, score: '2', explanation: `Report, on ${item}` }));
    await done(wessex.post(at(before, '/finalisation'), {}));
    expect((await read(ccg, before))['missing']).toEqual({ scores: [], reviews: [] });
    expect((await wessex.post(at(dorset, '/desk-review'), {})).status).toBe(403);
    expect((await assessor.post(at(dorset, '/desk-review'), {})).body['type']).toBe('/problems/self-assessment-was-submitted');
    expect((await wessex.post(`${SELF}/nonsense/desk-review`, {})).status).toBe(404);
  });

  it('stood as it stood: as at an earlier moment nothing later shows', async () => {
    const trail = (await read(ccg))['trail'] as { revision: string }[];
    const events = (await (await service.as('auditor')).get('/api/v1/audit/events?organisation=11J&limit=500')).body.items ?? [];
    const submitted = events.find(({ type }) => type === 'SelfAssessmentSubmitted');
    const then = await read(ccg, dorset, `?asAt=${String(submitted?.['position'])}`);
    expect([then['status'], (then['trail'] as unknown[]).length < trail.length]).toEqual(['in-review', true]);
    expect((await assessor.get(`${SELF}?asAt=${String(submitted?.['position'])}`)).body.items).toMatchObject([
      { id: idOf(dorset), status: 'in-review', finalisedOn: null },
    ]);
  });
});
