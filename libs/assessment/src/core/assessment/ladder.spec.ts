import { given } from '#kernel/testing/given-when-then.js';
import type { AssessmentCommand } from './decider.js';
import type { FrameworkTerms } from './framework-terms.js';
import {
  command,
  confirming,
  decider,
  deciding,
  liveAfter,
  meeting,
  MODERATED,
  opening,
  rating,
  READY,
  SITTING,
  stateAfter,
  story,
  submission,
  SUBMITTED,
  upToDate,
  YEAR_MODERATED,
} from './testing/story.js';
import { quarterTerms, scoredTerms, yearTerms } from './testing/terms.js';

const after = (...commands: readonly AssessmentCommand[]) => {
  const history = story(...commands);
  return { when: (asked: AssessmentCommand) => given(decider, ...history).when(upToDate(asked, stateAfter(history))) };
};
const changing = (changes: Readonly<Record<string, string>>, reason = 'Consistency') => ({
  outcome: 'changed' as const,
  changes: Object.entries(changes).map(([item, value]) => ({ item, rating: value, reason })),
});

describe('submission', () => {
  it('says the ratings, what the rules computed and what it judged', () => {
    after(...READY)
      .when(submission())
      .thenDecided(([event]) =>
        expect(event).toMatchObject({
          type: 'SubmittedForModeration',
          data: {
            ratings: [
              { item: 'domain-1', rating: 'assured' },
              { item: 'domain-2', rating: 'assured-with-support' },
              { item: 'domain-3', rating: 'assured' },
            ],
            computed: [{ item: 'headline', rule: 'worst-of-domains', certainty: 'assumed', rating: 'assured-with-support' }],
            headline: { computed: 'assured-with-support', override: null, result: 'assured-with-support' },
            judgedRevision: '4',
            recordedSince: [],
          },
        }),
      );
  });

  it('keeps the day it was made on, which is not to come', () => {
    after(...READY)
      .when(submission('wessex-assessor', '2014-07-30'))
      .thenDecided(([event]) => expect(event).toMatchObject({ data: { submittedOn: '2014-07-30' } }));
    after(...READY)
      .when(submission('wessex-assessor', '2099-01-01'))
      .thenRefused('date-in-the-future');
  });

  it('needs every item rated', () => {
    after(opening(), meeting(), rating({ 'domain-1': 'assured' }))
      .when(submission())
      .thenRefused('not-every-item-rated');
  });

  it('needs a checkpoint meeting or the reason why none was held', () => {
    const notHeld = command('wessex-assessor', 'record-checkpoint-not-held', { reason: 'Both agreed' });
    const [open, , rated] = READY;
    after(open, rated).when(submission()).thenRefused('no-checkpoint-meeting');
    after(open, rated, notHeld)
      .when(submission())
      .thenDecided((events) => expect(events).toHaveLength(1));
  });

  it('does not count a meeting whose record was withdrawn', () => {
    const held = meeting();
    const withdrawal = command('wessex-assessor', 'withdraw-record', {
      record: liveAfter(opening(), held).records.keys()[0] ?? '',
      reason: 'Wrong organisation',
    });
    after(...READY, withdrawal)
      .when(submission())
      .thenRefused('no-checkpoint-meeting');
  });

  it('is refused on a revision before the last material one, and accepted before others, which it names', () => {
    after(...READY)
      .when({ ...submission(), judged: 1n })
      .thenRefused('judged-revision-is-stale');
    const plan = command('wessex-assessor', 'plan-checkpoint', { plannedFor: '2014-12-01' });
    after(...READY, plan)
      .when({ ...submission(), judged: 4n })
      .thenDecided(([event]) =>
        expect(event?.data).toMatchObject({ recordedSince: [{ revision: '5', type: 'CheckpointPlanned' }] }),
      );
  });

  it('is nothing new when it stands already', () => {
    after(...SUBMITTED)
      .when(submission())
      .thenNothing();
  });

  it('is refused where it is not open', () => {
    after(...SUBMITTED)
      .when(submission('another-assessor'))
      .thenRefused('assessment-not-open');
  });
});

