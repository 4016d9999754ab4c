import type { Browser } from 'playwright-core';
import type { HttpClient } from '../acceptance/support/http-client.js';
import { judge } from '../acceptance/support/judged-nation.js';
import { OneAssessment } from '../acceptance/support/one-assessment.js';
import { startTestService, type TestService } from '../acceptance/support/test-service.js';
import { describeInBrowser, startBrowser } from './support/browser.js';
import { Visitor } from './support/visitor.js';

const confirmed = new OneAssessment('11J', 'ccg-assurance-2013-15', '2014-15-year');
const year = new OneAssessment('11J', 'ccg-iaf-2016-17', '2016-17-year');
const pageOf = ({ id }: OneAssessment): string => `/assessments/${id}`;

describeInBrowser('what others say of an assessment', () => {
  let service: TestService;
  let browser: Browser;
  let api: HttpClient;

  beforeAll(async () => {
    [service, browser] = await Promise.all([startTestService({ holding: 'reference' }), startBrowser()]);
    api = await service.as('wessex-assessor');
    const { framework, period } = confirmed;
    await judge(service.running.application, { framework, period, organisations: ['11J'] });
    await year.open(api);
    await year.record(api, '/checkpoint-meetings', {
      heldOn: '2017-04-12',
      notes: 'Waits in A&E were discussed.',
      attendance: [{ person: 'wessex-director' }],
    });
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await service.stop();
  });

  const arrive = async (person: string, path: string): Promise<Visitor> => {
    const visitor = await (await Visitor.arrives(browser, service.address)).signInAs(person);
    await visitor.open(path);
    return visitor;
  };

  it('confirmed ratings are reopened by two people', async () => {
    const director = await arrive('wessex-director', pageOf(confirmed));
    await director.follow('Ask to reopen the ratings');
    await director.press('Send the request');
    expect(await director.title).toMatch(/^Error: /);
    expect(await director.faults()).toEqual([]);
    await director.choose('items', 'domain-1');
    await director.type('reason', 'The figures of February were wrong.');
    await director.photograph('reopening-request');
    await director.press('Send the request');
    expect(await director.text).toContain('Reopening requested on');
    expect(await director.text).not.toContain('Decide on the request');
    expect(await director.faults()).toEqual([]);

    const secretary = await arrive('committee-secretary', pageOf(confirmed));
    await secretary.photograph('reopening-requested');
    await secretary.follow('Decide on the request');
    await secretary.press('Record the decision');
    expect(await secretary.title).toMatch(/^Error: /);
    await secretary.choose('outcome', 'refused');
    await secretary.press('Record the decision');
    expect(await secretary.text).toContain('why they are not');
    expect(await secretary.faults()).toEqual([]);
    await secretary.photograph('reopening-decision');
    await secretary.choose('outcome', 'approved');
    await secretary.press('Record the decision');
    expect(await secretary.text).toContain('The assessment is with its assessor');
    expect(await secretary.faults()).toEqual([]);
    await secretary.photograph('reopening-approved');
    await secretary.leaves();

    await director.open(pageOf(confirmed));
    expect(await director.text).toContain('Re-opened on');
    expect(await director.faults()).toEqual([]);
    await director.photograph('reopened');
    await director.leaves();
  });

  it('a note is read back, and a board consulted', async () => {
    const director = await arrive('wessex-director', pageOf(year));
    await director.follow('Read this note back');
    await director.choose('view', 'sees-differently');
    await director.press('Record it');
    expect(await director.title).toMatch(/^Error: /);
    expect(await director.faults()).toEqual([]);
    await director.type('text', 'Beds were discussed, too.');
    await director.photograph('read-back');
    await director.press('Record it');
    expect(await director.text).toContain('Remembers it differently: Beds were discussed, too.');
    await director.follow('Record the consultation of a Health and Wellbeing Board');
    await director.press('Record it');
    expect(await director.faults()).toEqual([]);
    await director.type('board', 'Dorset Health and Wellbeing Board');
    await director.typeDate('consultedOn', '2017-05-02');
    await director.choose('view', 'concerned');
    await director.type('response', 'The joint strategy came late.');
    await director.photograph('consultation');
    await director.press('Record it');
    expect(await director.text).toContain('Consulted: Dorset Health and Wellbeing Board');
    expect(await director.faults()).toEqual([]);
    await director.photograph('consulted');
    await director.open('/yearly-duty/2016-17');
    expect(await director.text).toContain('1 consulted');
    await director.photograph('yearly-duty');
    await director.leaves();
  });
});
