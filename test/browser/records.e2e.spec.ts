import type { Browser } from 'playwright-core';
import { OneAssessment } from '../acceptance/support/one-assessment.js';
import { startTestService, type TestService } from '../acceptance/support/test-service.js';
import { describeInBrowser, startBrowser } from './support/browser.js';
import { Visitor } from './support/visitor.js';

const first = new OneAssessment('11J', 'ccg-assurance-2015-16', '2015-16-q1');
const second = new OneAssessment('11J', 'ccg-assurance-2015-16', '2015-16-q2');

describeInBrowser('records and their actions, in a browser', () => {
  let service: TestService;
  let browser: Browser;
  let assessor: Visitor;

  beforeAll(async () => {
    [service, browser] = await Promise.all([startTestService({ holding: 'reference' }), startBrowser()]);
    const api = await service.as('wessex-assessor');
    await first.open(api);
    await second.open(api);
    await first.record(api, '/checkpoint-meetings', {
      heldOn: '2015-07-14',
      notes: 'Held at the CCG.',
      actions: [
        { description: 'Recovery plan for diagnostics', owner: 'NHS Dorset CCG', due: '2015-09-30' },
        { description: 'Share the workforce plan', owner: 'NHS Dorset CCG', due: '2015-10-31' },
      ],
    });
    assessor = await (await Visitor.arrives(browser, service.address)).signInAs('wessex-assessor');
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await service.stop();
  });

  it('notes progress on an action and gives it a new date', async () => {
    await assessor.open(`/assessments/${first.id}`);
    await assessor.follow('Recovery plan for diagnostics');
    await assessor.press('Record it');
    expect(await assessor.title).toMatch(/^Error: /);
    expect(await assessor.faults()).toEqual([]);
    await assessor.choose('kind', 'progress');
    await assessor.type('note', 'A draft is with the trust.');
    await assessor.typeDate('on', '2015-08-20');
    await assessor.press('Record it');
    expect(await assessor.text).toContain('A draft is with the trust.');

    await assessor.follow('Recovery plan for diagnostics');
    await assessor.choose('kind', 'reschedule');
    await assessor.type('note', 'The trust asked for a month more.');
    await assessor.typeDate('on', '2015-09-25');
    await assessor.press('Record it');
    expect(await assessor.text).toContain('Enter the new day');
    expect(await assessor.faults()).toEqual([]);
    await assessor.typeDate('to', '2015-10-30');
    await assessor.press('Record it');
    expect(await assessor.text).toContain('due 30 October 2015');
  });

  it('completes an action from the quarter it was carried forward to', async () => {
    await assessor.open(`/assessments/${second.id}`);
    expect(await assessor.text).toContain('Carried from quarter 1');
    await assessor.follow('Recovery plan for diagnostics');
    await assessor.choose('kind', 'completion');
    await assessor.type('note', 'The plan was agreed.');
    await assessor.typeDate('on', '2015-10-28');
    await assessor.press('Record it');
    expect(await assessor.text).toContain('The plan was agreed.');
    expect(await assessor.faults()).toEqual([]);

    await assessor.open(`/assessments/${second.id}`);
    const text = await assessor.text;
    expect(text).toContain('Share the workforce plan');
    expect(text).not.toContain('Recovery plan for diagnostics');
  });

  it('attaches evidence to an item', async () => {
    await assessor.open(`/assessments/${first.id}`);
    await assessor.follow('Attach evidence');
    await assessor.type('title', 'Diagnostics waiting times');
    await assessor.type('reference', 'Board paper 7, page 4');
    await assessor.choose('items', 'performance');
    await assessor.press('Attach it');
    expect(await assessor.text).toContain('Board paper 7, page 4');
    expect(await assessor.faults()).toEqual([]);
  });

  it('refuses a correction that says nothing else, and one without a reason, beside the fields', async () => {
    await assessor.follow('Correct or withdraw a record');
    expect(await assessor.faults()).toEqual([]);
    await assessor.follow('Evidence: Diagnostics waiting times');
    await assessor.press('Record the correction');
    expect(await assessor.title).toMatch(/^Error: /);
    expect(await assessor.faults()).toEqual([]);
    await assessor.type('fields/reference', 'Board paper 8, page 4');
    await assessor.type('reason', 'The number was wrong.');
    await assessor.press('Record the correction');
    const text = await assessor.text;
    expect(text).toContain('Board paper 8, page 4');
    expect(text).toContain('The number was wrong.');
  });

  it('withdraws a record, which stays readable as withdrawn', async () => {
    await assessor.follow('Correct or withdraw a record');
    await assessor.follow('Checkpoint meeting of 14 July 2015');
    await assessor.choose('withdraw', 'yes');
    await assessor.type('reason', 'It belongs to another CCG.');
    await assessor.press('Record the correction');
    const text = await assessor.text;
    expect(text).toMatch(/Withdrawn on .*: It belongs to another CCG\./);
    expect(text).toContain('A checkpoint meeting, or the reason why none was held');
    expect(await assessor.faults()).toEqual([]);
    await assessor.photograph('withdrawn-meeting');
  });

  it('asks no other server for anything, and its policy has nothing to refuse', async () => {
    const elsewhere: string[] = [];
    const complaints: string[] = [];
    assessor.page.on('request', (request) => {
      if (!request.url().startsWith(service.address) && !request.url().startsWith('data:')) elsewhere.push(request.url());
    });
    assessor.page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text());
    });
    for (const path of [`/assessments/${first.id}`, '/organisations/11J/years/2015-16', '/history']) await assessor.open(path);
    expect({ elsewhere, complaints }).toEqual({ elsewhere: [], complaints: [] });
  });
});
