import { given } from '#kernel/testing/given-when-then.js';
import type { AssessmentCommand } from './decider.js';
import { callsOf, evidenceOf, hasFallenDue, meetingsOf, openActions, recordsAsCorrected } from './selectors.js';
import { command, decider, liveAfter, meeting, minted, opening, READY, story } from './testing/story.js';

const after = (...commands: readonly AssessmentCommand[]) => given(decider, ...story(...commands));
const withAction = meeting({
  discussions: [{ item: 'domain-1', note: 'Waiting times' }],
  actions: [{ description: 'Send the plan', owner: 'Chief officer', due: '2014-12-01', item: 'domain-1' }],
});
const action = minted(withAction, 'action-0');
const call = command('wessex-assessor', 'record-teleconference', {
  ...{ heldOn: '2014-11-15', participants: [{ person: 'p-1' }], notes: 'Short' },
  updates: [{ item: 'domain-2', note: 'Slipping', atRisk: true }],
  actions: [{ description: 'Ring again', owner: 'Lead', due: '2014-11-30' }],
});
const evidence = command('wessex-assessor', 'attach-evidence', { title: 'Dashboard', reference: 'Page 3', items: ['domain-1'] });

describe('planning a checkpoint', () => {
  const plan = (plannedFor: string) => command('wessex-assessor', 'plan-checkpoint', { plannedFor });
  it('says for when, then moves, and says nothing twice', () => {
    after(opening())
      .when(plan('2014-12-01'))
      .thenEvents({ type: 'CheckpointPlanned', data: { plannedFor: '2014-12-01' } });
    after(opening(), plan('2014-12-01'))
      .when(plan('2014-12-08'))
      .thenEvents({ type: 'CheckpointMoved', data: { from: '2014-12-01', to: '2014-12-08' } });
    after(opening(), plan('2014-12-01')).when(plan('2014-12-01')).thenNothing();
    after(opening()).when(plan('2014-02-30')).thenRefused('date-not-real');
  });
});

describe('a checkpoint that was not held', () => {
  const notHeld = (reason = 'Both agreed to wait') => command('wessex-assessor', 'record-checkpoint-not-held', { reason });
  it('is recorded with its reason, once', () => {
    after(opening())
      .when(notHeld())
      .thenEvents({ type: 'CheckpointNotHeld', data: { reason: 'Both agreed to wait', decidedOn: '2014-11-20' } });
    after(opening(), notHeld()).when(notHeld()).thenNothing();
  });
  it('is not recorded where one was held', () => {
    after(...READY)
      .when(notHeld())
      .thenRefused('checkpoint-was-held');
  });
});

describe('a meeting and a call', () => {
  it('are recorded with the actions agreed, whose ids come from the command', () => {
    after(opening())
      .when(withAction)
      .thenDecided((events) => {
        expect(events.map((event) => event.type)).toEqual(['CheckpointMeetingHeld', 'ActionAgreed']);
        expect(events[1]?.data).toMatchObject({ action, from: { kind: 'meeting', record: minted(withAction, 'meeting') } });
      });
    const state = liveAfter(opening(), withAction, call);
    expect(meetingsOf(state)).toHaveLength(1);
    expect(callsOf(state)).toHaveLength(1);
    expect(openActions(state).map((each) => each.fields.owner)).toEqual(['Chief officer', 'Lead']);
  });

  it('keep the id they have, where they were logged for another assessment', () => {
    const id = '00000000-0000-4000-8000-000000000077';
    const state = liveAfter(opening(), { ...withAction, meeting: id }, { ...call, call: id.replace('77', '78') });
    expect([...meetingsOf(state), ...callsOf(state)].map((record) => record.id)).toEqual([id, id.replace('77', '78')]);
    after(opening(), { ...withAction, meeting: id })
      .when(meeting({ meeting: id, notes: 'Filed again' }))
      .thenNothing();
  });

  it.each([
    [true, 'yes'],
    [false, 'no'],
    [undefined, 'not-recorded'],
  ])('say whether a call was escalated (%s: %s), which can be corrected', (escalated, told) => {
    const state = liveAfter(opening(), { ...call, escalated });
    expect(callsOf(state).map(({ fields }) => fields.escalated)).toEqual([told]);
    const correction = (value: string) =>
      command('wessex-assessor', 'correct-record', {
        record: minted(call, 'call'),
        fields: [{ field: 'escalated', value }],
        reason: 'Mistyped',
      });
    const corrected = liveAfter(opening(), { ...call, escalated }, correction(told === 'yes' ? 'no' : 'yes'));
    expect(callsOf(corrected).map(({ fields }) => fields.escalated)).toEqual([told === 'yes' ? 'no' : 'yes']);
    after(opening(), call).when(correction('perhaps')).thenRefused('corrected-value-not-allowed');
  });

  it('are recorded once', () => {
    after(opening(), withAction).when(withAction).thenNothing();
    after(opening(), call).when(call).thenNothing();
  });

  it.each([
    ['date-in-the-future', meeting({ heldOn: '2014-11-21' })],
    ['item-not-in-framework', meeting({ discussions: [{ item: 'domain-9', note: 'x' }] })],
    ['item-not-in-framework', meeting({ actions: [{ description: 'x', owner: 'x', due: '2014-12-01', item: 'domain-9' }] })],
    ['date-not-real', meeting({ actions: [{ description: 'x', owner: 'x', due: '2014-13-01' }] })],
    ['item-not-in-framework', { ...call, updates: [{ item: 'domain-9', note: 'x', atRisk: false }] }],
    ['date-in-the-future', { ...call, heldOn: '2015-01-01' }],
  ] as const)('are refused by %s', (rule, asked) => {
    after(opening()).when(asked).thenRefused(rule);
  });
});