describe('recall', () => {
  const recall = command('wessex-assessor', 'recall-submission', { reason: 'One more call' });

  it('leads back to the same round before a stage has decided', () => {
    expect(liveAfter(...SUBMITTED, recall)).toMatchObject({ status: 'open', round: 1, stageDue: undefined });
    after(...SUBMITTED, recall)
      .when(recall)
      .thenNothing();
  });

  it('is refused once a stage has decided', () => {
    after(...SUBMITTED, deciding('local'))
      .when(recall)
      .thenRefused('stage-has-begun');
    after(...MODERATED)
      .when(recall)
      .thenRefused('stage-has-begun');
  });

  it('is refused where nothing was submitted', () => {
    after(...READY)
      .when(recall)
      .thenRefused('nothing-to-recall');
  });

  it('lets the next submission be decided in the same round', () => {
    expect(liveAfter(...SUBMITTED, recall, submission(), deciding('local'))).toMatchObject({ stageDue: 'regional', round: 1 });
  });
});

describe('a stage', () => {
  it('upholds every item, each with its entry', () => {
    after(...SUBMITTED)
      .when(deciding('local'))
      .thenDecided(([event]) =>
        expect(event?.data).toMatchObject({
          ...{ stage: 'local', round: 1, outcome: 'upheld', judgedRevision: '5' },
          ...{ decidedBy: ['wessex-director'], recordedBy: 'wessex-director' },
          items: [
            { item: 'domain-1', decision: 'upheld', before: 'assured', after: 'assured' },
            { item: 'domain-2', decision: 'upheld' },
            { item: 'domain-3', decision: 'upheld' },
            { item: 'headline', decision: 'upheld', before: 'assured-with-support', after: 'assured-with-support' },
          ],
        }),
      );
  });

  it('decides in its order, none skipped', () => {
    expect(liveAfter(...SUBMITTED).stageDue).toBe('local');
    after(...SUBMITTED)
      .when(deciding('regional'))
      .thenRefused('stage-out-of-order');
    after(...READY)
      .when(deciding('local'))
      .thenRefused('stage-out-of-order');
    after(...SUBMITTED, deciding('local'), deciding('regional'))
      .when(deciding('local', { by: 'other-director' }))
      .thenRefused('stage-out-of-order');
    expect(liveAfter(...MODERATED)).toMatchObject({ status: 'moderated', stageDue: undefined });
  });

  it('is one the framework has', () => {
    const scored = [opening(scoredTerms), meeting(), rating({ a: '3', b: '2' }), submission()];
    expect(liveAfter(...scored).stageDue).toBe('national');
    after(...scored)
      .when(deciding('local'))
      .thenRefused('stage-not-in-framework');
    after(...MODERATED)
      .when(confirming())
      .thenRefused('stage-not-in-framework');
  });

  it('changes what it names, with a reason, and upholds the rest; the headline is recomputed', () => {
    const change = deciding('local', changing({ 'domain-1': 'not-assured' }));
    after(...SUBMITTED)
      .when(change)
      .thenDecided(([event]) =>
        expect(event?.data).toMatchObject({
          items: [
            { item: 'domain-1', decision: 'changed', before: 'assured', after: 'not-assured', reason: 'Consistency' },
            { item: 'domain-2', decision: 'upheld' },
            { item: 'domain-3', decision: 'upheld' },
            { item: 'headline', decision: 'changed', before: 'assured-with-support', after: 'not-assured' },
          ],
          headline: { computed: 'not-assured', override: null, result: 'not-assured' },
        }),
      );
    expect(liveAfter(...SUBMITTED, change).ratings.get('domain-1')).toMatchObject({
      ...{ rating: 'not-assured', previous: 'assured', reason: 'Consistency', stage: 'local', decidedBy: ['wessex-director'] },
    });
    after(...SUBMITTED, change)
      .when(change)
      .thenNothing();
  });

  it.each([
    ['changes-missing', { outcome: 'changed' }],
    ['change-has-no-effect', changing({ 'domain-1': 'assured' })],
    ['change-has-no-effect', changing({ headline: 'assured-with-support' })],
    ['change-needs-a-reason', { outcome: 'changed', changes: [{ item: 'domain-1', rating: 'not-assured' }] }],
    ['rating-not-on-scale', changing({ 'domain-1': 'good' })],
    ['item-not-in-framework', changing({ 'domain-9': 'assured' })],
    ['given-item-is-not-rated-here', changing({ 'clinical-area': 'assured' })],
    ['outcome-and-items-disagree', { ...changing({ 'domain-1': 'not-assured' }), outcome: 'upheld' }],
    ['outcome-and-items-disagree', { ...changing({ 'domain-1': 'not-assured' }), items: ['domain-2'] }],
    ['outcome-and-items-disagree', { outcome: 'upheld', items: ['domain-2'] }],
    ['outcome-and-items-disagree', { ...changing({ 'domain-1': 'not-assured' }), outcome: 'returned', reason: 'x' }],
    ['returned-items-missing', { outcome: 'returned', items: [], reason: 'x' }],
    ['return-needs-a-reason', { outcome: 'returned', items: ['domain-1'] }],
    ['item-not-in-framework', { outcome: 'returned', items: ['domain-9'], reason: 'x' }],
    ['item-named-twice', { outcome: 'returned', items: ['domain-1', 'domain-1'], reason: 'x' }],
    ['computed-item-is-not-rated-by-hand', { outcome: 'returned', items: ['headline'], reason: 'x' }],
    ['person-who-decided-is-missing', { decidedBy: [] }],
    ['date-in-the-future', { decidedOn: '2014-11-21' }],
  ] as const)('is refused by %s', (rule, asked) => {
    after(...SUBMITTED)
      .when(deciding('local', asked))
      .thenRefused(rule);
  });

  it('that sits as a panel names the sitting', () => {
    const upToRegional = YEAR_MODERATED.slice(0, 5);
    after(...upToRegional)
      .when(deciding('regional'))
      .thenRefused('panel-required');
    after(...upToRegional)
      .when(deciding('regional', { panel: 'South sitting 1' }))
      .thenRefused('sitting-unknown');
    after(...upToRegional)
      .when(deciding('regional', { panel: SITTING.id, panels: { sitting: SITTING, recused: [] } }))
      .thenDecided(([event]) => expect(event?.data).toMatchObject({ panel: SITTING.id, tookNoPart: [] }));
  });

  it('returns what it names, and every stage runs again', () => {
    const returned = deciding('regional', { outcome: 'returned', items: ['domain-2'], reason: 'Look again' });
    const state = liveAfter(...SUBMITTED, deciding('local'), returned);
    expect(state).toMatchObject({ status: 'open', round: 2, reopened: new Set(['domain-2']) });
    expect(state.ladder).toHaveLength(2);
    after(...SUBMITTED, deciding('local'), returned)
      .when(returned)
      .thenNothing();
    expect(liveAfter(...SUBMITTED, deciding('local'), returned, submission()).stageDue).toBe('local');
  });

  it('returns every item rated by hand when it names none', () => {
    const state = liveAfter(...SUBMITTED, deciding('local', { outcome: 'returned', reason: 'All of it' }));
    expect(state.reopened).toEqual(new Set(['domain-1', 'domain-2', 'domain-3']));
  });

  it('is refused when something material is new since, and told what', () => {
    const call = (atRisk: boolean) =>
      command('wessex-assessor', 'record-teleconference', {
        ...{ heldOn: '2014-11-15', participants: [], actions: [] },
        updates: atRisk ? [{ item: 'domain-1', note: 'Worse', atRisk }] : [],
      });
    after(...SUBMITTED, call(true))
      .when(deciding('local', { judged: 5n }))
      .thenRefused('judged-revision-is-stale');
    after(...SUBMITTED, call(false))
      .when(deciding('local', { judged: 5n }))
      .thenDecided(([event]) =>
        expect(event?.data).toMatchObject({ recordedSince: [{ revision: '6', type: 'TeleconferenceHeld' }] }),
      );
  });
});

