import { given } from '#kernel/testing/given-when-then.js';
import type { AssessmentCommand } from './decider.js';
import { currentRatings, givenRatingOf, missingItems } from './selectors.js';
import {
  type Asked,
  command,
  decider,
  deciding,
  liveAfter,
  minted,
  opening,
  READY,
  story,
  submission,
  SUBMITTED,
} from './testing/story.js';
import { quarterTerms } from './testing/terms.js';

const after = (...commands: readonly AssessmentCommand[]) => given(decider, ...story(...commands));
const PANEL = { body: 'Expert panel', role: 'Chair' };
const giving = (value = 'assured', more: Partial<Asked<'record-given-rating'>> & { by?: string } = {}) => {
  const { by = 'national-secretary', ...asked } = more;
  const told = { item: 'clinical-area', rating: value, givenBy: PANEL, givenOn: '2014-11-10', source: 'Letter of the panel' };
  return command(by, 'record-given-rating', { ...told, ...asked });
};
const record = (by: AssessmentCommand): string => minted(by, 'given-rating');
const publishing = (by: AssessmentCommand, publishedOn = '2014-11-18') =>
  command('national-secretary', 'publish-given-rating', { givenRating: record(by), publishedOn, publishedIn: 'MyNHS' });
const correcting = (by: AssessmentCommand, field: string, value: string) =>
  command('national-secretary', 'correct-record', { record: record(by), fields: [{ field, value }], reason: 'Mistyped' });
const withdrawing = (by: AssessmentCommand) =>
  command('national-secretary', 'withdraw-record', { record: record(by), reason: 'Another CCG' });
const standing = (...commands: readonly AssessmentCommand[]) =>
  currentRatings(liveAfter(...commands)).find(({ item }) => item.id === 'clinical-area')?.rating;

describe('a rating decided elsewhere', () => {
  it('is recorded with who gave it, by body and role', () => {
    const asked = giving('assured', { reason: 'Waits are short' });
    after(opening())
      .when(asked)
      .thenEvents({
        type: 'GivenRatingRecorded',
        data: {
          ...{ givenRating: record(asked), item: 'clinical-area', rating: 'assured', givenBy: PANEL, givenOn: '2014-11-10' },
          ...{ reason: 'Waits are short', source: 'Letter of the panel' },
        },
      });
    after(opening(), asked)
      .when(giving('assured', { reason: 'Waits are short', by: 'somebody-else' }))
      .thenNothing();
  });

  it('is no part of a submission, and its recorder judges nothing: four eyes do not bind them', () => {
    expect(missingItems(liveAfter(...READY))).toEqual([]);
    const state = liveAfter(...READY, giving('assured', { by: 'wessex-director' }));
    expect(state.judges.has('wessex-director')).toBe(false);
    const decided = liveAfter(...SUBMITTED, giving('assured', { by: 'wessex-director' }), deciding('local'));
    expect(decided.ladder).toMatchObject([{ stage: 'local', decidedBy: ['wessex-director'] }]);
    const [entry] = decided.ladder;
    expect(entry?.kind === 'decided' && entry.items.map(({ item }) => item)).not.toContain('clinical-area');
  });

  it('stands as given last; what was given before stays, and stands again when the later one is withdrawn', () => {
    const [first, second] = [giving('assured'), giving('not-assured', { givenOn: '2014-11-12' })];
    expect(standing(opening(), first, second)).toBe('not-assured');
    expect(standing(opening(), first, second, withdrawing(second))).toBe('assured');
    expect(standing(opening(), first, withdrawing(first))).toBeNull();
  });

  it('does not stand in an assessment that was withdrawn and opened anew', () => {
    const withdrawal = command('wessex-assessor', 'withdraw-assessment', { reason: 'Wrong quarter' });
    expect(standing(opening(), giving(), withdrawal, { ...opening(), commandId: minted(withdrawal, 'again') })).toBeNull();
  });

  it.each([
    ['item-not-given', giving('assured', { item: 'domain-1' })],
    ['item-not-in-framework', giving('assured', { item: 'domain-9' })],
    ['rating-not-on-scale', giving('good')],
    ['date-in-the-future', giving('assured', { givenOn: '2014-11-21' })],
  ])('is refused by %s', (rule, asked) => {
    after(opening()).when(asked).thenRefused(rule);
  });
});

describe('its publication in an edition', () => {
  const asked = giving();
  const inEdition = (value: string) =>
    command('process:editions', 'record-given-publication', {
      ...{ ratings: [{ item: 'clinical-area', rating: value }], publishedOn: '2014-11-18', publishedIn: 'An edition' },
    });

  it('is recorded of what stands as the edition has it, once', () => {
    after(opening(), asked)
      .when(inEdition('assured'))
      .thenEvents({
        type: 'GivenRatingPublished',
        data: {
          ...{ givenRating: record(asked), item: 'clinical-area', rating: 'assured' },
          ...{ publishedOn: '2014-11-18', publishedIn: 'An edition' },
        },
      });
    after(opening(), asked, inEdition('assured')).when(inEdition('assured')).thenNothing();
  });

  it('is not recorded of what was given anew, withdrawn, or published by itself', () => {
    after(opening(), asked, giving('not-assured', { givenOn: '2014-11-12' }))
      .when(inEdition('assured'))
      .thenNothing();
    after(opening(), asked, withdrawing(asked)).when(inEdition('assured')).thenNothing();
    after(opening(), asked, publishing(asked)).when(inEdition('assured')).thenNothing();
  });
});

