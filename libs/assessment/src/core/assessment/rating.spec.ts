import { given } from '#kernel/testing/given-when-then.js';
import type { AssessmentCommand } from './decider.js';
import {
  command,
  decider,
  deciding,
  liveAfter,
  meeting,
  opening,
  rating,
  READY,
  stateAfter,
  story,
  SUBMITTED,
  TODAY,
  upToDate,
} from './testing/story.js';
import { yearTerms } from './testing/terms.js';

const after = (...commands: readonly AssessmentCommand[]) => {
  const history = story(...commands);
  return { when: (asked: AssessmentCommand) => given(decider, ...history).when(upToDate(asked, stateAfter(history))) };
};

describe('proposing ratings', () => {
  it('says a first rating with nothing before it', () => {
    after(opening())
      .when(rating({ 'domain-1': 'assured' }, { decidedOn: '2014-11-10' }))
      .thenEvents({
        type: 'RatingProposed',
        data: {
          ...{ round: 1, item: 'domain-1', rating: 'assured', previous: null },
          ...{ proposedBy: 'wessex-assessor', decidedOn: '2014-11-10', evidence: [], organisationView: 'not-asked' },
        },
      });
  });

  it('says a change with what stood before and why', () => {
    after(...READY)
      .when(rating({ 'domain-1': 'not-assured' }, { reason: 'Waiting times' }))
      .thenDecided(([event]) => {
        expect(event).toMatchObject({
          data: { previous: 'assured', rating: 'not-assured', reason: 'Waiting times', decidedOn: TODAY },
        });
      });
  });

  it('gives one event for each item that really changes', () => {
    after(...READY)
      .when(rating({ 'domain-1': 'assured', 'domain-2': 'not-assured' }, { reason: 'Finance' }))
      .thenDecided((events) => expect(events).toHaveLength(2)); // the reason is new for domain-1, so it is said
    after(...READY)
      .when(
        command('wessex-assessor', 'propose-ratings', {
          ratings: [
            { item: 'domain-1', rating: 'assured' },
            { item: 'domain-2', rating: 'not-assured', reason: 'Finance' },
          ],
        }),
      )
      .thenDecided((events) =>
        expect(events.map((event) => event.type === 'RatingProposed' && event.data.item)).toEqual(['domain-2']),
      );
  });

  it('has nothing to say of a rating that stands already', () => {
    after(...READY)
      .when(rating({ 'domain-1': 'assured' }))
      .thenNothing();
  });

  it('keeps what was said before when only evidence is added', () => {
    const first = { item: 'domain-1', rating: 'assured', reason: 'Good', organisationView: 'agrees' } as const;
    const evidence = [{ title: 'Dashboard', reference: 'Q1' }];
    const propose = (...ratings: Parameters<typeof command<'propose-ratings'>>[2]['ratings']) =>
      command('wessex-assessor', 'propose-ratings', { ratings });
    after(opening(), propose(first))
      .when(propose({ item: 'domain-1', rating: 'assured', evidence }))
      .thenDecided(([event]) =>
        expect(event?.data).toMatchObject({ reason: 'Good', organisationView: 'agrees', evidence, previous: 'assured' }),
      );
    after(opening(), propose(first), propose({ item: 'domain-1', rating: 'assured', evidence }))
      .when(propose({ item: 'domain-1', rating: 'assured', evidence }))
      .thenNothing();
  });

  it('is all or nothing: one bad rating refuses them all', () => {
    after(opening())
      .when(rating({ 'domain-1': 'assured', 'domain-9': 'assured' }))
      .thenRefused('item-not-in-framework');
  });

  it.each([
    ['rating-not-on-scale', rating({ 'domain-1': 'outstanding' })],
    ['item-not-in-framework', rating({ constructor: 'assured' })],
    ['not-applicable-not-allowed', rating({ 'domain-1': 'not-applicable' }, { reason: 'None' })],
    ['not-applicable-needs-a-reason', rating({ 'domain-3': 'not-applicable' })],
    ['change-needs-a-reason', rating({ 'domain-1': 'not-assured' })],
    ['computed-item-is-not-rated-by-hand', rating({ headline: 'assured' })],
    ['given-item-is-not-rated-here', rating({ 'clinical-area': 'assured' })],
    ['date-in-the-future', rating({ 'domain-1': 'assured' }, { decidedOn: '2014-11-21' })],
    ['date-not-real', rating({ 'domain-1': 'assured' }, { decidedOn: '2014-02-30' })],
    [
      'item-named-twice',
      command('wessex-assessor', 'propose-ratings', {
        ratings: [
          { item: 'domain-1', rating: 'assured' },
          { item: 'domain-1', rating: 'not-assured' },
        ],
      }),
    ],
  ])('refuses by %s', (rule, asked) => {
    after(...READY)
      .when(asked)
      .thenRefused(rule);
  });

  it('accepts not applicable with a reason, where the pack allows it', () => {
    after(opening())
      .when(rating({ 'domain-3': 'not-applicable' }, { reason: 'No delegated functions' }))
      .thenDecided((events) => expect(events).toHaveLength(1));
  });

  it("accepts a year's headline by hand, because it is a judgement", () => {
    after(opening(yearTerms))
      .when(rating({ headline: 'assured' }))
      .thenDecided((events) => expect(events).toHaveLength(1));
  });

  it('accepts a day after the quarter has ended', () => {
    after(opening())
      .when(rating({ 'domain-1': 'assured' }, { decidedOn: TODAY }))
      .thenDecided((events) => expect(events).toHaveLength(1));
  });

  it('is frozen after submission', () => {
    after(...SUBMITTED)
      .when(rating({ 'domain-1': 'not-assured' }, { reason: 'Late news' }))
      .thenRefused('ratings-frozen-after-submission');
  });

  it('rates only what a return named, and keeps the rest as it stood', () => {
    const returned = [...SUBMITTED, deciding('local', { outcome: 'returned', items: ['domain-2'], reason: 'Look again' })];
    after(...returned)
      .when(rating({ 'domain-1': 'not-assured' }, { reason: 'Also this' }))
      .thenRefused('item-not-reopened');
    after(...returned)
      .when(rating({ 'domain-2': 'not-assured' }, { reason: 'Looked again' }))
      .thenDecided(([event]) => expect(event?.data).toMatchObject({ round: 2, previous: 'assured-with-support' }));
    expect(liveAfter(...returned).ratings.get('domain-1')).toMatchObject({ rating: 'assured', round: 1, stage: 'assessor' });
  });
});

