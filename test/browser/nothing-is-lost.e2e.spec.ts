import type { Browser } from 'playwright-core';
import type { HttpClient } from '../acceptance/support/http-client.js';
import { startTestService, type TestService } from '../acceptance/support/test-service.js';
import { describeInBrowser, startBrowser } from './support/browser.js';
import { Visitor } from './support/visitor.js';

const ID = '11J.ccg-assurance-2015-16.2015-16-q2';
const CASE = `/assessments/${ID}`;

describeInBrowser('forms lose nothing', () => {
  let service: TestService;
  let browser: Browser;
  let api: HttpClient;

  beforeAll(async () => {
    [service, browser] = await Promise.all([startTestService({ holding: 'reference' }), startBrowser()]);
    api = await service.as('wessex-assessor');
    await api.post('/api/v1/assessments', { organisation: '11J', framework: 'ccg-assurance-2015-16', period: '2015-16-q2' });
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await service.stop();
  });

  const arrive = async (person: string, options = {}): Promise<Visitor> =>
    (await Visitor.arrives(browser, service.address, options)).signInAs(person);

  it('can be filled in and sent by keyboard alone', async () => {
    const assessor = await arrive('wessex-assessor');
    await assessor.open(`${CASE}/checkpoint-plan`);
    const { keyboard } = assessor.page;
    const tabTo = async (id: string): Promise<void> => {
      for (let presses = 0; presses < 40; presses += 1) {
        await keyboard.press('Tab');
        if ((await assessor.focused()).id === id) return;
      }
      throw new Error(`no number of tabs leads to ${id}`);
    };
    await tabTo('plannedFor-day');
    await keyboard.type('14');
    await tabTo('plannedFor-month');
    await keyboard.type('10');
    await tabTo('plannedFor-year');
    await keyboard.type('2015');
    await keyboard.press('Enter');
    await assessor.page.waitForURL(/done=/);

    expect(await assessor.text).toContain('For 14 October 2015.');
    await assessor.leaves();
  });

  it('works without JavaScript, rows added on the way', async () => {
    const assessor = await arrive('wessex-assessor', { script: false });
    await assessor.open(`${CASE}/checkpoint-meeting`);
    await assessor.typeDate('heldOn', '2015-10-14');
    await assessor.type('attendance/0/name', 'A. Sample');
    await assessor.press('Add more people');
    expect(await assessor.held('attendance/0/name')).toBe('A. Sample');
    await assessor.type('attendance/6/name', 'G. Sample');
    await assessor.press('Record the meeting');

    expect(await assessor.text).toContain('Checkpoint meeting, 2 people attended');
    await assessor.leaves();
  });

  it('names the field of a date that does not exist, and of one still to come', async () => {
    const assessor = await arrive('wessex-assessor');
    await assessor.open(`${CASE}/checkpoint-meeting`);
    await assessor.typeDate('heldOn', '2015-02-30');
    await assessor.type('notes', 'Two lines,\nkept as typed.');
    await assessor.press('Record the meeting');
    expect(await assessor.text).toContain('The day it was held must be a real date');

    await assessor.typeDate('heldOn', '2099-01-01');
    await assessor.press('Record the meeting');
    expect(await assessor.title).toMatch(/^Error: /);
    expect(await assessor.held('notes')).toBe('Two lines,\nkept as typed.');
    expect(await assessor.faults()).toEqual([]);
    await assessor.leaves();
  });

  it('records a form that is sent twice once', async () => {
    const assessor = await arrive('wessex-assessor');
    await assessor.open(`${CASE}/evidence`);
    await assessor.type('title', 'Sent twice');
    await assessor.type('reference', 'Drawer 3');
    const fields = await assessor.page.locator('form#form').evaluate((form) => {
      const inputs = [...(form as unknown as { elements: Iterable<{ name: string; value: string; type: string }> }).elements];
      return inputs.filter(({ name, type }) => name !== '' && type !== 'checkbox').map(({ name, value }) => [name, value]);
    });
    const form = Object.fromEntries(fields as [string, string][]);
    const address = `${service.address}${CASE}/evidence`;
    const answers = await Promise.all([1, 2].map(() => assessor.page.request.post(address, { form, maxRedirects: 0 })));

    expect(answers.map((answer) => answer.status())).toEqual([303, 303]);
    await assessor.open(CASE);
    expect((await assessor.text).split('Sent twice')).toHaveLength(2);
    await assessor.leaves();
  });

  it('says who changed what since, and keeps what was typed, when a rating is stale', async () => {
    const assessor = await arrive('wessex-assessor');
    await assessor.open(`${CASE}/ratings`);
    await assessor.choose('ratings/planning/rating', 'assured-as-good');
    await assessor.type('ratings/planning/reason', 'My reason.');
    const { headers } = await api.get(`/api/v1/assessments/${ID}`);
    const other = { ratings: [{ item: 'planning', rating: 'limited-assurance', reason: 'Theirs.' }] };
    await api.post(`/api/v1/assessments/${ID}/ratings`, other, { 'If-Match': headers.get('ETag') ?? '' });
    await assessor.press('Record the ratings');

    expect(await assessor.text).toContain('What is new since you read it');
    expect(await assessor.text).toContain('Planning rated Limited assurance, requires improvement (Assessor, Wessex');
    expect(await assessor.held('ratings/planning/reason')).toBe('My reason.');
    expect(await assessor.faults()).toEqual([]);

    await assessor.press('Record the ratings');
    expect(await assessor.text).toContain('Planning changed from Limited assurance');
    await assessor.leaves();
  });

  it('takes what was typed through a sign-in when the session ended, and shows it before it is sent', async () => {
    const assessor = await arrive('wessex-assessor');
    await assessor.open(`${CASE}/evidence`);
    await assessor.type('title', 'Typed before the end');
    await assessor.type('reference', 'Drawer 4');
    await assessor.page.context().clearCookies({ name: 'session' });
    await assessor.press('Attach it');
    expect(await assessor.heading).toBe('You were signed out');
    expect(await assessor.faults()).toEqual([]);

    await assessor.press('Sign in again');
    await assessor.page.check('input[value="wessex-assessor"]');
    await assessor.press('Sign in');
    expect(await assessor.heading).toBe('You are signed in again');
    expect(await assessor.faults()).toEqual([]);
    await assessor.press('See what you typed');
    expect(await assessor.held('title')).toBe('Typed before the end');
    expect(await assessor.text).toContain('Nothing was recorded and nothing is lost');
    await assessor.press('Attach it');
    expect(await assessor.text).toContain('Drawer 4');
    await assessor.leaves();
  });

  it('carries out nothing for a form without its token', async () => {
    const assessor = await arrive('wessex-assessor');
    const answer = await assessor.page.request.post(`${service.address}${CASE}/evidence`, {
      form: { title: 'Forged', reference: 'Elsewhere' },
      maxRedirects: 0,
    });
    expect(answer.status()).toBe(403);
    expect(await answer.text()).toContain('had been open for too long');
    await assessor.open(CASE);
    expect(await assessor.text).not.toContain('Forged');
    await assessor.leaves();
  });
});

