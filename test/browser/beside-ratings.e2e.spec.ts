import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { shippedJson } from '#frameworks/testing/shipped-pack.js';
import { startTestService, type TestService } from '../acceptance/support/test-service.js';
import { describeInBrowser, startBrowser } from './support/browser.js';
import { Visitor } from './support/visitor.js';

describeInBrowser('what stands beside the ratings', () => {
  let service: TestService;
  let browser: Browser;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'checkpoint-beside-'));
    [service, browser] = await Promise.all([startTestService({ holding: 'reference' }), startBrowser()]);
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await service.stop();
    await rm(folder, { recursive: true });
  });

  const arrive = async (person: string, options = {}): Promise<Visitor> =>
    (await Visitor.arrives(browser, service.address, options)).signInAs(person);

  const choose = async (visitor: Visitor, name: string, content: unknown): Promise<void> => {
    const path = join(folder, name);
    await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content, undefined, 2));
    await visitor.page.setInputFiles('input[type=file]', path);
  };

  describe('a framework pack', () => {
    const corrected = { ...shippedJson('pce-2018-19.v3'), version: 4, title: 'PCE indicator 2018/19, corrected' };

    it('is uploaded, found faulty with every place and line, mended in the page, looked at and adopted', async () => {
      const administrator = await arrive('administrator');
      await administrator.open('/frameworks');
      await administrator.follow('Adopt a framework pack');
      await choose(administrator, 'pce.json', { ...corrected, assessor: 'anybody', colour: 'green' });
      await administrator.type('reason', 'The title was wrong.');
      await administrator.press('Continue');

      expect(await administrator.title).toMatch(/^Error: /);
      expect(await administrator.text).toContain('2 faults; nothing was adopted');
      expect(await administrator.text).toMatch(/Line \d{3}, assessor: does not fit: one of local-office, region, national-team/);
      expect(await administrator.held('reason')).toBe('The title was wrong.');
      expect(await administrator.faults()).toEqual([]);
      await administrator.photograph('pack-faulty');

      const mended = (await administrator.held('pack'))
        .replace('"anybody"', '"local-office"')
        .replace(/,\s*"colour": "green"/, '');
      await administrator.type('pack', mended);
      await administrator.press('Continue');
      expect(await administrator.heading).toBe('Check before you send: adopt a framework pack');
      expect(await administrator.text).toContain('What it changes against version 3');
      expect(await administrator.text).toContain('PCE indicator 2018/19, corrected');
      expect(await administrator.text).toContain('pce.json');
      expect(await administrator.faults()).toEqual([]);
      await administrator.photograph('pack-check');

      await administrator.press('Adopt this version');
      expect(await administrator.text).toContain('Version 4 is adopted');
      expect(await administrator.heading).toBe('PCE indicator 2018/19, corrected');
      expect(await administrator.faults()).toEqual([]);
      await administrator.leaves();
    });

    it('is not lost by a session that ended, though it was a file', async () => {
      const administrator = await arrive('administrator', { script: false });
      await administrator.open('/frameworks/adoption');
      await choose(administrator, 'again.json', { ...corrected, version: 5 });
      await administrator.type('reason', 'Typed before the end.');
      await administrator.page.context().clearCookies({ name: 'session' });
      await administrator.press('Continue');
      await administrator.press('Sign in again');
      await administrator.page.check('input[value="administrator"]');
      await administrator.press('Sign in');
      await administrator.press('See what you typed');

      expect(await administrator.text).toContain('Nothing was recorded and nothing is lost');
      expect(await administrator.held('reason')).toBe('Typed before the end.');
      expect(JSON.parse(await administrator.held('pack'))).toMatchObject({ version: 5 });
      await administrator.leaves();
    });
  });

  describe('an intervention', () => {
    it('is begun, given a criterion, judged and ended, with a vague date kept vague', async () => {
      const director = await arrive('wessex-director');
      await director.open('/organisations/11J/interventions');
      await director.follow('Record that an intervention began');
      await director.choose('kind', 'special-measures');
      await director.type('organisations', '11J 99Z');
      await director.type('from-month', '7');
      await director.type('from-year', '2017');
      await director.type('what', 'To balance the books.');
      await director.press('Continue');
      expect(await director.text).toContain('No organisation has the code 99Z');
      expect(await director.faults()).toEqual([]);
      await director.type('organisations', '11J');
      await director.press('Continue');
      expect(await director.text).toContain('NHS Dorset CCG (11J)');
      await director.press('Record it');
      expect(await director.heading).toBe('Special measures, from July 2017');

      await director.follow('Agree an objective or an exit criterion');
      await director.choose('as', 'exit-criterion');
      await director.type('text', 'A balanced plan');
      await director.typeDate('agreedOn', '2017-09-01');
      await director.press('Record it');
      await director.follow('Say whether it is met');
      await director.choose('met', 'yes');
      await director.typeDate('judgedOn', '2018-04-02');
      await director.type('note', 'By the accounts.');
      await director.press('Record the verdict');
      await director.follow('Record that it ended');
      await director.type('until-year', '2018');
      await director.choose('outcome', 'criteria-met');
      await director.type('reason', 'What was agreed is met.');
      await director.press('Continue');
      await director.press('Record the end');
      expect(await director.text).toContain('2018: all exit criteria were met');
      expect(await director.faults()).toEqual([]);
      await director.photograph('intervention');
      await director.leaves();
    });

    it('that somebody varied meanwhile is not ended unread: who did what is told, and what was typed is kept', async () => {
      const api = await service.as('wessex-director');
      const begun = { kind: 'directions', organisations: ['11J'], from: '2016', what: 'To write a plan.' };
      const { headers, body } = await api.post('/api/v1/interventions', begun);
      const id = headers.get('Location')?.split('/').at(-1) ?? '';
      const director = await arrive('wessex-director');
      await director.open(`/interventions/${id}?atLeast=${String(body['position'])}`);
      await director.follow('Record that it ended');
      await director.type('until-year', '2017');
      await director.choose('outcome', 'lifted');
      await director.type('reason', 'Typed before the other.');
      await director.press('Continue');
      const variation = { variedOn: '2016-08', organisations: ['11J'], alsoBinds: ['08Q'], reason: 'Another is to help.' };
      const varied = await api.post(`/api/v1/interventions/${id}/variations`, variation);
      await api.get(`/api/v1/interventions/${id}?atLeast=${String(varied.body['position'])}`);
      await director.press('Record the end');

      expect(await director.text).toContain('The record has changed since you read it');
      expect(await director.text).toContain('Varied, August 2016');
      expect(await director.text).toContain('Another is to help.');
      expect(await director.held('reason')).toBe('Typed before the other.');
      expect(await director.faults()).toEqual([]);
      await director.press('Continue');
      await director.press('Record the end');
      expect(await director.text).toContain('2017: lifted');
      await director.leaves();
    });
  });

  describe("a year's stakeholder survey", () => {
    it('is nominated for by the organisation, whose names can be erased and are no part of the record', async () => {
      const reader = await arrive('dorset-ccg', { script: false });
      await reader.open('/organisations/11J/surveys');
      await reader.type('year', '2018');
      await reader.press('Go to it');
      await reader.follow('Nominate a stakeholder');
      await reader.type('group', 'GP practices');
      await reader.type('name', 'R. Made-Up');
      await reader.press('Nominate');
      expect(await reader.text).toContain('Enter how they are reached');
      expect(await reader.held('name')).toBe('R. Made-Up');
      await reader.type('contact', 'r@example.org');
      await reader.press('Nominate');
      expect(await reader.text).toContain('GP practices: R. Made-Up, r@example.org');
      await reader.follow('Erase name and contact');
      await reader.press('Erase them for good');
      expect(await reader.text).not.toContain('R. Made-Up');
      expect(await reader.text).toContain('name and contact erased');
      await reader.leaves();
    });

    it('is counted without groups under five, commented, redacted, and leads to an area and a report', async () => {
      const assessor = await arrive('wessex-assessor');
      await assessor.open('/surveys/11J.2018');
      const count = async (group: string, good: string, poor: string): Promise<void> => {
        await assessor.follow('Record how many gave which answer');
        await assessor.type('question', 'How is it to work with them?');
        await assessor.type('group', group);
        await assessor.type('answers/0/answer', 'Good');
        await assessor.type('answers/0/count', good);
        await assessor.type('answers/1/answer', 'Poor');
        await assessor.type('answers/1/count', poor);
        await assessor.press('Continue');
      };
      await count('', 'many', '5');
      expect(await assessor.text).toContain('Enter how many gave it, a whole number');
      await assessor.type('answers/0/count', '36');
      await assessor.press('Continue');
      await assessor.press('Record the counts');
      expect(await assessor.text).toContain('87.8%');
      await count('Councils', '3', '1');
      expect(await assessor.text).toContain('They are fewer than 5');
      await assessor.press('Record the counts');
      expect(await assessor.text).toContain('Not shown, to protect a group of fewer than 5');

      await assessor.follow('Record a comment word for word');
      await assessor.type('text', 'R. Made-Up never answers.');
      await assessor.press('Record the comment');
      await assessor.follow('Redact it');
      await assessor.type('text', '[somebody] never answers.');
      await assessor.type('reason', 'It names somebody.');
      await assessor.press('Continue');
      await assessor.press('Redact it, for every moment');
      expect(await assessor.text).not.toContain('Made-Up');
      await assessor.follow('Identify an area for improvement');
      await assessor.type('text', 'Answer sooner.');
      await assessor.press('Record it');
      await assessor.follow('File the report as a document');
      await assessor.type('title', 'Survey of 2018');
      await assessor.type('reference', 'Drawer 5');
      await assessor.press('File it');
      expect(await assessor.text).toContain('Drawer 5');
      expect(await assessor.faults()).toEqual([]);
      await assessor.photograph('survey');
      await assessor.leaves();
    });
  });
});
