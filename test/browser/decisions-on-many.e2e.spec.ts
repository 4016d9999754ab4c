import type { Browser } from 'playwright-core';
import type { Person } from '#identity/contract.js';
import { heldBack } from '../acceptance/support/held-back.js';
import { judge } from '../acceptance/support/judged-nation.js';
import { OneAssessment } from '../acceptance/support/one-assessment.js';
import { asPerson, samplePeopleAnd } from '../acceptance/support/people-beside.js';
import { startTestService, type TestService } from '../acceptance/support/test-service.js';
import { describeInBrowser, startBrowser } from './support/browser.js';
import { Visitor } from './support/visitor.js';

const england = { kind: 'england' } as const;
const BESIDE: readonly Person[] = [
  { id: 'national-second', name: 'Second member', role: 'panel-member', area: england },
  { id: 'second-assessor', name: 'Second assessor, Wessex', role: 'assessor', area: { kind: 'office', code: 'Q70' } },
];
const FRAMEWORK = 'ccg-assurance-2013-15';
const QUARTER = '2014-15-q1';
const ID = `national.england.${FRAMEWORK}.${QUARTER}.2026-01-12`;
const ORGANISATIONS = ['11J', '10R', '10K', '10J', '10L', '10V'];

describeInBrowser('deciding on many at once', () => {
  let service: TestService;
  let browser: Browser;

  beforeAll(async () => {
    [service, browser] = await Promise.all([
      startTestService({ holding: 'reference', people: samplePeopleAnd(BESIDE) }),
      startBrowser(),
    ]);
    const { application } = service.running;
    const common = { framework: FRAMEWORK, organisations: ORGANISATIONS };
    await judge(application, { ...common, period: QUARTER, before: 'national' });
    await judge(application, { ...common, period: '2014-15-year', before: 'confirmation' });
    const secretary = await asPerson(service, 'national-secretary');
    const sitting = { stage: 'national', framework: FRAMEWORK, period: QUARTER, sitsOn: '2026-01-12' };
    const seats = { chair: 'national-chair', members: ['national-panel', 'national-second'], quorum: 2 };
    await secretary.post('/api/v1/panels', { ...sitting, ...seats });
    const at = `/api/v1/panels/${ID}`;
    await secretary.post(`${at}/opening`, { present: ['national-chair', 'national-panel', 'national-second'] });
    await secretary.post(`${at}/recusals`, { person: 'national-second', organisations: ['10R'], reason: 'Audited it.' });
    const dorset = new OneAssessment('11J', FRAMEWORK, QUARTER);
    await dorset.record(await asPerson(service, 'second-assessor'), '/evidence', { title: 'Dashboard', reference: 'Month 6' });
  }, 120_000);

  afterAll(async () => {
    await browser.close();
    await service.stop();
  });

  it('a chair chooses, reads again what was recorded since, leaves one out, and sees it applied', async () => {
    const chair = await (await Visitor.arrives(browser, service.address)).signInAs('national-chair');
    await chair.open(`/panels/${ID}`);
    await chair.follow('Decide on many at once');
    await chair.press('Continue');
    expect(await chair.text).toContain('Choose what was decided');
    expect(await chair.faults()).toEqual([]);
    await chair.choose('outcome', 'changed');
    await chair.page.selectOption('#change', 'domain-1 not-assured');
    await chair.type('reason', 'The figures were late.');
    await chair.page.uncheck(`input[value^="10V."]`);
    await chair.photograph('many-choosing');
    await chair.press('Continue');

    const looked = await chair.text;
    expect(looked).toContain('3 go as they are. 2 need a word of yours, below.');
    expect(looked).toContain('Second member takes no part: recused');
    expect(looked).toContain('Recorded since it was read.');
    expect(await chair.faults()).toEqual([]);
    await chair.press('Record the decision');
    expect(await chair.text).toContain('Choose whether NHS Dorset CCG is decided on or left out');
    expect(await chair.faults()).toEqual([]);
    await chair.photograph('many-looking-again');
    await chair.page.getByLabel('Read again, and decided on as it stands now').check();
    await chair.page.locator('input[name^="cases/10R"][value="out"]').check();

    await heldBack(service.database, 'batch-decisions', async () => {
      await chair.press('Record the decision');
      expect(await chair.text).toContain('0 of 4 applied, 4 being applied.');
      expect(await chair.faults()).toEqual([]);
      await chair.photograph('many-being-applied');
      await chair.page.reload();
      expect(await chair.text).toContain('4 being applied.');
    });
    // The page follows by itself.
    await chair.page.getByText('4 of 4 applied.').waitFor();
    await chair.photograph('many-applied');
    await chair.open(`/panels/${ID}`);
    expect(await chair.text).toContain('4 assessments, 12 January 2026');
    await chair.photograph('many-sitting');
    await chair.leaves();
  }, 60_000);

  it('the committee confirms a period, without a script', async () => {
    const committee = await (await Visitor.arrives(browser, service.address, { script: false })).signInAs('committee-secretary');
    await committee.open('/panels');
    await committee.follow("Record the committee's decision on many at once");
    await committee.photograph('committee-waiting');
    await committee.page.locator('main table a').first().click();
    await committee.choose('outcome', 'confirmed');
    await committee.type('committee', 'Commissioning Committee');
    await committee.type('reference', 'Minute 7');
    await committee.typeDate('decidedOn', '2026-01-12');
    await committee.photograph('committee-choosing');
    await committee.press('Continue');
    expect(await committee.text).toContain('6 go as they are.');
    await committee.press('Record the decision');
    while (!(await committee.text).includes('6 of 6 applied.')) await committee.page.reload();
    await committee.photograph('committee-applied');
    await committee.leaves();
  }, 60_000);
});