describeInBrowser('signing in and out', () => {
  let service: TestService;
  let browser: Browser;

  beforeAll(async () => {
    [service, browser] = await Promise.all([startTestService({ holding: 'reference' }), startBrowser()]);
    const assessor = await service.as('wessex-assessor');
    await assessor.post('/api/v1/assessments', { organisation: '11J', framework: 'ccg-assurance-2015-16', period: '2015-16-q1' });
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await service.stop();
  });

  it('leads to sign-in and back to the page that was asked for', async () => {
    const visitor = await Visitor.arrives(browser, service.address);
    await visitor.open('/organisations/11J');
    expect(await visitor.heading).toBe('Sign in as a sample person');
    await visitor.page.check('input[value="auditor"]');
    await visitor.press('Sign in');
    expect(await visitor.heading).toBe('NHS Dorset CCG (11J)');
    await visitor.leaves();
  });

  it('ends the session for good: a copied cookie is worth nothing', async () => {
    const visitor = await (await Visitor.arrives(browser, service.address)).signInAs('auditor');
    const cookies = await visitor.page.context().cookies();
    expect(cookies.find(({ name }) => name === 'session')).toMatchObject({ httpOnly: true, sameSite: 'Lax' });
    await visitor.page.getByRole('button', { name: 'Sign out' }).click();
    await visitor.page.waitForLoadState();
    await visitor.page.context().addCookies(cookies);
    await visitor.open('/work');
    expect(await visitor.heading).toBe('Sign in as a sample person');
    await visitor.leaves();
  });

  it('shows a draft outside the area as a page that is not there', async () => {
    const visitor = await (await Visitor.arrives(browser, service.address)).signInAs('cne-assessor');
    const answer = await visitor.open('/assessments/11J.ccg-assurance-2015-16.2015-16-q1');
    expect(answer?.status()).toBe(404);
    expect(await visitor.heading).toBe('Page not found');
    expect(await visitor.faults()).toEqual([]);
    await visitor.leaves();
  });
});
