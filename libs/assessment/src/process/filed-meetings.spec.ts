import { issue } from '#kernel/process-manager.js';
import type { AssessmentEvent } from '../core/assessment/events.js';
import { DORSET_Q1, noticed, POOLE_Q1, POOLE_Q2 } from './testing/noticed.js';
import { filedMeetings } from './filed-meetings.js';

const MEETING = '00000000-0000-4000-8000-000000000001';

const meeting = (alsoFor: readonly string[]): AssessmentEvent => ({
  type: 'CheckpointMeetingHeld',
  data: { meeting: MEETING, heldOn: '2014-07-14', attendance: [], discussions: [], alsoFor },
});
const call = (alsoFor: readonly string[]): AssessmentEvent => ({
  type: 'TeleconferenceHeld',
  data: { call: MEETING, heldOn: '2014-07-14', participants: [], updates: [], escalated: 'no', alsoFor },
});
const react = (event: AssessmentEvent) => filedMeetings.react(noticed(event), null);

describe('filing meetings', () => {
  it('files a meeting in each other assessment it was held for, under its one id and in the name of who logged it', () => {
    const common = { kind: 'meeting', record: MEETING, from: DORSET_Q1, actor: 'wessex-assessor', role: 'assessor' };
    expect(react(meeting([POOLE_Q1, POOLE_Q2]))).toEqual({
      commands: [
        { ...common, to: POOLE_Q1 },
        { ...common, to: POOLE_Q2 },
      ],
      timers: [],
    });
  });

  it('files a call the same way', () => {
    expect(react(call([POOLE_Q1])).commands).toMatchObject([{ kind: 'call', record: MEETING, to: POOLE_Q1 }]);
  });

  it('files once where an assessment is named twice, and never in the one it was logged in', () => {
    expect(react(meeting([POOLE_Q1, POOLE_Q1, DORSET_Q1])).commands).toMatchObject([{ to: POOLE_Q1 }]);
  });

  it('has nothing to do with a filed copy, or with anything else', () => {
    const others: readonly AssessmentEvent[] = [
      meeting([]),
      call([]),
      { type: 'CheckpointPlanned', data: { plannedFor: '2014-07-14' } },
    ];
    for (const event of others) {
      expect(filedMeetings.instanceOf(noticed(event))).toBeUndefined();
      expect(react(event).commands).toEqual([]);
    }
  });

  it('puts nothing that was typed into its commands', () => {
    const typed = { ...meeting([POOLE_Q1]) };
    const noted = { ...typed, data: { ...typed.data, notes: 'A confidential remark' } } as AssessmentEvent;
    expect(JSON.stringify(react(noted))).not.toContain('confidential');
  });
});

describe('the ids of issued commands', () => {
  const cause = { eventId: MEETING, correlationId: 'c-1' };
  const ids = (...given: Parameters<typeof issue>) => issue(...given).map(({ id }) => id);

  it('are the same for the same reaction, and differ by manager, event, timer and place', () => {
    expect(ids('one', cause, ['a', 'b'])).toEqual(ids('one', cause, ['a', 'b']));
    const all = [
      ...ids('one', cause, ['a', 'b']),
      ...ids('two', cause, ['a']),
      ...ids('one', { ...cause, timer: 't' }, ['a']),
      ...ids('one', { ...cause, timer: 'u' }, ['a']),
      ...ids('one', { ...cause, eventId: '00000000-0000-4000-8000-000000000002' }, ['a']),
    ];
    expect(new Set(all).size).toBe(all.length);
  });
});
