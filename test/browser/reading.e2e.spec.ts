import type { Browser } from 'playwright-core';
import type { HttpClient } from '../acceptance/support/http-client.js';
import { OneAssessment, ratingsOf } from '../acceptance/support/one-assessment.js';
import { startTestService, type TestService } from '../acceptance/support/test-service.js';
import { describeInBrowser, startBrowser } from './support/browser.js';
import { Visitor } from './support/visitor.js';

const first = new OneAssessment('11J', 'ccg-assurance-2015-16', '2015-16-q1');
const second = new OneAssessment('11J', 'ccg-assurance-2015-16', '2015-16-q2');

/** More changes than a file reads at a time. */
const MANY = 505;

describeInBrowser('reading, in a browser', () => {
  let service: TestService;
  let browser: Browser;
  let api: HttpClient;
  let afterTheFirst: string;

  beforeAll(async () => {
    [service, browser] = await Promise.all([startTestService({ holding: 'reference' }), startBrowser()]);
    api = await service.as('wessex-assessor');
    ({ position: afterTheFirst } = await first.open(api));
    await second.open(api);
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await service.stop();
  });

  const arrive = async (): Promise<Visitor> => (await Visitor.arrives(browser, service.address)).signInAs('wessex-assessor');

  it('names the places sample people act in, not their codes', async () => {
    const visitor = await Visitor.arrives(browser, service.address);
    await visitor.open('/sign-in');
    expect(await visitor.text).toContain('Local office: Wessex.');
    expect(await visitor.text).not.toContain('Q70');
    await visitor.leaves();
  });

  it('lists of an organisation as at a moment what was recorded by then, and leads on in that moment', async () => {
    const visitor = await arrive();
    await visitor.open(`/organisations/11J?asAt=${afterTheFirst}`);
    expect(await visitor.text).toContain('1 period with a record: quarter 1');
    expect(await visitor.faults()).toEqual([]);
    await visitor.follow('2015 to 2016');
    expect(visitor.page.url()).toContain(`asAt=${afterTheFirst}`);
    await visitor.open('/organisations/11J');
    expect(await visitor.text).toContain('2 periods with a record: quarter 1, quarter 2');
    await visitor.leaves();
  });

  it('says what goes by the effective date and what does not', async () => {
    const visitor = await arrive();
    await visitor.open(`/assessments/${first.id}?effectiveOn=2099-01-01`);
    expect(await visitor.text).toContain('Only “Stands at” goes by decisions of 1 January 2099 and before.');
    expect(await visitor.faults()).toEqual([]);
    await visitor.open(`/assessments/${first.id}`);
    expect(await visitor.text).not.toContain('Only “Stands at”');
    await visitor.leaves();
  });

  it('puts every change that matches into the file, however many pages they fill', async () => {
    const levels = ['assured-as-good', 'limited-assurance'] as const;
    const items = ['well-led', 'performance', 'financial-management', 'planning', 'delegated-functions'];
    let revision = await first.revision(api);
    for (let sent = 0; sent < MANY; sent += items.length) {
      const rating = levels[(sent / items.length) % 2] ?? levels[0];
      const body = ratingsOf(Object.fromEntries(items.map((item) => [item, rating])));
      const answer = await api.post(first.at('/ratings'), body, { 'If-Match': `"${revision}"` });
      revision = String(answer.body['revision']);
    }
    const visitor = await arrive();
    await visitor.open('/history?item=planning');
    expect(await visitor.text).toContain('Download CSV of every page');
    const file = await visitor.page.request.get(`${service.address}/history.csv?organisation=11J`);
    const rows = (await file.text()).trim().split('\r\n').slice(1);
    expect(rows.filter((row) => row.includes(',planning,'))).toHaveLength(MANY / items.length);
    expect(rows).toHaveLength(MANY);
    expect(new Set(rows).size).toBe(rows.length);
    await visitor.leaves();
  }, 60_000);
});
