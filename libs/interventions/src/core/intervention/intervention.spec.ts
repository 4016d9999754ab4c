import fc from 'fast-check';
import { fold } from '#kernel/decider.js';
import { isRefusal } from '#kernel/refusal.js';
import { given } from '#kernel/testing/given-when-then.js';
import { type InterventionCommand, interventionDecider as decider, type RecordPublished } from './decider.js';
import type { InterventionEvent } from './events.js';
import { INTERVENTION_KINDS, INTERVENTION_OUTCOMES } from './kinds.js';
import { evolve, initialState, type KnownIntervention } from './state.js';

const today = '2020-01-31';
const published: RecordPublished = {
  type: 'RecordPublished',
  kind: 'directions',
  organisations: ['01R'],
  alsoBinds: [],
  from: '2016',
  until: '2019-07',
  what: 'directions from 2016 lifted with the July 2019 ratings',
  source: 'a statement of 2019',
};
const { type: _, ...recordedData } = published;
const recorded: InterventionEvent = { type: 'InterventionRecorded', data: recordedData };
const begun: InterventionEvent = {
  type: 'InterventionBegan',
  data: { kind: 'special-measures', organisations: ['00M', '00K'], alsoBinds: ['08Q'], from: '2018-07', what: 'A deficit.' },
};
const agreed = (objective: string, as: 'objective' | 'exit-criterion' = 'exit-criterion'): InterventionEvent => ({
  type: 'ObjectiveAgreed',
  data: { objective, as, text: 'Balance the books', agreedOn: '2018-09-01' },
});
const judgement = (objective: string, met: boolean): InterventionEvent => ({
  type: met ? 'ObjectiveMet' : 'ObjectiveNotMet',
  data: { objective, judgedOn: '2019-04-01', note: 'By the accounts.' },
});
const end: InterventionCommand = { type: 'End', today, until: '2019-07', outcome: 'criteria-met', reason: 'All is met.' };

describe('an intervention as it was published', () => {
  it('is recorded with what the source says, its dates as vague as they are', () => {
    given(decider).when(published).thenEvents(recorded);
  });

  it('is nothing new when the source says it again', () => {
    given(decider, recorded).when(published).thenNothing();
  });

  it('is corrected by its source, by what changed alone', () => {
    const correction: InterventionEvent = {
      type: 'InterventionCorrected',
      data: { changes: { from: '2016-08' }, source: published.source, reason: 'The source says otherwise than before.' },
    };
    given(decider, recorded)
      .when({ ...published, from: '2016-08' })
      .thenEvents(correction);
    given(decider, recorded, correction)
      .when({ ...published, from: '2016-08' })
      .thenNothing();
  });

  it('keeps what people corrected when the same file comes again', () => {
    const correction: InterventionEvent = {
      type: 'InterventionCorrected',
      data: { changes: { until: '2019-07-11' }, source: null, reason: 'The letter gives the day.' },
    };
    given(decider, recorded, correction).when(published).thenNothing();
    expect(fold(decider, [recorded, correction])).toMatchObject({ until: '2019-07-11', imported: { until: '2019-07' } });
  });

  it('does not end before it began, but may where the dates overlap as far as known', () => {
    given(decider)
      .when({ ...published, from: '2019-08' })
      .thenRefused('intervention-ends-after-it-begins');
    given(decider)
      .when({ ...published, from: '2019' })
      .thenDecided((events) => expect(events).toHaveLength(1));
  });

  it('is not taken over into one that was begun here', () => {
    given(decider, begun).when(published).thenRefused('intervention-known-already');
  });
});

describe('the revision somebody read', () => {
  const varied = (judged?: bigint): InterventionCommand => ({
    type: 'Vary',
    today,
    variedOn: '2019',
    organisations: ['00M'],
    alsoBinds: [],
    reason: 'The other has left.',
    judged,
  });
  const corrected = (judged: bigint): InterventionCommand => ({
    type: 'Correct',
    today,
    changes: { from: '2018' },
    reason: 'Known to the year.',
    judged,
  });

  it('is the last one, for whoever varies, ends or corrects and says what they read', () => {
    const history = [begun, agreed('o1')] as const;
    for (const command of [varied(0n), corrected(0n), { ...end, judged: 0n } as InterventionCommand])
      given(decider, ...history)
        .when(command)
        .thenRefused('judged-revision-is-stale');
    given(decider, ...history)
      .when(varied(2n))
      .thenRefused('judged-revision-is-unknown');
    for (const command of [varied(1n), corrected(1n)])
      given(decider, ...history)
        .when(command)
        .thenDecided((events) => expect(events).toHaveLength(1));
  });

  it('need not be said', () => {
    given(decider, begun, agreed('o1'))
      .when(varied())
      .thenDecided((events) => expect(events).toHaveLength(1));
  });

  it('is not asked of what only adds', () => {
    expect(fold(decider, [begun, agreed('o1'), judgement('o1', true)])).toMatchObject({ revision: 2 });
  });
});