describe('a headline that a rule computes', () => {
  const override = deciding('local', changing({ headline: 'assured' }, 'A single late return'));

  it('can be overridden by a stage: what was computed, what was put in its place, what resulted', () => {
    expect(liveAfter(...SUBMITTED, override).headline).toEqual({
      computed: 'assured-with-support',
      override: { rating: 'assured', reason: 'A single late return' },
      result: 'assured',
    });
  });

  it('keeps its override while the rule computes the same', () => {
    const state = liveAfter(...SUBMITTED, override, deciding('regional', changing({ 'domain-1': 'assured-with-support' })));
    expect(state.headline).toMatchObject({ computed: 'assured-with-support', result: 'assured' });
  });

  it('must be restated or dropped by the stage whose changes alter it', () => {
    const story = [...SUBMITTED, override];
    after(...story)
      .when(deciding('regional', changing({ 'domain-1': 'not-assured' })))
      .thenRefused('override-must-be-restated');
    const restated = liveAfter(
      ...story,
      deciding('regional', changing({ 'domain-1': 'not-assured', headline: 'assured-with-support' })),
    );
    expect(restated.headline).toMatchObject({ computed: 'not-assured', override: { rating: 'assured-with-support' } });
    const dropped = liveAfter(...story, deciding('regional', changing({ 'domain-1': 'not-assured', headline: 'not-assured' })));
    expect(dropped.headline).toEqual({ computed: 'not-assured', override: null, result: 'not-assured' });
  });

  it('loses its override when a returned round computes another one', () => {
    const state = liveAfter(
      ...SUBMITTED,
      override,
      deciding('regional', { outcome: 'returned', items: ['domain-1'], reason: 'New data' }),
      rating({ 'domain-1': 'not-assured' }, { reason: 'New data' }),
      submission(),
    );
    expect(state.headline).toEqual({ computed: 'not-assured', override: null, result: 'not-assured' });
  });

  it('follows from a total that follows from the scores; the total is never set by hand', () => {
    const scored = [opening(scoredTerms), meeting(), rating({ a: '3', b: '0' }), submission()];
    after(...scored)
      .when(deciding('national', changing({ total: '6' })))
      .thenRefused('computed-item-is-not-rated-by-hand');
    after(...scored)
      .when(deciding('national', changing({ b: '1' })))
      .thenDecided(([event]) =>
        expect(event?.data).toMatchObject({
          items: [
            { item: 'a', decision: 'upheld' },
            { item: 'b', decision: 'changed' },
            { item: 'total', before: '3', after: '4', decision: 'changed' },
            { item: 'headline', before: 'amber', after: 'green', decision: 'changed' },
          ],
        }),
      );
  });
});

