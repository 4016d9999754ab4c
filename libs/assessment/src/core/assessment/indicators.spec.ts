import { given } from '#kernel/testing/given-when-then.js';
import type { AssessmentCommand } from './decider.js';
import type { IndicatorValue } from './indicator-fields.js';
import { indicatorValuesOf } from './selectors.js';
import {
  type Asked,
  command,
  decider,
  liveAfter,
  meeting,
  minted,
  opening,
  story,
  SUBMITTED,
  deciding,
} from './testing/story.js';
import { indicatorTerms, quarterTerms } from './testing/terms.js';

const after = (...commands: readonly AssessmentCommand[]) => given(decider, ...story(...commands));
const targets: IndicatorValue = { indicator: '103a', value: '38.70', period: '2014-15', comparison: 39.6, dataSource: 'QOF' };
const waits: IndicatorValue = {
  indicator: 'A&E, 4 hours',
  value: '94.1%',
  period: 'October 2014',
  standard: '95%',
  dataSource: 'SitRep',
};
const recording = (values: readonly IndicatorValue[], more: Partial<Asked<'record-indicator-values'>> = {}) =>
  command('wessex-assessor', 'record-indicator-values', { values, asked: 'list', scores: ['1', '2', '3', '4'], ...more });
const without = (field: keyof IndicatorValue): IndicatorValue =>
  Object.fromEntries(Object.entries(targets).filter(([name]) => name !== field)) as unknown as IndicatorValue;
const held = meeting();

describe("an indicator's value", () => {
  it('is kept exactly as given, a text with its digits and a number as a number', () => {
    const asked = recording([targets]);
    after(opening(indicatorTerms))
      .when(asked)
      .thenEvents({
        type: 'IndicatorValueRecorded',
        data: { indicatorValue: minted(asked, 'indicator-value-0'), ...targets, receivedOn: '2014-11-20' },
      });
  });

  it('is nothing new when it is told again in the same words, and another fact in others', () => {
    after(opening(indicatorTerms), recording([targets]))
      .when(recording([targets], { receivedOn: '2014-11-01' }))
      .thenNothing();
    after(opening(indicatorTerms), recording([targets]))
      .when(recording([targets, { ...targets, value: '38.7' }]))
      .thenDecided((events) => expect(events).toHaveLength(1));
  });

  it.each([
    ['value', without('value')],
    ['period', without('period')],
    ['dataSource', without('dataSource')],
  ])('needs its %s', (_, value) => {
    after(opening(indicatorTerms))
      .when(recording([value]))
      .thenRefused('indicator-field-missing');
  });

  it('may be compared with nothing, and may be a score alone', () => {
    after(opening(indicatorTerms))
      .when(recording([without('comparison'), { ...without('value'), score: '2' }]))
      .thenDecided((events) => expect(events).toHaveLength(2));
  });

  it('is refused as a whole while one of the values breaks a rule, which names its place', () => {
    after(opening(indicatorTerms))
      .when(recording([targets, { ...waits, comparison: '90%' }]))
      .thenRefused('indicator-field-not-recorded');
    const outcome = decider.decide(recording([targets, { ...targets, score: '5' }]), liveAfter(opening(indicatorTerms)));
    expect(outcome).toMatchObject({ rule: 'score-not-on-scale', errors: [{ pointer: '/values/1/score' }] });
    const one = decider.decide(recording([{ ...targets, score: '5' }], { asked: 'one' }), liveAfter(opening(indicatorTerms)));
    expect(one).toMatchObject({ errors: [{ pointer: '/score' }] });
  });

  it('is recorded of those only that the framework names, or lets be recorded', () => {
    const { unlistedIndicators: _, ...listed } = indicatorTerms;
    after(opening(listed))
      .when(recording([waits]))
      .thenRefused('indicator-not-recorded-here');
    after(opening(quarterTerms))
      .when(recording([targets]))
      .thenRefused('indicator-not-recorded-here');
    after(opening(indicatorTerms))
      .when(recording([targets], { receivedOn: '2014-11-21' }))
      .thenRefused('date-in-the-future');
  });

  it('is material: a stage that had not seen it is told', () => {
    const [, ...rest] = SUBMITTED;
    const state = liveAfter(opening(indicatorTerms), ...rest, recording([targets]));
    const outcome = decider.decide({ ...deciding('local'), judged: state.revision - 1n }, state);
    expect(outcome).toMatchObject({
      rule: 'judged-revision-is-stale',
      facts: { newSince: [{ type: 'IndicatorValueRecorded' }] },
    });
  });
});

describe('a dashboard', () => {
  const dashboard = recording([waits], { meeting: minted(held, 'meeting') });

  it('came with a meeting, on whose day it was received', () => {
    after(opening(indicatorTerms), held)
      .when(dashboard)
      .thenDecided(([event]) =>
        expect(event?.data).toMatchObject({ meeting: minted(held, 'meeting'), receivedOn: '2014-11-03', standard: '95%' }),
      );
  });

  it('came with no meeting that is not there, or was recorded in error', () => {
    after(opening(indicatorTerms)).when(dashboard).thenRefused('unknown-meeting');
    const withdrawn = command('wessex-assessor', 'withdraw-record', { record: minted(held, 'meeting'), reason: 'Never held' });
    after(opening(indicatorTerms), held, withdrawn).when(dashboard).thenRefused('unknown-meeting');
  });
});

describe("the correction of an indicator's value", () => {
  const asked = recording([targets, waits]);
  const [first, second] = [minted(asked, 'indicator-value-0'), minted(asked, 'indicator-value-1')];
  const correcting = (record: string, field: string, value: string) =>
    command('wessex-assessor', 'correct-record', { record, fields: [{ field, value }], reason: 'Mistyped' });

  it('says what it should have said, the original one step away', () => {
    const state = liveAfter(
      opening(indicatorTerms),
      asked,
      correcting(first, 'value', '38.60'),
      correcting(second, 'standard', '95'),
    );
    expect(indicatorValuesOf(state)).toMatchObject([
      { fields: { value: '38.60' }, original: { value: '38.70' } },
      { fields: { standard: '95', indicator: 'A&E, 4 hours' } },
    ]);
  });

  it('is held to what the framework records', () => {
    after(opening(indicatorTerms), asked)
      .when(correcting(second, 'comparison', '1'))
      .thenRefused('indicator-field-not-recorded');
    after(opening(indicatorTerms), asked)
      .when(correcting(first, 'score', '1'))
      .thenRefused('field-not-correctable');
    const { unlistedIndicators: _, ...listed } = indicatorTerms;
    after(opening(listed), recording([targets]))
      .when(correcting(minted(recording([targets]), 'indicator-value-0'), 'indicator', '999z'))
      .thenRefused('indicator-not-recorded-here');
  });

  it('is its withdrawal where it should never have been recorded', () => {
    const withdrawal = command('wessex-assessor', 'withdraw-record', { record: first, reason: 'Another CCG' });
    const state = liveAfter(opening(indicatorTerms), asked, withdrawal);
    expect(indicatorValuesOf(state).map(({ withdrawn }) => withdrawn?.reason)).toEqual(['Another CCG', undefined]);
    after(opening(indicatorTerms), asked, withdrawal)
      .when(recording([targets]))
      .thenDecided((events) => expect(events).toHaveLength(1));
  });
});
