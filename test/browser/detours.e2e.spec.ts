import type { Browser } from 'playwright-core';
import { components, OneAssessment } from '../acceptance/support/one-assessment.js';
import type { HttpClient } from '../acceptance/support/http-client.js';
import { startTestService, type TestService } from '../acceptance/support/test-service.js';
import { describeInBrowser, startBrowser } from './support/browser.js';
import { Visitor } from './support/visitor.js';

const FRAMEWORK = 'ccg-assurance-2015-16';
const ITEMS = ['well-led', 'performance', 'financial-management', 'planning', 'delegated-functions'];

describeInBrowser('the ways beside the straight one, in a browser', () => {
  let service: TestService;
  let browser: Browser;
  let api: HttpClient;

  beforeAll(async () => {
    [service, browser] = await Promise.all([startTestService({ holding: 'reference' }), startBrowser()]);
    api = await service.as('wessex-assessor');
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
  const pageOf = ({ id }: OneAssessment): string => `/assessments/${id}`;

  /** Decides as the stage's person: everything unchanged, but for what `say` does to the form. */
  const decide = async (person: string, assessment: OneAssessment, say?: (panel: Visitor) => Promise<void>): Promise<Visitor> => {
    const panel = await arrive(person, `${pageOf(assessment)}/decision`);
    await say?.(panel);
    await panel.typeDate('decidedOn', '2016-06-01');
    await panel.press('Continue');
    expect(await panel.faults()).toEqual([]);
    await panel.press('Record the decision');
    return panel;
  };

  it('submits without a meeting once it says why none was held', async () => {
    const quarter = new OneAssessment('11J', FRAMEWORK, '2015-16-q1');
    await quarter.open(api);
    const assessor = await arrive('wessex-assessor', pageOf(quarter));
    await assessor.follow('Record that no checkpoint meeting was held');
    await assessor.press('Record it');
    expect(await assessor.text).toContain('Enter why none was held');
    expect(await assessor.faults()).toEqual([]);
    await assessor.type('reason', 'The quarter was taken together with the next.');
    await assessor.press('Record it');
    expect(await assessor.text).toContain('The quarter was taken together with the next.');
    expect(await assessor.text).not.toContain('A checkpoint meeting, or the reason why none was held');

    await quarter.record(api, '/ratings', { ratings: ITEMS.map((item) => ({ item, rating: 'assured-as-good' })) });
    await assessor.open(`${pageOf(quarter)}/submission`);
    expect(await assessor.faults()).toEqual([]);
    await assessor.press('Continue');
    await assessor.press('Submit');
    expect(await assessor.text).toContain('Submitted for moderation');
    await assessor.leaves();
  });

  it('recalls a submission, changes it and submits it again', async () => {
    const quarter = new OneAssessment('11J', FRAMEWORK, '2015-16-q1');
    const assessor = await arrive('wessex-assessor', pageOf(quarter));
    await assessor.follow('Recall the submission');
    expect(await assessor.faults()).toEqual([]);
    await assessor.type('reason', 'Sent before the finance figures were in.');
    await assessor.press('Recall it');
    expect(await assessor.text).toContain('Sent before the finance figures were in.');

    await assessor.follow('Rate items');
    await assessor.choose('ratings/financial-management/rating', 'limited-assurance');
    await assessor.type('ratings/financial-management/reason', 'The figures show a deficit.');
    await assessor.press('Record the ratings');
    await assessor.follow('Submit for moderation');
    await assessor.press('Continue');
    await assessor.press('Submit');
    expect(await assessor.text).toContain('Waiting for its decision');
    await assessor.leaves();
  });

  it('returns named items from the decision page, and opens only these for rating', async () => {
    const quarter = new OneAssessment('11J', FRAMEWORK, '2015-16-q1');
    const director = await decide('wessex-director', quarter, async (panel) => {
      await panel.choose('decisions/planning', 'returned');
      await panel.choose('decisions/well-led', 'not-assured');
      await panel.type('reasons/well-led', 'Kept while the decision is put right.');
      await panel.press('Continue');
      expect(await panel.title).toMatch(/^Error: /);
      expect(await panel.text).toContain('Enter why it is returned');
      expect(await panel.text).toContain('Another rating cannot be given where any item is returned');
      expect(await panel.held('reasons/well-led')).toBe('Kept while the decision is put right.');
      await panel.choose('decisions/well-led', 'unchanged');
      expect(await panel.faults()).toEqual([]);
      await panel.type('reason', 'Look at the plan for diagnostics again.');
    });
    expect(await director.text).toContain('Look at the plan for diagnostics again.');
    await director.leaves();

    const assessor = await arrive('wessex-assessor', '/work');
    expect(await assessor.text).toContain('Returned by the local stage');
    await assessor.open(`${pageOf(quarter)}/ratings`);
    expect(await assessor.page.locator('input[name="ratings/planning/rating"]').count()).toBeGreaterThan(0);
    expect(await assessor.page.locator('input[name="ratings/well-led/rating"]').count()).toBe(0);
    expect(await assessor.faults()).toEqual([]);
    await assessor.choose('ratings/planning/rating', 'limited-assurance');
    await assessor.type('ratings/planning/reason', 'Diagnostics have no plan.');
    await assessor.press('Record the ratings');
    await assessor.follow('Submit for moderation');
    await assessor.press('Continue');
    await assessor.press('Submit');

    const text = await assessor.text;
    expect(text).toContain('Round 1, before it was returned');
    expect(text).toContain('Unchanged since round 1');
    expect(await assessor.faults()).toEqual([]);
    await assessor.photograph('returned-case');
    await assessor.leaves();
  });

  it('puts another headline in place of the computed one: the rule, the override with its reason, the result', async () => {
    const quarter = new OneAssessment('11J', FRAMEWORK, '2015-16-q1');
    const director = await decide('wessex-director', quarter, async (panel) => {
      await panel.choose('decisions/headline', 'assured-as-good');
      await panel.type('reasons/headline', 'Both weaknesses were put right by May.');
    });
    const facts = await director.page.locator('.nhsuk-summary-list').innerText();
    expect(facts).toMatch(/The rule gave\s+Limited assurance/);
    expect(facts).toContain('The rule is assumed.');
    expect(facts).toMatch(/Put in its place \(local stage\)\s+Assured as good\s+Both weaknesses were put right by May\./);
    expect(facts).toMatch(/It stands at\s+Assured as good/);
    expect(await director.faults()).toEqual([]);
    await director.photograph('headline-override');
    await director.leaves();
  });

  it('withdraws an assessment opened in error, and opens it again', async () => {
    const quarter = new OneAssessment('11J', FRAMEWORK, '2015-16-q4');
    await quarter.open(api);
    const assessor = await arrive('wessex-assessor', pageOf(quarter));
    await assessor.follow('Withdraw the assessment, opened in error');
    await assessor.press('Withdraw it');
    expect(await assessor.title).toMatch(/^Error: /);
    expect(await assessor.faults()).toEqual([]);
    await assessor.type('reason', 'Quarter 3 was meant.');
    await assessor.press('Withdraw it');
    expect(await assessor.text).toContain('Withdrawn: it was opened in error.');
    expect(await assessor.text).toContain('Quarter 3 was meant.');
    expect(await assessor.faults()).toEqual([]);

    await assessor.follow('Open it again');
    expect(await assessor.faults()).toEqual([]);
    await assessor.choose('period', '2015-16-q4');
    await assessor.press('Open it');
    expect(await assessor.text).toContain('Missing before submission');
    expect(await assessor.text).toContain('Quarter 3 was meant.');
    await assessor.leaves();
  });

  it("takes a year's judgement from the assessor through the stages to the committee's minute", async () => {
    const year = new OneAssessment('11J', FRAMEWORK, '2015-16-year');
    await year.rated(api, components());
    await year.record(api, '/consultations', {
      board: 'Dorset Health and Wellbeing Board',
      consultedOn: '2016-04-20',
      view: 'satisfied',
    });
    const assessor = await arrive('wessex-assessor', `${pageOf(year)}/ratings`);
    await assessor.choose('ratings/headline/rating', 'assured-as-good');
    await assessor.type('ratings/headline/reason', 'A steady year.');
    await assessor.press('Record the ratings');
    await assessor.follow('Submit for moderation');
    await assessor.press('Continue');
    await assessor.press('Submit');
    for (const person of ['wessex-director', 'south-panel', 'national-panel']) await (await decide(person, year)).leaves();
    await assessor.open(pageOf(year));
    expect(await assessor.text).toContain('Waiting for the committee');
    await assessor.leaves();

    const secretary = await arrive('committee-secretary', '/work');
    await secretary.follow("Record the committee's decision");
    await secretary.press('Continue');
    expect(await secretary.title).toMatch(/^Error: /);
    expect(await secretary.faults()).toEqual([]);
    await secretary.choose('outcome', 'confirmed');
    await secretary.type('committee', 'Commissioning committee');
    await secretary.type('reference', 'CC 16/42');
    await secretary.typeDate('decidedOn', '2016-06-21');
    await secretary.press('Continue');
    expect(await secretary.text).toContain('CC 16/42');
    expect(await secretary.faults()).toEqual([]);
    await secretary.press('Record the decision');
    const text = await secretary.text;
    expect(text).toContain('CC 16/42');
    expect(text).toContain('Commissioning committee');
    expect(text).toContain('Confirmed, 21 June 2016');
    expect(await secretary.faults()).toEqual([]);
    await secretary.photograph('confirmed-year');
    await secretary.leaves();
  });
});
