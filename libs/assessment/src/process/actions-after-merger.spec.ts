import type { NoticedEvent } from '#kernel/process-manager.js';
import type { OrganisationEvent } from '#organisations/contract.js';
import type { AssessmentEvent } from '../core/assessment/events.js';
import { type ActionsAfterMerger, actionsAfterMerger } from './actions-after-merger.js';
import { DORSET_Q1, noticed } from './testing/noticed.js';

type Told = NoticedEvent<AssessmentEvent | OrganisationEvent>;

const ACTION = '00000000-0000-4000-8000-000000000003';
const OTHER = '00000000-0000-4000-8000-000000000004';
const MERGED_ON = '2015-04-01';

const agreed = (action = ACTION): Told =>
  noticed({
    type: 'ActionAgreed',
    data: {
      ...{ action, from: { kind: 'meeting', record: OTHER }, description: 'Send the plan', owner: 'Chief officer' },
      ...{ due: '2015-06-01', agreedOn: '2014-11-03' },
    },
  });
const completed = noticed({ type: 'ActionCompleted', data: { action: ACTION, completedOn: '2014-11-20' } });
const passedOn = (to: string) => noticed({ type: 'ActionPassedOn', data: { action: ACTION, to, mergedOn: MERGED_ON } });
// What it holds beyond its type is nothing to this manager.
const openedAgain = noticed({ type: 'AssessmentOpened', data: {} } as AssessmentEvent);
const merged = (into = '13T'): Told => ({
  ...noticed(completed.event),
  stream: 'organisation-11J',
  event: { type: 'OrganisationMerged', data: { into, effectiveOn: MERGED_ON, dateIs: 'given', source: 'A list' } },
});

const after = (...history: readonly Told[]): ActionsAfterMerger =>
  history.reduce((state, told) => actionsAfterMerger.evolve(state, told), actionsAfterMerger.initialState);
const timersAt = (last: Told, ...before: readonly Told[]) => actionsAfterMerger.react(last, after(...before, last)).timers;
const onTheDay = (...history: readonly Told[]) => actionsAfterMerger.onTimer?.('merger', after(...history), '11J').commands;

describe('open actions of an organisation that is taken in by another', () => {
  it('belong with its merger, by its code', () => {
    expect(actionsAfterMerger.instanceOf(agreed())).toBe('11J');
    expect(actionsAfterMerger.instanceOf(merged())).toBe('11J');
  });

  it('pass on the day the merger takes effect, and not before', () => {
    expect(timersAt(agreed())).toEqual([]);
    expect(timersAt(merged(), agreed())).toEqual([{ set: 'merger', due: { on: MERGED_ON } }]);
    expect(onTheDay(agreed(), agreed(OTHER), merged())).toEqual([
      { assessment: DORSET_Q1, action: ACTION, to: '13T', mergedOn: MERGED_ON },
      { assessment: DORSET_Q1, action: OTHER, to: '13T', mergedOn: MERGED_ON },
    ]);
  });

  it('pass on as well when they are recorded only after the merger, or come back with their assessment', () => {
    const day = [{ set: 'merger', due: { on: MERGED_ON } }];
    expect(timersAt(agreed(), merged())).toEqual(day);
    expect(timersAt(openedAgain, agreed(), merged())).toEqual(day);
  });

  it('do not pass on once completed', () => {
    expect(onTheDay(agreed(), completed, merged())).toEqual([]);
    expect(onTheDay(agreed(), merged(), completed)).toEqual([]);
  });

  it('pass on once, and anew when the record of the successor is corrected', () => {
    expect(onTheDay(agreed(), merged(), passedOn('13T'))).toEqual([]);
    expect(onTheDay(agreed(), merged(), passedOn('13T'), merged('14L'))).toMatchObject([{ action: ACTION, to: '14L' }]);
  });

  it('have nothing to do with an organisation that stays', () => {
    expect(onTheDay(agreed())).toEqual([]);
    expect(timersAt(merged())).toEqual([]);
  });

  it('survive being kept: the state is the same after JSON', () => {
    const state = after(agreed(), merged(), passedOn('13T'));
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
  });
});