describe('a stage that is not held', () => {
  const notHeld = (stage: 'local' | 'national', by = 'south-director') =>
    command(by, 'record-stage-not-held', { stage, reason: 'No national sitting this year' });
  const upToNational = YEAR_MODERATED.slice(0, 6);

  it('is passed over with its reason, where the framework allows it', () => {
    expect(liveAfter(...upToNational, notHeld('national'))).toMatchObject({ status: 'moderated', stageDue: 'confirmation' });
    after(...upToNational, notHeld('national'))
      .when(notHeld('national'))
      .thenNothing();
  });

  it('is refused where it may not be skipped, is not due, or was judged by the same person', () => {
    after(...SUBMITTED)
      .when(notHeld('local'))
      .thenRefused('stage-may-not-be-skipped');
    after(...upToNational.slice(0, 5))
      .when(notHeld('national'))
      .thenRefused('stage-out-of-order');
    after(...upToNational)
      .when(notHeld('national', 'wessex-assessor'))
      .thenRefused('four-eyes');
  });
});

describe('the committee', () => {
  it('confirms the ratings of a year', () => {
    after(...YEAR_MODERATED)
      .when(confirming())
      .thenDecided(([event]) =>
        expect(event).toMatchObject({
          type: 'RatingsConfirmed',
          data: {
            ratings: [
              { item: 'domain-1', rating: 'assured' },
              { item: 'headline', rating: 'assured' },
            ],
            headline: { computed: null, override: null, result: 'assured' },
            decidedBy: ['committee-chair'],
            recordedBy: 'committee-secretary',
          },
        }),
      );
    expect(liveAfter(...YEAR_MODERATED, confirming()).status).toBe('confirmed');
    after(...YEAR_MODERATED, confirming())
      .when(confirming())
      .thenNothing();
  });

  it('returns items with a reason, and every stage runs again', () => {
    const returning = confirming({ outcome: 'returned', items: ['headline'], reason: 'Out of line' });
    expect(liveAfter(...YEAR_MODERATED, returning)).toMatchObject({ status: 'open', round: 2, reopened: new Set(['headline']) });
    after(...YEAR_MODERATED, returning)
      .when(returning)
      .thenNothing();
    after(...YEAR_MODERATED)
      .when(confirming({ outcome: 'returned' }))
      .thenRefused('return-needs-a-reason');
  });

  it('sits only after every stage', () => {
    after(...YEAR_MODERATED.slice(0, 6))
      .when(confirming())
      .thenRefused('stage-out-of-order');
  });

  it('confirms nobody whose own judgement it was', () => {
    after(...YEAR_MODERATED)
      .when(confirming({ decidedBy: ['committee-chair', 'south-panel'] }))
      .thenRefused('four-eyes');
  });
});

