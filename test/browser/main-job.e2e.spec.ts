import type { Browser } from 'playwright-core';
import { startTestService, type TestService } from '../acceptance/support/test-service.js';
import { describeInBrowser, startBrowser } from './support/browser.js';
import { Visitor } from './support/visitor.js';

const CASE = '/assessments/11J.ccg-assurance-2015-16.2015-16-q3';

describeInBrowser('the main job in a browser', () => {
  let service: TestService;
  let browser: Browser;
  let assessor: Visitor;

  beforeAll(async () => {
    [service, browser] = await Promise.all([startTestService({ holding: 'reference' }), startBrowser()]);
    assessor = await Visitor.arrives(browser, service.address);
    await assessor.signInAs('wessex-assessor');
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await service.stop();
  });

  const arrive = async (person: string): Promise<Visitor> => (await Visitor.arrives(browser, service.address)).signInAs(person);

  it('opens a quarter for assessment', async () => {
    await assessor.open('/organisations/11J/years/2015-16');
    await assessor.follow('Open a quarter or the year');
    await assessor.choose('period', '2015-16-q3');
    await assessor.press('Open it');

    expect(await assessor.heading).toBe('Quarter 3, October to December 2015');
    expect(await assessor.text).toContain('A checkpoint meeting, or the reason why none was held');
  });

  it('logs the checkpoint meeting with who was there, notes and an action', async () => {
    await assessor.follow('Log a checkpoint meeting');
    await assessor.typeDate('heldOn', '2016-01-14');
    await assessor.type('attendance/0/name', 'A. Sample');
    await assessor.type('attendance/0/role', 'Accountable officer');
    await assessor.type('attendance/2/name', 'B. Sample');
    await assessor.type('discussions/performance/note', 'Standards met in each month.');
    await assessor.type('actions/0/description', 'Recovery plan for diagnostics');
    await assessor.type('actions/0/owner', 'NHS Dorset CCG');
    await assessor.typeDate('actions/0/due', '2016-02-29');
    await assessor.press('Record the meeting');

    const text = await assessor.text;
    expect(text).toContain('Checkpoint meeting, 2 people attended');
    expect(text).toContain('14 January 2016, recorded');
    expect(text).not.toContain('00:00');
    expect(text).toContain('Recovery plan for diagnostics');
    await assessor.page.getByText('Who was there').click();
    expect(await assessor.text).toContain('A. Sample, Accountable officer');
  });

  it('logs a teleconference and flags an item at risk', async () => {
    await assessor.follow('Log a teleconference');
    await assessor.typeDate('heldOn', '2016-01-20');
    await assessor.type('updates/planning/note', 'The plan slips by a month.');
    await assessor.choose('updates/planning/atRisk', 'yes');
    await assessor.press('Record the call');

    expect(await assessor.text).toContain('Teleconference: Planning flagged at risk');
  });

  it('rates every item, keeping what was typed when a reason is missing', async () => {
    await assessor.follow('Rate items');
    for (const item of ['well-led', 'performance', 'financial-management', 'planning'])
      await assessor.choose(`ratings/${item}/rating`, 'assured-as-good');
    await assessor.choose('ratings/delegated-functions/rating', 'not-applicable');
    await assessor.type('ratings/planning/reason', 'The slip is small.');
    await assessor.typeDate('decidedOn', '2016-01-22');
    await assessor.press('Record the ratings');

    expect(await assessor.title).toMatch(/^Error: /);
    expect((await assessor.focused()).classes).toContain('nhsuk-error-summary');
    expect(await assessor.held('ratings/planning/reason')).toBe('The slip is small.');
    expect(await assessor.faults()).toEqual([]);

    await assessor.page.locator('.nhsuk-error-summary a').first().click();
    expect((await assessor.focused()).id).toBe('ratings/delegated-functions/reason');
    await assessor.type('ratings/delegated-functions/reason', 'No functions are delegated to this CCG.');
    await assessor.press('Record the ratings');
    expect(await assessor.text).toContain('5 items rated');
  });

  it('submits after a look at the answers', async () => {
    await assessor.follow('Submit for moderation');
    await assessor.typeDate('submittedOn', '2016-01-25');
    await assessor.press('Continue');
    expect(await assessor.heading).toContain('Check before you send');
    await assessor.press('Submit');

    expect(await assessor.text).toContain('Submitted for moderation');
    expect(await assessor.text).toContain('Waiting for its decision');
  });

  it('goes through the three stages, one of which changes a rating', async () => {
    const director = await arrive('wessex-director');
    await director.open('/work');
    await director.follow('Decide');
    await director.typeDate('decidedOn', '2016-01-28');
    await director.press('Continue');
    await director.press('Record the decision');
    expect(await director.text).toContain('Local stage: all ratings unchanged');

    const panel = await arrive('south-panel');
    await panel.open(`${CASE}/decision`);
    await panel.choose('decisions/planning', 'limited-assurance');
    await panel.type('reasons/planning', 'The plan slips, and nothing makes up for it.');
    await panel.typeDate('decidedOn', '2016-02-02');
    expect(await panel.faults()).toEqual([]);
    await panel.press('Continue');
    expect(await panel.text).toContain('Changed from Assured as good to Limited assurance');
    await panel.press('Record the decision');
    expect(await panel.text).toContain('Changed to Limited assurance');

    const national = await arrive('national-panel');
    await national.open('/work');
    await national.follow('Decide');
    await national.typeDate('decidedOn', '2016-02-09');
    await national.press('Continue');
    await national.press('Record the decision');
    expect(await national.text).toContain('National stage: all ratings unchanged');
    await Promise.all([director, panel, national].map((each) => each.leaves()));
  });

  it('shows the case as it stood at each step, and what changed since', async () => {
    await assessor.open(CASE);
    expect(await assessor.text).toContain('Limited assurance, requires improvement');
    await assessor.follow('Back one step');
    await assessor.follow('Back one step');

    const before = await assessor.text;
    expect(before).toMatch(/As it stood on \d+ \w+ \d{4}, \d\d:\d\d\. Step \d+ of \d+: Local stage: all ratings unchanged/);
    expect(before).not.toContain('Changed to Limited assurance');
    expect(await assessor.faults()).toEqual([]);

    await assessor.follow('What has changed since');
    expect(await assessor.text).toContain('Planning');
    expect(await assessor.text).toContain('Limited assurance, requires improvement');
    expect(await assessor.faults()).toEqual([]);
  });

  it('corrects a record, with the original one click away', async () => {
    await assessor.open(CASE);
    await assessor.follow('Correct or withdraw a record');
    await assessor.follow('Checkpoint meeting of 14 January 2016');
    await assessor.typeDate('fields/heldOn', '2016-01-15');
    await assessor.type('reason', 'The 14th was planned; it was held on the 15th.');
    await assessor.press('Record the correction');

    expect(await assessor.text).toContain('15 January 2016, recorded');
    expect(await assessor.text).toContain('The 14th was planned');
    await assessor.page.getByText('As first recorded').click();
    expect(await assessor.text).toContain('14 January 2016');
  });

  it('leaves no page of the journey with a fault that axe-core knows', async () => {
    const found: Record<string, readonly string[]> = {};
    const paths = ['/work', '/organisations', '/organisations/11J', '/organisations/11J/years/2015-16', CASE, `${CASE}/evidence`];
    const more = [
      '/history',
      '/organisations/11J/history?item=planning',
      '/moderation/movements',
      `${CASE}/letters`,
      `${CASE}/letters/new`,
      `${CASE}/trajectory`,
      '/moderation/consistency?framework=ccg-assurance-2015-16&period=2015-16-q3',
      '/frameworks',
      '/frameworks/ccg-assurance-2015-16',
      '/nowhere',
    ];
    for (const path of [...paths, ...more, '/', '/sign-in']) {
      await assessor.open(path);
      await assessor.photograph(path.replaceAll(/[^\w-]+/g, '_'));
      found[path] = await assessor.faults();
    }
    expect(Object.entries(found).filter(([, faults]) => faults.length > 0)).toEqual([]);
  });
});