describe('an action', () => {
  const update = (asked: Parameters<typeof command<'update-action'>>[2]['update'], id = action) =>
    command('wessex-assessor', 'update-action', { action: id, update: asked });
  const progress = update({ kind: 'progress', note: 'Draft seen', progressedOn: '2014-11-10' });
  const completion = update({ kind: 'completion', note: 'Received' });
  const later = update({ kind: 'reschedule', to: '2014-12-15', reason: 'Holidays' });

  it('progresses, moves and is completed', () => {
    const state = liveAfter(opening(), withAction, progress, later, completion);
    expect(state.records.get(action)).toMatchObject({
      progress: [{ note: 'Draft seen', progressedOn: '2014-11-10' }],
      reschedules: [{ from: '2014-12-01', to: '2014-12-15' }],
      fields: { due: '2014-12-15' },
      completed: { completedOn: '2014-11-20', note: 'Received' },
    });
    expect(openActions(state)).toEqual([]);
  });

  it.each([progress, completion, later])('says nothing twice', (asked) => {
    after(opening(), withAction, asked).when(asked).thenNothing();
  });

  it('is not worked on once completed or withdrawn', () => {
    after(opening(), withAction, completion).when(progress).thenRefused('action-already-completed');
    after(opening(), withAction, completion)
      .when(update({ kind: 'completion', completedOn: '2014-11-19' }))
      .thenRefused('action-already-completed');
    const withdrawn = command('wessex-assessor', 'withdraw-record', { record: action, reason: 'Not agreed' });
    after(opening(), withAction, withdrawn).when(progress).thenRefused('record-was-withdrawn');
  });

  describe('whose organisation is taken in by another', () => {
    const passing = (to = '13T') => command('process', 'pass-on-action', { action, to, mergedOn: '2015-04-01' });
    const passedOn = (to: string) => ({ type: 'ActionPassedOn', data: { action, to, mergedOn: '2015-04-01' } }) as const;

    it('passes on once, to each successor that is recorded, and stays open here', () => {
      after(opening(), withAction).when(passing()).thenEvents(passedOn('13T'));
      after(opening(), withAction, passing()).when(passing()).thenNothing();
      after(opening(), withAction, passing()).when(passing('14L')).thenEvents(passedOn('14L'));
      expect(openActions(liveAfter(opening(), withAction, passing()))).toMatchObject([
        { passedOn: { to: '13T', mergedOn: '2015-04-01' } },
      ]);
    });

    it('stays when it was completed or withdrawn meanwhile, or its assessment was', () => {
      const withdrawn = command('wessex-assessor', 'withdraw-record', { record: action, reason: 'Not agreed' });
      const allWithdrawn = command('wessex-assessor', 'withdraw-assessment', { reason: 'In error' });
      for (const meanwhile of [completion, withdrawn, allWithdrawn])
        after(opening(), withAction, meanwhile).when(passing()).thenNothing();
    });

    it('is one of this assessment', () => {
      after(opening()).when(passing()).thenRefused('unknown-action');
    });
  });

  describe('that reaches its due day', () => {
    const noting = (today = '2014-12-01') => ({ ...command('process', 'note-action-fell-due', { action }), today });
    const fellDue = (due: string, fellDueOn = due) => ({ type: 'ActionFellDue', data: { action, due, fellDueOn } }) as const;

    it('falls due on that day, once, and is marked so', () => {
      after(opening(), withAction).when(noting('2014-11-30')).thenNothing();
      after(opening(), withAction).when(noting('2015-02-01')).thenEvents(fellDue('2014-12-01'));
      const state = liveAfter(opening(), withAction, noting());
      expect(openActions(state).map(hasFallenDue)).toEqual([true]);
      after(opening(), withAction, noting()).when(noting()).thenNothing();
    });

    it('falls due again at a new day, and not before', () => {
      const state = liveAfter(opening(), withAction, noting(), later);
      expect(openActions(state).map(hasFallenDue)).toEqual([false]);
      after(opening(), withAction, noting(), later).when(noting()).thenNothing();
      after(opening(), withAction, noting(), later).when(noting('2014-12-15')).thenEvents(fellDue('2014-12-15'));
    });

    it('falls due on the day it was set when that day was past already', () => {
      const backThen = update({ kind: 'reschedule', to: '2014-11-05', reason: 'Mistaken', decidedOn: '2014-11-12' });
      after(opening(), withAction, backThen).when(noting()).thenEvents(fellDue('2014-11-05', '2014-11-12'));
    });

    it('has nothing said of it when it was completed or withdrawn meanwhile, or its assessment was', () => {
      const withdrawn = command('wessex-assessor', 'withdraw-record', { record: action, reason: 'Not agreed' });
      const allWithdrawn = command('wessex-assessor', 'withdraw-assessment', { reason: 'In error' });
      for (const meanwhile of [completion, withdrawn, allWithdrawn])
        after(opening(), withAction, meanwhile).when(noting()).thenNothing();
    });

    it('does not make a judgement stale', () => {
      const before = liveAfter(opening(), withAction);
      expect(liveAfter(opening(), withAction, noting()).materialRevision).toBe(before.materialRevision);
    });

    it('is one of this assessment', () => {
      after(opening()).when(noting()).thenRefused('unknown-action');
    });
  });

  it('is one of this assessment, and its dates are real and past', () => {
    after(opening(), withAction)
      .when(update({ kind: 'completion' }, minted(withAction, 'meeting')))
      .thenRefused('unknown-action');
    after(opening(), withAction)
      .when(update({ kind: 'progress', note: 'x', progressedOn: '2014-11-21' }))
      .thenRefused('date-in-the-future');
    after(opening(), withAction)
      .when(update({ kind: 'reschedule', to: '2014-11-31', reason: 'x' }))
      .thenRefused('date-not-real');
  });
});