describe('four eyes', () => {
  it('name in their refusal who judged where', () => {
    const state = liveAfter(...SUBMITTED, deciding('local'));
    expect(decider.decide(upToDate(deciding('regional', { by: 'wessex-director' }), state), state)).toMatchObject({
      ...{ rule: 'four-eyes', facts: { person: 'wessex-director', judgedAt: 'local' } },
    });
  });

  it('bind whoever proposed or submitted', () => {
    after(...SUBMITTED)
      .when(deciding('local', { by: 'wessex-assessor' }))
      .thenRefused('four-eyes');
    const [open, held, rated] = READY;
    after(open, held, rated, submission('wessex-manager'))
      .when(deciding('local', { by: 'wessex-manager' }))
      .thenRefused('four-eyes');
  });

  it('bind those who decide, not those who type', () => {
    after(...SUBMITTED)
      .when(deciding('local', { by: 'wessex-assessor', decidedBy: ['wessex-director'] }))
      .thenDecided(([event]) =>
        expect(event?.data).toMatchObject({ recordedBy: 'wessex-assessor', decidedBy: ['wessex-director'] }),
      );
    after(...SUBMITTED)
      .when(deciding('local', { by: 'wessex-director', decidedBy: ['wessex-director', 'wessex-assessor'] }))
      .thenRefused('four-eyes');
    after(...SUBMITTED, deciding('local', { by: 'clerk', decidedBy: ['wessex-director'] }))
      .when(deciding('regional', { by: 'clerk' }))
      .thenDecided((events) => expect(events).toHaveLength(1));
  });

  it('bind across stages and rounds, and let the same stage decide again', () => {
    after(...SUBMITTED, deciding('local'))
      .when(deciding('regional', { by: 'wessex-director' }))
      .thenRefused('four-eyes');
    const round2 = [...SUBMITTED, deciding('local', { outcome: 'returned', reason: 'Again' })];
    after(...round2)
      .when(rating({ 'domain-1': 'not-assured' }, { by: 'wessex-director', reason: 'Mine' }))
      .thenRefused('four-eyes');
    after(...round2, submission())
      .when(deciding('local'))
      .thenDecided((events) => expect(events).toHaveLength(1));
    after(...round2, submission(), deciding('local'))
      .when(deciding('regional', { by: 'wessex-assessor' }))
      .thenRefused('four-eyes');
  });

  it('bind after a withdrawal and a new opening', () => {
    const again = [
      opening(),
      rating({ 'domain-1': 'assured' }, { by: 'wessex-director' }),
      command('wessex-assessor', 'withdraw-assessment', { reason: 'Wrong quarter' }),
      ...SUBMITTED,
    ];
    after(...again)
      .when(deciding('local'))
      .thenRefused('four-eyes');
  });

  it('do not bind attendance at a meeting', () => {
    const attended = meeting({ attendance: [{ person: 'wessex-director' }] });
    after(opening(), attended, READY[2], submission())
      .when(deciding('local'))
      .thenDecided((events) => expect(events).toHaveLength(1));
  });
});

describe('a pack that leaves stages out', () => {
  it('goes straight to moderated when it has none, and to the committee when it has only that', () => {
    const bare = (stages: FrameworkTerms['stages']) => [opening({ ...quarterTerms, stages }), meeting(), READY[2], submission()];
    expect(liveAfter(...bare([]))).toMatchObject({ status: 'moderated', stageDue: undefined });
    expect(liveAfter(...bare(['confirmation']))).toMatchObject({ status: 'moderated', stageDue: 'confirmation' });
    after(...bare([]))
      .when(submission())
      .thenNothing();
    expect(yearTerms.stages).toContain('confirmation');
  });
});
