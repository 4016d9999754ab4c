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
    const corrected = { ...shippedJson('pce-2018-19.v2'), version: 3, title: 'PCE indicator 2018/19, corrected' };

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
      expect(await administrator.text).toContain('What it changes against version 2');
      expect(await administrator.text).toContain('PCE indicator 2018/19, corrected');
      expect(await administrator.text).toContain('pce.json');
      expect(await administrator.faults()).toEqual([]);
      await administrator.photograph('pack-check');

      await administrator.press('Adopt this version');
      expect(await administrator.text).toContain('Version 3 is adopted');
      expect(await administrator.heading).toBe('PCE indicator 2018/19, corrected');
      expect(await administrator.faults()).toEqual([]);
      await administrator.leaves();
    });

    it('is not lost by a session that ended, though it was a file', async () => {
      const administrator = await arrive('administrator', { script: false });
      await administrator.open('/frameworks/adoption');
      await choose(administrator, 'again.json', { ...corrected, version: 4 });
      await administrator.type('reason', 'Typed before the end.');
      await administrator.page.context().clearCookies({ name: 'session' });
      await administrator.press('Continue');
      await administrator.page.check('input[value="administrator"]');
      await administrator.press('Sign in');

      expect(await administrator.text).toContain('Nothing was recorded and nothing is lost');
      expect(await administrator.held('reason')).toBe('Typed before the end.');
      expect(JSON.parse(await administrator.held('pack'))).toMatchObject({ version: 4 });
      await administrator.leaves();
    });
  });
});
