import type { Browser } from 'playwright-core';
import { OneAssessment } from '../acceptance/support/one-assessment.js';
import { startTestService, type TestService } from '../acceptance/support/test-service.js';
import { describeInBrowser, startBrowser } from './support/browser.js';
import { Visitor } from './support/visitor.js';

const ID = '11J.pce-2018-19.2018-19-year';
/** The criteria beside the one that is scored in the browser. */
const OTHERS = ['b', 'c', 'd', 'e'];
const at = (rest: string): string => `/api/v1/self-assessments/${ID}${rest}`;
const assessment = new OneAssessment('11J', 'pce-2018-19', '2018-19-year');
const quarter = new OneAssessment('11J', 'ccg-assurance-2013-15', '2014-15-q2');
const clinical = new OneAssessment('11J', 'ccg-iaf-2016-17', '2016-17-year');

describeInBrowser('what comes beside the ratings, in a browser', () => {
  let service: TestService;
  let browser: Browser;
  const visit = async (person: string) => (await Visitor.arrives(browser, service.address)).signInAs(person);

  beforeAll(async () => {
    [service, browser] = await Promise.all([startTestService({ holding: 'reference' }), startBrowser()]);
    await assessment.open(await service.as('south-west-assessor'));
    const wessex = await service.as('wessex-assessor');
    await clinical.open(wessex);
    await quarter.open(wessex);
    await quarter.record(wessex, '/checkpoint-meetings', { heldOn: '2014-10-16' });
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await service.stop();
  });

  it('an organisation scores itself; a link elsewhere is refused by name, and nothing typed is lost', async () => {
    const ccg = await visit('dorset-ccg');
    await ccg.open('/organisations/11J/self-assessments');
    await ccg.follow('Patient and Community Engagement indicator 2018/19');
    await ccg.press('Start it');
    await ccg.type('own', 'www.dorsetccg.nhs.uk');
    await ccg.press('Save it');
    expect(await ccg.faults()).toEqual([]);
    await ccg.follow('Score Domain A, Governance');
    await ccg.choose('score', '3');
    await ccg.type('narrative', 'A lay member reports to every meeting.');
    await ccg.type('evidence/0/title', 'Terms of reference');
    await ccg.type('evidence/0/periodCovered', '2018/19');
    await ccg.type('evidence/0/link', 'https://www.example.org/terms');
    await ccg.press('Save the score');
    expect(await ccg.title).toMatch(/^Error: /);
    expect(await ccg.text).toContain('The link leads to www.example.org, which is not on dorsetccg.nhs.uk');
    expect(await ccg.faults()).toEqual([]);
    expect(await ccg.held('narrative')).toBe('A lay member reports to every meeting.');
    await ccg.type('evidence/0/link', 'https://www.dorsetccg.nhs.uk/terms');
    await ccg.press('Save the score');
    for (const item of OTHERS)
      await (await service.as('dorset-ccg')).post(at('/scores'), { item, score: '2', narrative: `What we did for ${item}.` });
    await ccg.follow('Submit it to the assessor');
    await ccg.press('Submit it');
    expect(await ccg.text).toContain('With the assessor');
    expect(await ccg.text).toContain('Shown once it is final');
    await ccg.leaves();
  });

  it('its assessor finds it among their work, explains a difference, and makes the scores final', async () => {
    const assessor = await visit('south-west-assessor');
    await assessor.open('/work');
    await assessor.follow('Review the scores');
    await assessor.follow('Review Domain A, Governance');
    await assessor.choose('score', '2');
    await assessor.press('Save the review');
    expect(await assessor.text).toContain('Say why Governance is scored 2 and not 3');
    expect(await assessor.faults()).toEqual([]);
    await assessor.type('explanation', 'They are the terms of 2016.');
    await assessor.press('Save the review');
    for (const item of OTHERS) await (await service.as('south-west-assessor')).post(at('/reviews'), { item, score: '2' });
    await assessor.follow('Make the scores final');
    await assessor.press('Make them final');
    expect(await assessor.faults()).toEqual([]);
    await assessor.photograph('self-assessment-final');
    await assessor.leaves();
  });

  it('final scores become ratings in one step of the assessor’s, with their origin', async () => {
    const assessor = await visit('south-west-assessor');
    await assessor.open(`/assessments/${assessment.id}`);
    expect(await assessor.text).toContain('Final: propose its scores as ratings');
    await assessor.follow('Self-assessment');
    await assessor.press('Propose them');
    const text = await assessor.text;
    expect(text).toContain('5 items rated');
    expect(text).toContain('Self-assessment: own score 3, final score 2. They are the terms of 2016.');
    await assessor.leaves();
    const ccg = await visit('dorset-ccg');
    await ccg.open(`/self-assessments/${ID}`);
    expect(await ccg.text).toContain('They are the terms of 2016.');
    await ccg.leaves();
  });

  it('the delivery dashboard is typed beside its meeting, each figure as its source writes it', async () => {
    const assessor = await visit('wessex-assessor');
    await assessor.open(`/assessments/${quarter.id}`);
    await assessor.follow('Record the delivery dashboard');
    await assessor.type('values/0/indicator', 'A&E, 4 hours');
    await assessor.type('values/0/value', '94.10%');
    await assessor.type('values/0/standard', '95%');
    await assessor.press('Record the values');
    expect(await assessor.text).toContain('The period of A&E, 4 hours is missing.');
    expect(await assessor.faults()).toEqual([]);
    await assessor.type('values/0/period', 'September 2014');
    await assessor.type('dataSource', 'NHS England delivery dashboard');
    await assessor.press('Record the values');
    expect(await assessor.text).toMatch(/Dashboard of the meeting of 16 October 2014[\s\S]*94\.10%/);
    expect(await assessor.faults()).toEqual([]);
    await assessor.photograph('delivery-dashboard');
    await assessor.leaves();
  });

  it('an expert panel’s rating is recorded with its origin, and published by the national team', async () => {
    const assessor = await visit('wessex-assessor');
    await assessor.open(`/assessments/${clinical.id}/given-rating`);
    await assessor.follow('Dementia');
    await assessor.choose('rating', 'good');
    await assessor.type('givenBy/body', 'Independent expert panel for dementia');
    await assessor.type('givenBy/role', 'Chair');
    await assessor.typeDate('givenOn', '2017-06-20');
    await assessor.type('source', 'Letter of the panel');
    await assessor.press('Record what was given');
    expect(await assessor.text).toContain('given by Chair, Independent expert panel for dementia, 20 June 2017; not published');
    expect(await assessor.faults()).toEqual([]);
    await assessor.leaves();
    const national = await visit('national-secretary');
    await national.open(`/assessments/${clinical.id}`);
    await national.follow('Record that a given rating was published');
    await national.follow('Dementia');
    await national.typeDate('publishedOn', '2017-07-19');
    await national.type('publishedIn', 'MyNHS');
    await national.press('Record the publication');
    expect(await national.text).toContain('published 19 July 2017');
    expect(await national.faults()).toEqual([]);
    await national.leaves();
  });
});