describe('its publication', () => {
  const asked = giving();

  it('is its own, whatever becomes of the assessment', () => {
    after(opening(), asked)
      .when(publishing(asked))
      .thenEvents({
        type: 'GivenRatingPublished',
        data: {
          ...{ givenRating: record(asked), item: 'clinical-area', rating: 'assured' },
          ...{ publishedOn: '2014-11-18', publishedIn: 'MyNHS' },
        },
      });
    expect(liveAfter(opening(), asked, publishing(asked)).status).toBe('open');
  });

  it('is recorded once, of what was given here and stands, on a day after it was given', () => {
    after(opening(), asked, publishing(asked)).when(publishing(asked)).thenNothing();
    after(opening(), asked, publishing(asked))
      .when(publishing(asked, '2014-11-19'))
      .thenRefused('given-rating-published-already');
    after(opening(), asked).when(publishing(asked, '2014-11-09')).thenRefused('published-before-it-was-given');
    after(opening(), asked).when(publishing(asked, '2014-11-21')).thenRefused('date-in-the-future');
    after(opening(), asked, withdrawing(asked)).when(publishing(asked)).thenRefused('record-was-withdrawn');
    after(opening()).when(publishing(asked)).thenRefused('unknown-record');
  });
});

describe('its correction', () => {
  const asked = giving();

  it('says what it should have said, the original one step away', () => {
    const state = liveAfter(
      opening(),
      asked,
      correcting(asked, 'givenBy/role', 'Deputy chair'),
      correcting(asked, 'rating', 'not-assured'),
    );
    expect(givenRatingOf(state, 'clinical-area')).toMatchObject({
      fields: { rating: 'not-assured', givenBy: { role: 'Deputy chair', body: 'Expert panel' } },
      original: { rating: 'assured', givenBy: { role: 'Chair' } },
    });
  });

  it('keeps the scale and the order of days', () => {
    after(opening(), asked)
      .when(correcting(asked, 'rating', 'good'))
      .thenRefused('rating-not-on-scale');
    after(opening(), asked)
      .when(correcting(asked, 'publishedOn', '2014-11-18'))
      .thenRefused('field-not-correctable');
    after(opening(), asked, publishing(asked))
      .when(correcting(asked, 'publishedOn', '2014-11-09'))
      .thenRefused('published-before-it-was-given');
    after(opening(), asked, publishing(asked))
      .when(correcting(asked, 'givenOn', '2014-11-19'))
      .thenRefused('published-before-it-was-given');
    expect(
      givenRatingOf(
        liveAfter(opening(), asked, publishing(asked), correcting(asked, 'publishedIn', 'NHS England')),
        'clinical-area',
      ),
    ).toMatchObject({ fields: { publishedIn: 'NHS England' } });
  });
});

describe('a given rating that a rule of the framework reads', () => {
  /** As a framework might have it whose headline is the worst of its domains, one of which a panel gives. */
  const terms = {
    ...quarterTerms,
    items: quarterTerms.items.map((item) => (item.id === 'clinical-area' ? { ...item, kind: 'domain' as const } : item)),
  };
  const [, ...ready] = READY;
  const submitted = [opening(terms), ...ready, giving('assured'), submission()] as const;

  it('is computed into the headline like any other', () => {
    expect(liveAfter(opening(terms), ...ready, submission()).headline.result).toBeNull();
    expect(liveAfter(...submitted).headline.result).toBe('assured-with-support');
    expect(liveAfter(opening(terms), ...ready, giving('not-assured'), submission()).headline.result).toBe('not-assured');
  });

  it('moves nothing that was submitted: it is refused until the ratings are back with the assessor', () => {
    const rule = 'given-rating-moves-what-was-submitted';
    after(...submitted)
      .when(giving('not-assured'))
      .thenRefused(rule);
    after(...submitted)
      .when(correcting(giving('assured'), 'rating', 'not-assured'))
      .thenRefused(rule);
    after(...submitted)
      .when(withdrawing(giving('assured')))
      .thenRefused(rule);
    after(...submitted)
      .when(giving('assured-with-support'))
      .thenDecided((events) => expect(events).toHaveLength(1));
    const returned = deciding('local', { outcome: 'returned', reason: 'The panel has decided anew' });
    expect(standing(...submitted, returned, giving('not-assured'))).toBe('not-assured');
  });

  it('is computed into nothing where no rule reads it', () => {
    expect(liveAfter(...READY, giving('not-assured'), submission()).headline.result).toBe('assured-with-support');
    after(...SUBMITTED)
      .when(giving('not-assured'))
      .thenDecided((events) => expect(events).toHaveLength(1));
  });
});