describe('evidence', () => {
  const id = minted(evidence, 'evidence');
  const withdrawal = command('wessex-assessor', 'withdraw-evidence', { evidence: id, reason: 'Wrong quarter' });

  it('is attached once, for items of the framework named once', () => {
    expect(evidenceOf(liveAfter(opening(), evidence))).toHaveLength(1);
    after(opening(), evidence).when(evidence).thenNothing();
    after(opening())
      .when({ ...evidence, items: ['domain-9'] })
      .thenRefused('item-not-in-framework');
    after(opening())
      .when({ ...evidence, items: ['domain-1', 'domain-1'] })
      .thenRefused('item-named-twice');
  });

  it('is withdrawn with a reason, and stays readable', () => {
    after(opening(), evidence)
      .when(withdrawal)
      .thenEvents({ type: 'EvidenceWithdrawn', data: { evidence: id, reason: 'Wrong quarter', withdrawnOn: '2014-11-20' } });
    after(opening(), evidence, withdrawal).when(withdrawal).thenNothing();
    expect(evidenceOf(liveAfter(opening(), evidence, withdrawal))[0]).toMatchObject({ withdrawn: { reason: 'Wrong quarter' } });
    after(opening()).when(withdrawal).thenRefused('unknown-record');
    after(opening(), withAction)
      .when({ ...withdrawal, evidence: minted(withAction, 'meeting') })
      .thenRefused('unknown-record');
  });

  it('is withdrawn by its own event also as a record', () => {
    after(opening(), evidence)
      .when(command('wessex-assessor', 'withdraw-record', { record: id, reason: 'Wrong quarter' }))
      .thenDecided(([event]) => expect(event?.type).toBe('EvidenceWithdrawn'));
  });
});

