import { shippedJson } from '#frameworks/testing/shipped-pack.js';
import type { HttpClient } from './support/http-client.js';
import { OneAssessment } from './support/one-assessment.js';
import { PageClient } from './support/page-client.js';
import { startTestService, type TestService } from './support/test-service.js';

const year = new OneAssessment('11J', 'ccg-iaf-2016-17', '2016-17-year');
const quarter = new OneAssessment('11J', 'ccg-assurance-2013-15', '2014-15-q2');
const TARGETS = { indicator: '103a', value: '38.70', period: '2015/16', comparison: 39.6, dataSource: 'National Diabetes Audit' };

describe('what comes to an assessment beside its meetings and ratings', () => {
  let service: TestService;
  let assessor: HttpClient;
  let pages: PageClient;
  const value = async (of: OneAssessment, id: string) =>
    ((await assessor.get(of.at())).body['indicatorValues'] as { id: string; fields: object }[]).find((one) => one.id === id);

  beforeAll(async () => {
    service = await startTestService({ holding: 'reference' });
    assessor = await service.as('wessex-assessor');
    pages = await PageClient.signedInAs(service.address, 'wessex-assessor');
    await year.open(assessor);
    await quarter.open(assessor);
  }, 120_000);
  afterAll(() => service.stop());

  describe("an indicator's value", () => {
    it('is kept exactly as its source writes it, in the case, in the list and in both files', async () => {
      const { position } = await year.record(assessor, '/indicator-values', TARGETS);
      const { body } = await assessor.get(year.at());
      expect(body['indicatorValues']).toMatchObject([{ fields: { ...TARGETS, indicator: '103a' } }]);
      const list = await assessor.get(`/api/v1/indicator-values?organisation=11J&atLeast=${position}`);
      expect(list.body.items).toMatchObject([
        { ...TARGETS, label: 'Diabetes treatment targets (103a)', assessedPeriod: year.period },
      ]);
      for (const path of [`/assessments/${year.id}/indicator-values.csv`, '/organisations/11J/indicators.csv'])
        expect((await pages.read(path)).html).toMatch(/103a.*38\.70.*2015\/16.*39\.6/);
      expect((await pages.read(`/assessments/${year.id}`)).text).toContain('103a Diabetes treatment targets 38.70 2015/16 39.6');
      expect((await pages.read('/organisations/11J/indicators')).text).toContain('England 39.6');
    });

    it('is a draft of those who work on it, until its assessment is published', async () => {
      const seen = async (person: string) =>
        ((await (await service.as(person)).get('/api/v1/indicator-values?organisation=11J')).body.items ?? []).length;
      expect(await Promise.all(['cne-assessor', 'dorset-ccg', 'south-panel'].map(seen))).toEqual([0, 0, 1]);
      expect((await (await service.as('cne-assessor')).post(year.at('/indicator-values'), TARGETS)).status).toBe(403);
    });

    it.each([
      ['indicator-field-not-recorded', { ...TARGETS, standard: '95%' }, '/standard'],
      ['indicator-field-missing', { indicator: '103a', value: 38.7, dataSource: 'QOF' }, '/period'],
    ])('is refused by %s', async (rule, request, pointer) => {
      const { status, body } = await assessor.post(year.at('/indicator-values'), request);
      expect([status, body['type']]).toEqual([422, `/problems/${rule}`]);
      expect(body['errors']).toMatchObject([{ pointer }]);
    });

    it('is corrected, and stays as it was for whoever looks at the moment before', async () => {
      const before = await year.record(assessor, '/indicator-values', { ...TARGETS, indicator: '101a', value: 11.2 });
      const [{ id: record } = { id: '' }] = ((await assessor.get(year.at())).body['indicatorValues'] as { id: string }[]).slice(
        -1,
      );
      const correction = { record, fields: { value: '11.4' }, reason: 'Misread' };
      const { position } = await year.record(assessor, '/corrections', correction);
      expect(await value(year, record)).toMatchObject({ fields: { value: '11.4' }, original: { value: 11.2 } });
      const at = async (query: string) =>
        (await assessor.get(`/api/v1/indicator-values?organisation=11J&indicator=101a&${query}`)).body.items;
      expect(await at(`atLeast=${position}`)).toMatchObject([{ value: '11.4' }]);
      expect(await at(`asAt=${before.position}`)).toMatchObject([{ value: 11.2 }]);
    });

    it("has a score of its framework's own scale for scores, kept or refused", async () => {
      const pack = {
        ...shippedJson('nhs-oversight-2025-26'),
        ...{ id: 'scores-2014-15', family: 'scores', assesses: ['ccg'], assessor: 'local-office' },
        window: { from: '2014-15-q1', until: '2015-16-q1' },
      };
      const adoption = { pack, source: 'A test', reason: 'Scores of metrics' };
      const adopted = await (await service.as('administrator')).post('/api/v1/frameworks', adoption);
      await service.anonymous.get(`/api/v1/frameworks/scores-2014-15?atLeast=${String(adopted.body['position'])}`);
      const scores = new OneAssessment('11J', 'scores-2014-15', '2014-15-q1');
      await scores.open(assessor);
      const waits = { indicator: 'Waits', score: '2', period: 'May 2014', dataSource: 'SitRep' };
      expect((await scores.record(assessor, '/indicator-values', waits)).events).toHaveLength(1);
      const { body } = await assessor.post(scores.at('/indicator-values'), { ...waits, score: '5' });
      expect(body).toMatchObject({ type: '/problems/score-not-on-scale', errors: [{ pointer: '/score' }] });
    });
  });

  describe('the delivery dashboard before 2016', () => {
    const metrics = [
      { indicator: 'A&E, 4 hours', value: '94.1%', standard: '95%', period: 'September 2014' },
      { indicator: 'Cancer, 62 days', value: '86%', standard: '85%', period: 'Q2', dataSource: 'Cancer waits' },
    ];

    it('is recorded whole, beside the meeting it came with and on its day', async () => {
      await quarter.record(assessor, '/checkpoint-meetings', { heldOn: '2014-10-16' });
      const [meeting] = (await assessor.get(quarter.at())).body['meetings'] as { id: string }[];
      const dashboard = { meeting: meeting?.id, dataSource: 'NHS England dashboard', values: metrics };
      const { events } = await quarter.record(assessor, '/dashboards', dashboard);
      expect(events).toHaveLength(2);
      expect((await quarter.record(assessor, '/dashboards', dashboard)).events).toEqual([]);
      expect((await assessor.get(quarter.at())).body['indicatorValues']).toMatchObject([
        { fields: { meeting: meeting?.id, standard: '95%', dataSource: 'NHS England dashboard', receivedOn: '2014-10-16' } },
        { fields: { indicator: 'Cancer, 62 days', dataSource: 'Cancer waits' } },
      ]);
      const { text } = await pages.read(`/assessments/${quarter.id}`);
      expect(text).toContain('Dashboard of the meeting of 16 October 2014');
      expect(text).toContain('The dashboard that came with it, 2 figures');
    });

    it('is refused as a whole while one figure is wrong, and names its place', async () => {
      const values = [...metrics, { indicator: 'Spend', value: '-3.20', comparison: '1', period: 'Q2' }];
      const { status, body } = await assessor.post(quarter.at('/dashboards'), { dataSource: 'Finance', values });
      expect([status, body['errors']]).toMatchObject([422, [{ pointer: '/values/2/comparison' }]]);
      const spend = { dataSource: 'Finance', values: [{ indicator: 'Spend', value: '-3.20', period: 'Q2' }] };
      await quarter.record(assessor, '/dashboards', spend);
      // A figure with its sign is no formula: it stays as it was written.
      expect((await pages.read(`/assessments/${quarter.id}/indicator-values.csv`)).html).toContain(',-3.20,');
    });
  });

  describe('a clinical area, rated by its expert panel', () => {
    const GIVEN = {
      ...{ item: 'dementia', rating: 'good', givenOn: '2017-06-20', source: 'Letter of the panel' },
      givenBy: { body: 'Independent expert panel for dementia', role: 'Chair' },
    };
    const cellSeenBy = async (person: string, query: string) => {
      const answer = await (await service.as(person)).get(`/api/v1/organisations/11J/domain-status?year=2016-17&${query}`);
      const row = answer.body.items?.find(({ item }) => item === 'dementia');
      return (row?.['periods'] as Record<string, Record<string, unknown>> | undefined)?.[year.period];
    };
    let record: string;

    it('is recorded with its origin, which case and grid show', async () => {
      const { position } = await year.record(assessor, '/given-ratings', GIVEN);
      const items = (await assessor.get(year.at())).body.items ?? [];
      const item = items.find((one) => one['item'] === 'dementia');
      const { body, role } = GIVEN.givenBy;
      expect(item).toMatchObject({ rating: 'good', how: 'given', stage: 'given', given: { body, role, publishedOn: null } });
      record = String((item?.['given'] as { record: string }).record);
      expect(await cellSeenBy('wessex-assessor', `atLeast=${position}`)).toMatchObject({
        ...{ rating: 'good', basis: 'given', visibility: 'draft', givenBy: `${role}, ${body}`, source: GIVEN.source },
      });
      const { text } = await pages.read(`/assessments/${year.id}`);
      expect(text).toContain('given by Chair, Independent expert panel for dementia, 20 June 2017; not published');
      expect(text).toContain('1 of 6 given');
      expect((await pages.read('/organisations/11J/years/2016-17')).text).toContain('Given by Chair, Independent expert panel');
    });

    it('is seen by everybody once it is published, which is nothing for the local office to say', async () => {
      const publication = { publishedOn: '2017-07-19', publishedIn: 'MyNHS, clinical priority areas' };
      const path = year.at(`/given-ratings/${record}/publication`);
      expect(await cellSeenBy('dorset-ccg', '')).toBeUndefined();
      expect((await assessor.post(path, publication)).status).toBe(403);
      const national = await service.as('national-panel');
      const { status, body } = await national.post(path, publication);
      expect(status).toBe(201);
      expect(await cellSeenBy('dorset-ccg', `atLeast=${String(body['position'])}`)).toMatchObject({
        ...{ rating: 'good', visibility: 'public', publishedOn: '2017-07-19' },
      });
      const reader = await PageClient.signedInAs(service.address, 'dorset-ccg');
      expect((await reader.read('/organisations/11J/years/2016-17')).html).not.toContain(`/assessments/${year.id}`);
    });

    it('is corrected by whoever may record it, and stays as it was for whoever looks at the moment before', async () => {
      const national = await service.as('national-panel');
      const before = String((await national.get(year.at())).body['position']);
      const correction = { record, fields: { rating: 'outstanding' }, reason: 'Misread' };
      const { status, body } = await national.post(year.at('/corrections'), correction);
      expect(status).toBe(201);
      expect(await cellSeenBy('dorset-ccg', `atLeast=${String(body['position'])}`)).toMatchObject({ rating: 'outstanding' });
      expect(await cellSeenBy('dorset-ccg', `asAt=${before}`)).toMatchObject({ rating: 'good' });
      const [meeting] = (await assessor.get(quarter.at())).body['meetings'] as { id: string }[];
      const notTheirs = { record: meeting?.id, fields: { notes: 'x' }, reason: 'x' };
      expect((await national.post(quarter.at('/corrections'), notTheirs)).status).toBe(403);
    });
  });
});