describe('whom an intervention concerns', () => {
  const begin = (organisations: string[], alsoBinds: string[]): InterventionCommand => ({
    type: 'Begin',
    today,
    ...(begun.data as KnownIntervention & { from: string }),
    organisations,
    alsoBinds,
  });

  it('may be several, with others bound to help', () => {
    given(decider)
      .when({ type: 'Begin', today, ...(begun.data as KnownIntervention & { from: string }) })
      .thenEvents(begun);
  });

  it('is somebody, and nobody twice', () => {
    given(decider)
      .when(begin([], ['08Q']))
      .thenRefused('somebody-is-under-it');
    given(decider)
      .when(begin(['00M', '00M'], []))
      .thenRefused('organisation-named-twice');
    given(decider)
      .when(begin(['00M'], ['00M']))
      .thenRefused('organisation-named-twice');
  });

  it('may be varied while it is in force', () => {
    const variation = { variedOn: '2019-01', organisations: ['00M'], alsoBinds: ['08Q', '00J'], reason: 'Another helper.' };
    given(decider, begun)
      .when({ type: 'Vary', today, ...variation })
      .thenEvents({ type: 'InterventionVaried', data: variation });
    given(decider, recorded)
      .when({ type: 'Vary', today, ...variation })
      .thenRefused('intervention-has-ended');
  });
});

describe('objectives and exit criteria', () => {
  it('have a history of being met and not met, of which the last holds', () => {
    const state = fold(decider, [begun, agreed('a'), judgement('a', false), judgement('a', true), judgement('a', false)]);
    expect(state).toMatchObject({ objectives: [{ id: 'a', verdicts: [{ met: false }, { met: true }, { met: false }] }] });
    given(decider, begun, agreed('a'), judgement('a', true), judgement('a', false)).when(end).thenRefused('exit-criteria-met');
  });

  it('must all be met to end the intervention as met', () => {
    given(decider, begun).when(end).thenRefused('exit-criteria-met');
    given(decider, begun, agreed('a'), agreed('b', 'objective'), judgement('a', true)).when(end).thenRefused('exit-criteria-met');
    given(decider, begun, agreed('a'), agreed('b', 'objective'), judgement('a', true), judgement('b', true))
      .when(end)
      .thenEvents({ type: 'InterventionEnded', data: { until: '2019-07', outcome: 'criteria-met', reason: 'All is met.' } });
  });

  it('do not hold up an end for another reason, which is said', () => {
    given(decider, begun, agreed('a'))
      .when({ ...end, outcome: 'lifted', reason: 'Lifted with the ratings.' })
      .thenDecided((events) => expect(events[0]).toMatchObject({ data: { outcome: 'lifted' } }));
  });

  it('are judged after they were agreed, not ahead of time, and only where there is one', () => {
    const judge = (objective: string, judgedOn: string): InterventionCommand => ({
      ...{ type: 'JudgeObjective', today, met: true, note: 'Seen.' },
      objective,
      judgedOn,
    });
    given(decider, begun, agreed('a')).when(judge('b', '2019-01-01')).thenRefused('objective-unknown');
    given(decider, begun, agreed('a')).when(judge('a', '2018-08-31')).thenRefused('judged-after-it-was-agreed');
    given(decider, begun, agreed('a')).when(judge('a', '2020-02-01')).thenRefused('not-in-the-future');
  });
});