describe('a correction', () => {
  const correcting = (record: string, fields: Readonly<Record<string, string | boolean>>) =>
    command('wessex-assessor', 'correct-record', {
      record,
      fields: Object.entries(fields).map(([field, value]) => ({ field, value })),
      reason: 'Mistyped',
    });
  const held = minted(withAction, 'meeting');
  const rung = minted(call, 'call');

  it('says the new values, free texts apart, and the record reads as corrected with the original beside it', () => {
    const correction = correcting(held, { heldOn: '2014-11-04', 'discussions/0/note': 'Bed days', 'attendance/0/role': 'Chair' });
    after(opening(), withAction)
      .when(correction)
      .thenEvents({
        type: 'RecordCorrected',
        data: {
          record: held,
          texts: [{ field: 'discussions/0/note', value: 'Bed days' }],
          values: [
            { field: 'heldOn', value: '2014-11-04' },
            { field: 'attendance/0/role', value: 'Chair' },
          ],
          ...{ reason: 'Mistyped', correctedOn: '2014-11-20' },
        },
      });
    expect(recordsAsCorrected(liveAfter(opening(), withAction, correction))[0]).toMatchObject({
      fields: { heldOn: '2014-11-04', discussions: [{ item: 'domain-1', note: 'Bed days' }] },
      original: { heldOn: '2014-11-03', discussions: [{ note: 'Waiting times' }] },
      corrections: [
        { reason: 'Mistyped', fields: [{ before: 'Waiting times' }, { before: '2014-11-03' }, { before: 'Director' }] },
      ],
    });
    after(opening(), withAction, correction).when(correction).thenNothing();
  });

  it('adds a field that was left out, and says only what differs', () => {
    after(opening(), withAction)
      .when(correcting(held, { notes: 'Good', heldOn: '2014-11-03' }))
      .thenDecided(([event]) => expect(event?.data).toMatchObject({ texts: [{ field: 'notes', value: 'Good' }], values: [] }));
  });

  it('takes back that an item is at risk', () => {
    const state = liveAfter(opening(), call, correcting(rung, { 'updates/0/atRisk': false }));
    expect(callsOf(state)[0]?.fields.updates).toEqual([{ item: 'domain-2', note: 'Slipping', atRisk: false }]);
  });

  it.each([
    ['unknown-record', correcting(minted(evidence, 'evidence'), { title: 'x' })],
    ['field-not-correctable', correcting(held, { meeting: 'x' })],
    ['field-not-correctable', correcting(held, { 'discussions/1/note': 'x' })],
    ['field-not-correctable', correcting(held, { 'discussions/#/note': 'x' })],
    ['field-not-correctable', correcting(held, { 'toString/0/note': 'x' })],
    ['field-not-correctable', correcting(held, { __proto: 'x' })],
    ['corrected-value-not-allowed', correcting(held, { notes: true })],
    ['corrected-value-not-allowed', correcting(held, { notes: ' ' })],
    ['corrected-value-not-allowed', correcting(held, { notes: 'a\u0000b' })],
    ['corrected-value-not-allowed', correcting(rung, { 'updates/0/atRisk': 'no' })],
    ['item-not-in-framework', correcting(held, { 'discussions/0/item': 'domain-9' })],
    ['date-in-the-future', correcting(held, { heldOn: '2014-11-21' })],
    ['date-not-real', correcting(action, { due: 'soon' })],
  ] as const)('is refused by %s', (rule, asked) => {
    after(opening(), withAction, call).when(asked).thenRefused(rule);
  });

  it('does not touch a withdrawn record', () => {
    const withdrawal = command('wessex-assessor', 'withdraw-record', { record: held, reason: 'Another CCG' });
    after(opening(), withAction, withdrawal)
      .when(correcting(held, { heldOn: '2014-11-04' }))
      .thenRefused('record-was-withdrawn');
    after(opening(), withAction, withdrawal).when(withdrawal).thenNothing();
  });
});
