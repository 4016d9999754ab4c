import { given } from '#kernel/testing/given-when-then.js';
import type { AssessmentCommand } from './decider.js';
import { command, decider, DORSET, meeting, opening, SOUTH, stateAfter, story, WESSEX } from './testing/story.js';
import { quarterTerms } from './testing/terms.js';
import type { PublishedFact } from './transcribe-rating.js';

const id = (n: number): string => `00000000-0000-4000-8000-00000000000${String(n)}`;
const fact = (more: Partial<PublishedFact> = {}): PublishedFact => ({
  ...{ fact: id(1), item: 'domain-1', rating: 'assured', label: 'Assured', publishedOn: '2014-10-01' },
  ...{ evidence: 'published', source: 'Annual report, page 12' },
  ...more,
});
const transcribing = (...facts: readonly PublishedFact[]) =>
  command('importer', 'transcribe-rating', { organisation: DORSET, office: WESSEX, region: SOUTH, terms: quarterTerms, facts });
const correcting = (more: Partial<PublishedFact> = {}) => {
  const { fact: which, rating, label, publishedOn } = fact(more);
  return command('importer', 'correct-transcription', { fact: which, rating, label, publishedOn, reason: 'Wrong row' });
};
const IAF_4 = { id: 'iaf-4', ratings: ['outstanding', 'good'].map((rating) => ({ id: rating, label: rating })) };
const restating = (more: Partial<PublishedFact> = {}) =>
  transcribing(fact({ fact: id(9), evidence: 'restated', restatedOn: IAF_4, rating: 'good', ...more }));
const after = (...commands: readonly AssessmentCommand[]) => given(decider, ...story(...commands));

describe('transcribing published ratings', () => {
  it('starts the stream with the first facts', () => {
    given(decider)
      .when(transcribing(fact()))
      .thenEvents(
        {
          type: 'TranscriptionStarted',
          data: { organisation: DORSET, office: WESSEX, region: SOUTH, period: '2014-15-q1', terms: quarterTerms },
        },
        { type: 'RatingTranscribed', data: fact() },
      );
    given(decider).when(transcribing()).thenNothing();
  });

  it('says each fact once, and the same item from another source as a fact of its own', () => {
    after(transcribing(fact())).when(transcribing(fact())).thenNothing();
    const other = fact({ fact: id(2), rating: 'not-assured', source: 'Board paper' });
    after(transcribing(fact())).when(transcribing(fact(), other)).thenEvents({ type: 'RatingTranscribed', data: other });
  });

  it('refuses a known fact with another content, also within one batch', () => {
    after(transcribing(fact()))
      .when(transcribing(fact({ rating: 'not-assured' })))
      .thenRefused('fact-already-transcribed-differently');
    given(decider)
      .when(transcribing(fact(), fact({ rating: 'not-assured' })))
      .thenRefused('fact-already-transcribed-differently');
  });

  it.each([
    ['item-not-in-framework', fact({ item: 'domain-9' })],
    ['rating-not-on-scale', fact({ rating: 'good' })],
    ['not-applicable-not-allowed', fact({ rating: 'not-applicable' })],
    ['date-in-the-future', fact({ publishedOn: '2014-11-21' })],
    ['date-not-real', fact({ publishedOn: '2014-11-31' })],
  ] as const)('is refused by %s, all or nothing', (rule, bad) => {
    given(decider)
      .when(transcribing(fact(), { ...bad, fact: id(3) }))
      .thenRefused(rule);
  });

  it('accepts a computed item as published, and a fact whose source gives no date', () => {
    given(decider)
      .when(transcribing(fact({ item: 'headline', publishedOn: null, label: null })))
      .thenDecided((events) => expect(events).toHaveLength(2));
  });

  it('and live work keep out of each other', () => {
    after(opening()).when(transcribing(fact())).thenRefused('assessment-is-live');
    after(transcribing(fact())).when(meeting()).thenRefused('assessment-is-transcribed');
    after(transcribing(fact())).when(opening()).thenRefused('assessment-already-open');
  });
});

describe('correcting a transcription', () => {
  it('says the fact as it should have been copied, once; the first copy told again is nothing new', () => {
    const correction = correcting({ rating: 'assured-with-support' });
    after(transcribing(fact()))
      .when(correction)
      .thenDecided(([event]) =>
        expect(event).toMatchObject({ type: 'TranscriptionCorrected', data: { rating: 'assured-with-support' } }),
      );
    after(transcribing(fact()), correction).when(correction).thenNothing();
    after(transcribing(fact()), correction).when(transcribing(fact())).thenNothing();
    const state = stateAfter(story(transcribing(fact()), correction));
    expect(state.status === 'transcribed' && state.facts.get(id(1))).toMatchObject({
      ...{ rating: 'assured-with-support', original: { rating: 'assured' }, corrections: [{ reason: 'Wrong row' }] },
    });
  });

  it('is refused for an unknown fact or a rating off the scale', () => {
    after(transcribing(fact()))
      .when(correcting({ fact: id(5) }))
      .thenRefused('unknown-fact');
    after(transcribing(fact()))
      .when(correcting({ rating: 'good' }))
      .thenRefused('rating-not-on-scale');
    after(opening()).when(correcting()).thenRefused('assessment-is-live');
  });
});

describe('a restated rating', () => {
  it('stands beside the fact it restates, on the other scale', () => {
    after(transcribing(fact()))
      .when(restating())
      .thenDecided(([event]) =>
        expect(event).toMatchObject({ type: 'RatingRestated', data: { scale: 'iaf-4', rating: 'good' } }),
      );
    after(transcribing(fact()), restating()).when(restating()).thenNothing();
    after(transcribing(fact()), restating())
      .when(restating({ rating: 'outstanding' }))
      .thenRefused('fact-already-transcribed-differently');
    after(transcribing(fact()))
      .when(restating({ item: 'domain-9' }))
      .thenRefused('item-not-in-framework');
    after(transcribing(fact()))
      .when(restating({ rating: 'assured' }))
      .thenRefused('rating-not-on-scale');
  });
});