describe('the end and the record of an intervention', () => {
  it('is not foretold: no day the date may mean has to lie ahead', () => {
    given(decider, begun)
      .when({ ...end, outcome: 'lifted', until: '2020-02' })
      .thenRefused('not-in-the-future');
    given(decider, begun)
      .when({ ...end, outcome: 'lifted', until: '2020' })
      .thenDecided((events) => expect(events).toHaveLength(1));
  });

  it('is not recorded of one nobody knows', () => {
    given(decider).when(end).thenRefused('intervention-unknown');
  });

  it('may be corrected afterwards, but only by what differs', () => {
    const correct = (until: string | null): InterventionCommand => ({
      ...{ type: 'Correct', today, reason: 'Mistyped.' },
      changes: { until },
    });
    given(decider, recorded).when(correct('2019-07')).thenRefused('a-correction-changes-something');
    given(decider, recorded).when(correct('2015')).thenRefused('intervention-ends-after-it-begins');
    given(decider, recorded)
      .when(correct('2019-07-11'))
      .thenDecided((events) => expect(events[0]).toMatchObject({ data: { changes: { until: '2019-07-11' }, source: null } }));
    const reopened = fold(decider, [
      begun,
      { type: 'InterventionEnded', data: { until: '2019-07', outcome: 'lifted', reason: 'Slip.' } },
      { type: 'InterventionCorrected', data: { changes: { until: null }, source: null, reason: 'It goes on.' } },
    ]);
    expect(reopened).toMatchObject({ until: null, outcome: null });
  });
});

describe('laws of interventions', () => {
  const codes = fc.uniqueArray(fc.constantFrom('00M', '01R', '02F', '08Q'), { maxLength: 3 });
  const dates = fc.constantFrom('2016', '2016-08', '2017-08-22', '2019-07', '2021');
  const days = fc.constantFrom('2018-09-01', '2019-04-01', '2021-05-05');
  const command: fc.Arbitrary<InterventionCommand> = fc.oneof(
    fc.record({
      type: fc.constant('RecordPublished' as const),
      kind: fc.constantFrom(...INTERVENTION_KINDS),
      organisations: codes,
      alsoBinds: codes,
      from: fc.option(dates),
      until: fc.option(dates),
      what: fc.constant('w'),
      source: fc.constant('s'),
    }),
    fc.record({
      type: fc.constant('Begin' as const),
      today: fc.constant(today),
      kind: fc.constantFrom(...INTERVENTION_KINDS),
      organisations: codes,
      alsoBinds: codes,
      from: dates,
      what: fc.constant('w'),
    }),
    fc.record({
      type: fc.constant('AgreeObjective' as const),
      today: fc.constant(today),
      objective: fc.constantFrom('a', 'b'),
      as: fc.constant('objective' as const),
      text: fc.constant('t'),
      agreedOn: days,
    }),
    fc.record({
      type: fc.constant('JudgeObjective' as const),
      today: fc.constant(today),
      objective: fc.constantFrom('a', 'b'),
      met: fc.boolean(),
      note: fc.constant('n'),
      judgedOn: days,
    }),
    fc.record({
      type: fc.constant('Vary' as const),
      today: fc.constant(today),
      variedOn: dates,
      organisations: codes,
      alsoBinds: codes,
      reason: fc.constant('r'),
    }),
    fc.record({
      type: fc.constant('End' as const),
      today: fc.constant(today),
      until: dates,
      outcome: fc.constantFrom(...INTERVENTION_OUTCOMES),
      reason: fc.constant('r'),
    }),
    fc.record({
      type: fc.constant('Correct' as const),
      today: fc.constant(today),
      changes: fc.record({ from: fc.option(dates), until: fc.option(dates) }, { requiredKeys: [] }),
      reason: fc.constant('r'),
    }),
  );

  it('whatever is asked in whatever order, somebody is under it, nobody twice, and it does not end before it began', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 12 }), (commands) => {
        let state = initialState;
        for (const one of commands) {
          const decided = decider.decide(one, state);
          if (!isRefusal(decided)) state = decided.reduce(evolve, state);
        }
        if (state.status === 'unknown') return;
        const all = [...state.organisations, ...state.alsoBinds];
        expect(state.organisations.length).toBeGreaterThan(0);
        expect(new Set(all).size).toBe(all.length);
        if (state.from !== null && state.until !== null)
          expect(state.until >= state.from.slice(0, state.until.length)).toBe(true);
        if (state.outcome === 'criteria-met') expect(state.objectives.every(({ verdicts }) => verdicts.at(-1)?.met)).toBe(true);
      }),
    );
  });

  it('what was published is said once, however often it is imported', () => {
    fc.assert(
      fc.property(command, (one) => {
        const decided = decider.decide(one, initialState);
        if (one.type !== 'RecordPublished' || isRefusal(decided)) return;
        expect(decider.decide(one, decided.reduce(evolve, initialState))).toEqual([]);
      }),
    );
  });
});