describe('the revision a proposal judged', () => {
  it('must be said', () => {
    given(decider, ...story(opening()))
      .when(rating({ 'domain-1': 'assured' }))
      .thenRefused('judged-revision-missing');
  });

  it('must have been reached', () => {
    after(opening())
      .when(rating({ 'domain-1': 'assured' }, { judged: 9n }))
      .thenRefused('judged-revision-is-unknown');
  });

  it('is stale only when the same item has changed', () => {
    const first = rating({ 'domain-1': 'assured' }, { by: 'colleague' });
    after(opening(), first)
      .when(rating({ 'domain-2': 'assured' }, { judged: 0n }))
      .thenDecided((events) => expect(events).toHaveLength(1));
    after(opening(), first)
      .when(rating({ 'domain-1': 'not-assured' }, { judged: 0n, reason: 'No' }))
      .thenRefused('judged-revision-is-stale');
    after(opening(), first, meeting({ discussions: [{ item: 'domain-2', note: 'Discussed' }] }))
      .when(rating({ 'domain-2': 'assured' }, { judged: 0n }))
      .thenDecided((events) => expect(events).toHaveLength(1));
  });

  it('names in its refusal what is new', () => {
    const state = stateAfter(story(opening(), rating({ 'domain-1': 'assured' }, { by: 'colleague' })));
    expect(decider.decide(rating({ 'domain-1': 'not-assured' }, { judged: 0n, reason: 'No' }), state)).toMatchObject({
      facts: { currentRevision: '1', newSince: [{ revision: '1', type: 'RatingProposed', item: 'domain-1' }] },
    });
  });

  it('names only the items asked for, where an event changed more', () => {
    const returned = deciding('local', { outcome: 'returned', items: ['domain-1', 'domain-2'], reason: 'Again' });
    const state = stateAfter(story(...SUBMITTED, returned));
    expect(decider.decide(rating({ 'domain-1': 'not-assured' }, { judged: 5n, reason: 'No' }), state)).toMatchObject({
      facts: { newSince: [{ revision: '6', type: 'StageDecided', item: 'domain-1' }] },
    });
  });
});
