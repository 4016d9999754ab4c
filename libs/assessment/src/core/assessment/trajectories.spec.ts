import { given } from '#kernel/testing/given-when-then.js';
import type { AssessmentCommand } from './decider.js';
import { trajectoriesOf } from './selectors.js';
import { valueOfMonth } from './state.js';
import { type Asked, command, decider, liveAfter, meeting, minted, opening, story } from './testing/story.js';

const after = (...commands: readonly AssessmentCommand[]) => given(decider, ...story(...commands));

const months = [
  { month: '2014-10', planned: '93.0' },
  { month: '2014-11', planned: '95' },
  { month: '2014-12', planned: '95' },
];
const agreeing = (asked: Partial<Asked<'agree-trajectory'>> = {}) =>
  command('wessex-assessor', 'agree-trajectory', { measure: 'A&E within four hours', better: 'higher', months, ...asked });
const agreed = agreeing();
const trajectory = minted(agreed, 'trajectory');
const revising = (asked: Partial<Asked<'revise-trajectory'>> = {}) =>
  command('wessex-assessor', 'revise-trajectory', { trajectory, months: months.slice(1), reason: 'Beds open late', ...asked });
const telling = (values: Readonly<Record<string, string>>, asked: Partial<Asked<'record-trajectory-values'>> = {}) =>
  command('wessex-assessor', 'record-trajectory-values', {
    trajectory,
    values: Object.entries(values).map(([month, actual]) => ({ month, actual })),
    ...asked,
  });
const standing = (...commands: readonly AssessmentCommand[]) => trajectoriesOf(liveAfter(opening(), agreed, ...commands))[0];

describe('a trajectory', () => {
  it('is agreed with its plan, at a meeting where it says so, and once', () => {
    const held = meeting();
    const here = agreeing({ record: minted(held, 'meeting'), item: 'domain-1', unit: '%' });
    after(opening(), held)
      .when(here)
      .thenDecided(([event]) => {
        expect(event?.data).toMatchObject({
          ...{ measure: 'A&E within four hours', unit: '%', item: 'domain-1', months, agreedOn: '2014-11-20' },
          from: { kind: 'meeting', record: minted(held, 'meeting') },
        });
      });
    after(opening(), held, here).when(here).thenNothing();
  });

  it.each([
    ['months-not-in-order', { months: [...months].reverse() }],
    ['months-not-in-order', { months: months.flatMap((month) => [month, month]) }],
    ['item-not-in-framework', { item: 'domain-9' }],
    ['unknown-record', { record: '00000000-0000-4000-8000-000000000099' }],
    ['date-in-the-future', { agreedOn: '2014-11-21' }],
  ] as const)('is refused by %s', (rule, asked) => {
    after(opening()).when(agreeing(asked)).thenRefused(rule);
  });

  it('takes what came of months that have begun, keeps every digit, and says nothing twice', () => {
    const told = telling({ '2014-10': '92.50', '2014-11': '94' }, { source: 'Weekly return' });
    expect(standing(told)?.values.map(({ month, actual, source }) => [month, actual, source])).toEqual([
      ['2014-10', '92.50', 'Weekly return'],
      ['2014-11', '94', 'Weekly return'],
    ]);
    after(opening(), agreed, told)
      .when(telling({ '2014-10': '92.50' }))
      .thenNothing();
  });

  it('tells a month otherwise only with a reason, and keeps what was told before', () => {
    const told = telling({ '2014-10': '92.50' });
    after(opening(), agreed, told)
      .when(telling({ '2014-10': '91' }))
      .thenRefused('changed-value-needs-a-reason');
    const record = standing(told, telling({ '2014-10': '91' }, { reason: 'The first figure was provisional' }));
    expect(record?.values.map(({ actual }) => actual)).toEqual(['92.50', '91']);
    expect(record && valueOfMonth(record, '2014-10')?.actual).toBe('91');
  });

  it.each([
    ['month-still-to-come', telling({ '2014-12': '95' })],
    ['month-not-on-trajectory', telling({ '2014-09': '95' })],
    ['date-in-the-future', telling({ '2014-10': '95' }, { receivedOn: '2014-12-01' })],
    ['unknown-trajectory', telling({ '2014-10': '95' }, { trajectory: '00000000-0000-4000-8000-000000000099' })],
    ['unknown-trajectory', revising({ trajectory: '00000000-0000-4000-8000-000000000099' })],
    ['months-not-in-order', revising({ months: [...months].reverse() })],
  ] as const)('refuses by %s', (rule, asked) => {
    after(opening(), agreed).when(asked).thenRefused(rule);
  });

  it('is revised with a reason; the values told before stay', () => {
    const record = standing(telling({ '2014-10': '92' }), revising());
    expect(record?.plan).toEqual(months.slice(1));
    expect(record?.fields.months).toEqual(months);
    expect(record?.revisions.map(({ reason }) => reason)).toEqual(['Beds open late']);
    expect(record?.values).toHaveLength(1);
    after(opening(), agreed).when(revising({ months })).thenNothing();
  });

  it('is not followed up once it was withdrawn', () => {
    const withdrawn = command('wessex-assessor', 'withdraw-record', { record: trajectory, reason: 'Agreed elsewhere' });
    after(opening(), agreed, withdrawn)
      .when(telling({ '2014-10': '92' }))
      .thenRefused('record-was-withdrawn');
  });

  it('binds no decision: it is not material', () => {
    const before = liveAfter(opening());
    expect(liveAfter(opening(), agreed, telling({ '2014-10': '92' })).materialRevision).toBe(before.materialRevision);
  });
});
