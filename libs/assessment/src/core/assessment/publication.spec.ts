import { given } from '#kernel/testing/given-when-then.js';
import type { AssessmentEvent } from './events.js';
import { finalRatings } from './final-ratings.js';
import { publicationOn, standingPublication, wasWithdrawn } from './selectors.js';
import { isLive, type LiveAssessment } from './state.js';
import {
  command,
  confirming,
  decider,
  MODERATED,
  READY,
  stateAfter,
  story,
  SUBMITTED,
  TODAY,
  YEAR_MODERATED,
} from './testing/story.js';

const ratings = (headline = 'assured-with-support') => [
  { item: 'domain-1', rating: 'assured', label: 'Assured' },
  { item: 'domain-2', rating: 'assured-with-support', label: 'Assured with support' },
  { item: 'domain-3', rating: 'assured', label: 'Assured' },
  { item: 'headline', rating: headline, label: headline },
];
const entry = { round: 1, revision: '8', ratings: ratings() };
const publishing = (edition = 'e1', what: typeof entry = entry) =>
  command('process:editions', 'record-publication', {
    ...{ edition, publishedAt: '2014-12-01T09:00:00.000Z', publishedOn: '2014-12-01', channels: ['mynhs'], entry: what },
  });
const withdrawing = (edition = 'e1', because: 'left-out' | 'edition-withdrawn' = 'edition-withdrawn') =>
  command('process:editions', 'withdraw-publication', { edition, because });
const published: AssessmentEvent = {
  type: 'Published',
  data: { edition: 'e1', publishedAt: '2014-12-01T09:00:00.000Z', publishedOn: '2014-12-01', channels: ['mynhs'], entry },
};
const reopened: AssessmentEvent = {
  type: 'Reopened',
  data: {
    ...{ request: '00000000-0000-4000-8000-000000000001', round: 2, items: ['domain-1'] },
    ...{ approvedBy: 'b', reopenedOn: TODAY },
  },
};
const moderated = story(...MODERATED);
const live = (...events: readonly AssessmentEvent[]): LiveAssessment => {
  const state = stateAfter([...moderated, ...events]);
  if (!isLive(state)) throw new Error('expected live work');
  return state;
};

describe('final ratings', () => {
  it('are those the last stage left, where the framework has no confirmation', () => {
    expect(finalRatings(live())).toMatchObject({
      ...{ round: 1, decidedOn: TODAY },
      ratings: ratings().map(({ item, rating }) => ({ item, rating })),
    });
  });

  it('are those the committee confirmed, where it has', () => {
    expect(finalRatings(stateAfter(story(...YEAR_MODERATED)))).toBeUndefined();
    expect(finalRatings(stateAfter(story(...YEAR_MODERATED, confirming())))?.ratings).toEqual([
      { item: 'domain-1', rating: 'assured' },
      { item: 'headline', rating: 'assured' },
    ]);
  });

  it.each([
    ['before the first stage', story(...READY)],
    ['during moderation', story(...SUBMITTED)],
    ['after a reopening', [...moderated, published, reopened]],
  ])('are there for nobody %s', (_, events) => {
    expect(finalRatings(stateAfter(events))).toBeUndefined();
  });
});

describe('publication', () => {
  it('says what was published, in which edition and since when; said again, it is nothing new', () => {
    given(decider, ...moderated)
      .when(publishing())
      .thenEvents(published);
    given(decider, ...moderated, published)
      .when(publishing())
      .thenNothing();
    expect(live(published)).toMatchObject({ status: 'published', stageDue: undefined });
  });

  it('is of final ratings, as they were judged', () => {
    given(decider, ...story(...SUBMITTED))
      .when(publishing())
      .thenRefused('published-was-not-judged');
    given(decider, ...moderated)
      .when(publishing('e1', { ...entry, ratings: ratings('not-assured') }))
      .thenRefused('published-was-not-judged');
    given(decider, ...moderated)
      .when(publishing('e1', { ...entry, round: 2 }))
      .thenRefused('published-was-not-judged');
  });

  it('recorded when the assessment has been reopened since leaves the work on it alone', () => {
    given(decider, ...moderated, reopened)
      .when(publishing())
      .thenEvents(published);
    const state = live(reopened, published);
    expect(state).toMatchObject({ status: 'open', round: 2 });
    expect(standingPublication(state)?.edition).toBe('e1');
  });

  it('stands until it is withdrawn, and the judgement stands as it did', () => {
    const gone: AssessmentEvent = {
      type: 'PublicationWithdrawn',
      data: { edition: 'e1', because: 'edition-withdrawn', withdrawnOn: TODAY },
    };
    given(decider, ...moderated, published)
      .when(withdrawing())
      .thenEvents(gone);
    given(decider, ...moderated, published, gone)
      .when(withdrawing())
      .thenNothing();
    given(decider, ...moderated, published)
      .when(withdrawing('e0', 'left-out'))
      .thenNothing();
    expect(live(published, gone)).toMatchObject({ status: 'moderated' });
    expect(standingPublication(live(published, gone))).toBeUndefined();
    const confirmed = [...story(...YEAR_MODERATED, confirming()), published, gone];
    expect(stateAfter(confirmed).status).toBe('confirmed');
  });

  it('keeps how the assessment stood for it, also where a correction holds it again while it is judged anew', () => {
    const rated = story(...MODERATED).find((event) => event.type === 'RatingProposed' && event.data.item === 'domain-1');
    const anew = { ...rated, data: { ...rated?.data, round: 2, rating: 'not-assured' } } as AssessmentEvent;
    const again: AssessmentEvent = { ...published, data: { ...published.data, edition: 'e2', publishedOn: '2015-02-01' } };
    const state = live(published, reopened, anew, again);
    expect(state.ratings.get('domain-1')?.rating).toBe('not-assured');
    expect(state.publications.map(({ round, draft }) => [round, draft.ratings.get('domain-1')?.rating])).toEqual([
      [1, 'assured'],
      [1, 'assured'],
    ]);
    expect(['2014-11-30', '2014-12-01', '2015-02-01'].map((day) => publicationOn(state, day)?.edition)).toEqual([
      undefined,
      'e1',
      'e2',
    ]);
    expect(wasWithdrawn(state, 'e1')).toBe(false);
  });
});
