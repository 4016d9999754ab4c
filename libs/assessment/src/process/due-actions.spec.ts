import type { TimerChange } from '#kernel/process-manager.js';
import type { AssessmentEvent } from '../core/assessment/events.js';
import { DORSET_Q1, noticed } from './testing/noticed.js';
import { dueActions } from './due-actions.js';

const ACTION = '00000000-0000-4000-8000-000000000003';
const OTHER = '00000000-0000-4000-8000-000000000004';

const agreed = (due: string, action = ACTION): AssessmentEvent => ({
  type: 'ActionAgreed',
  data: {
    ...{ action, from: { kind: 'meeting', record: OTHER }, description: 'Send the plan', owner: 'Chief officer' },
    ...{ due, agreedOn: '2014-11-03' },
  },
});
const put = (to: string): AssessmentEvent => ({
  type: 'ActionRescheduled',
  data: { action: ACTION, from: '2014-12-01', to, reason: 'Holidays', decidedOn: '2014-11-10' },
});
const completed: AssessmentEvent = { type: 'ActionCompleted', data: { action: ACTION, completedOn: '2014-11-20' } };
const recordWithdrawn = (record: string): AssessmentEvent => ({
  type: 'RecordWithdrawn',
  data: { record, reason: 'In error', withdrawnOn: '2014-11-20' },
});
const corrected = (field: string, value: string, record = ACTION): AssessmentEvent => ({
  type: 'RecordCorrected',
  data: { record, texts: [], values: [{ field, value }], reason: 'Mistyped', correctedOn: '2014-11-20' },
});
const fellDue = (due: string): AssessmentEvent => ({ type: 'ActionFellDue', data: { action: ACTION, due, fellDueOn: due } });
const withdrawn: AssessmentEvent = { type: 'AssessmentWithdrawn', data: { reason: 'In error', withdrawnOn: '2014-11-21' } };
// What it holds beyond its type is nothing to this manager.
const opened = { type: 'AssessmentOpened', data: {} } as AssessmentEvent;

/** The timers that are set after a history. */
function timersAfter(...history: readonly AssessmentEvent[]): Readonly<Record<string, unknown>> {
  const timers = new Map<string, unknown>();
  history.reduce((before, event) => {
    const state = dueActions.evolve(before, noticed(event));
    // It was noted because its timer fired, which is gone then.
    if (event.type === 'ActionFellDue') timers.delete(event.data.action);
    for (const change of dueActions.react(noticed(event), state).timers) apply(change, timers);
    return state;
  }, dueActions.initialState);
  return Object.fromEntries(timers);
}

function apply(change: TimerChange, timers: Map<string, unknown>): void {
  if ('set' in change) timers.set(change.set, change.due);
  else timers.delete(change.cancel);
}

describe('actions falling due', () => {
  it('are awaited from the day they are agreed, each for itself', () => {
    expect(timersAfter(agreed('2014-12-01'), agreed('2014-12-05', OTHER))).toEqual({
      [ACTION]: { on: '2014-12-01' },
      [OTHER]: { on: '2014-12-05' },
    });
  });

  it('are not awaited when they were overdue on the day they were recorded', () => {
    expect(timersAfter(agreed('2014-11-02'))).toEqual({});
    expect(timersAfter(agreed('2014-11-03'))).toEqual({ [ACTION]: { on: '2014-11-03' } });
    expect(timersAfter(agreed('2014-12-01'), put('2014-11-01'))).toEqual({});
  });

  it('are awaited at their new day when they are put off or their day is corrected', () => {
    expect(timersAfter(agreed('2014-12-01'), put('2014-12-15'))).toEqual({ [ACTION]: { on: '2014-12-15' } });
    expect(timersAfter(agreed('2014-12-01'), corrected('due', '2014-12-10'))).toEqual({ [ACTION]: { on: '2014-12-10' } });
  });

  it('are awaited no more once completed or withdrawn, also when their day is corrected then', () => {
    expect(timersAfter(agreed('2014-12-01'), completed)).toEqual({});
    expect(timersAfter(agreed('2014-12-01'), recordWithdrawn(ACTION))).toEqual({});
    expect(timersAfter(agreed('2014-12-01'), completed, corrected('due', '2014-12-10'))).toEqual({});
  });

  it('are not awaited again at the same day once that was noted, but at a new one', () => {
    const noted = [agreed('2014-12-01'), fellDue('2014-12-01')];
    expect(timersAfter(...noted, corrected('owner', 'Chair'))).toEqual({});
    expect(timersAfter(...noted, put('2014-12-15'))).toEqual({ [ACTION]: { on: '2014-12-15' } });
  });

  it('are not awaited while their assessment is withdrawn, and again when it is opened anew', () => {
    expect(timersAfter(agreed('2014-12-01'), withdrawn)).toEqual({});
    expect(timersAfter(agreed('2014-12-01'), withdrawn, put('2014-12-15'))).toEqual({});
    expect(timersAfter(agreed('2014-12-01'), withdrawn, opened)).toEqual({ [ACTION]: { on: '2014-12-01' } });
  });

  it('have nothing to do with other records', () => {
    expect(timersAfter(corrected('heldOn', '2014-11-04', OTHER), recordWithdrawn(OTHER))).toEqual({});
  });

  it('are noted in their assessment when the day comes', () => {
    expect(dueActions.onTimer?.(ACTION, dueActions.initialState, DORSET_Q1)).toEqual({
      commands: [{ assessment: DORSET_Q1, action: ACTION }],
      timers: [],
    });
  });

  it('survive being kept: the state is the same after JSON', () => {
    const state = dueActions.evolve(dueActions.initialState, noticed(agreed('2014-12-01')));
    expect(JSON.parse(JSON.stringify(state))).toEqual(state);
  });
});
