import { given } from '#kernel/testing/given-when-then.js';
import type { AssessmentCommand } from './decider.js';
import type { FrameworkTerms } from './framework-terms.js';
import {
  applying,
  confirming,
  deciding,
  decider,
  liveAfter,
  MODERATED,
  rating,
  READY,
  story,
  SUBMITTED,
  TODAY,
  upToDate,
  YEAR_MODERATED,
} from './testing/story.js';
import { quarterTerms, versionOf, yearTerms } from './testing/terms.js';

const SECOND = versionOf(quarterTerms, 2);
const OVERRIDDEN = [
  ...SUBMITTED,
  deciding('local', {
    outcome: 'changed',
    changes: [{ item: 'headline', rating: 'not-assured', reason: 'A single late return' }],
  }),
] as const;

/** The command as somebody sends it who has just read the assessment. */
const after = (...commands: readonly AssessmentCommand[]) => ({
  when: (asked: AssessmentCommand) => given(decider, ...story(...commands)).when(upToDate(asked, liveAfter(...commands))),
});
const eventAfter = (asked: AssessmentCommand, ...commands: readonly AssessmentCommand[]) => story(...commands, asked).at(-1);

describe('a new version of the framework', () => {
  it('computes the headline anew, and says what it was, where the assessment stood, by whom and why', () => {
    const judged = liveAfter(...SUBMITTED).revision;
    after(...SUBMITTED)
      .when(applying(SECOND))
      .thenEvents({
        type: 'FrameworkVersionApplied',
        data: {
          ...{ from: 1, terms: SECOND },
          computed: [
            {
              ...{ item: 'headline', rule: 'worst-of-domains', certainty: 'assumed', rating: 'assured' },
              explanation: 'from assured, assured-with-support, assured',
            },
          ],
          headline: { computed: 'assured', override: null, result: 'assured' },
          ...{ reason: 'The rule was put right', appliedOn: TODAY, appliedBy: 'national-secretary' },
          ...{ stage: 'local', judgedRevision: String(judged) },
          changed: [{ item: 'headline', before: 'assured-with-support', after: 'assured' }],
        },
      });
  });

  it('lets an override lapse where the result of the rule is another one', () => {
    expect(eventAfter(applying(SECOND), ...OVERRIDDEN)?.data).toMatchObject({
      headline: { computed: 'assured', override: null, result: 'assured' },
      changed: [{ item: 'headline', before: 'not-assured', after: 'assured' }],
      stage: 'regional',
    });
  });

  it('keeps an override where the rule gives what it gave', () => {
    const same: FrameworkTerms = { ...SECOND, rules: quarterTerms.rules };
    expect(eventAfter(applying(same), ...OVERRIDDEN)?.data).toMatchObject({
      headline: { computed: 'assured-with-support', override: { rating: 'not-assured' }, result: 'not-assured' },
      changed: [],
    });
  });

  it('is what is judged from then on: a stage must have seen it', () => {
    const read = liveAfter(...SUBMITTED).revision;
    after(...SUBMITTED, applying(SECOND))
      .when(deciding('local', { judged: read }))
      .thenRefused('judged-revision-is-stale');
    expect(liveAfter(...SUBMITTED, applying(SECOND), deciding('local')).headline.result).toBe('assured');
  });

  it('makes nobody a judge: whoever applies it has judged nothing', () => {
    expect(liveAfter(...SUBMITTED, applying(SECOND)).judges.has('national-secretary')).toBe(false);
  });

  it('is nothing new where the assessment stands under it', () => {
    after(...SUBMITTED, applying(SECOND))
      .when(applying(SECOND))
      .thenNothing();
    after(...SUBMITTED)
      .when(applying(quarterTerms))
      .thenNothing();
  });

  it('is applied while the assessor is at work, and before the committee', () => {
    expect(eventAfter(applying(SECOND), ...READY)?.data).toMatchObject({ stage: 'assessor' });
    expect(eventAfter(applying(versionOf(yearTerms, 2)), ...YEAR_MODERATED)?.data).toMatchObject({ stage: 'confirmation' });
  });

  it('is not applied to final ratings', () => {
    after(...YEAR_MODERATED, confirming())
      .when(applying(versionOf(yearTerms, 2)))
      .thenRefused('assessment-is-finished');
    after(...MODERATED)
      .when(applying(SECOND))
      .thenRefused('assessment-is-finished');
  });

  it('was adopted, and is newer', () => {
    after(...SUBMITTED)
      .when(applying(undefined))
      .thenRefused('framework-version-unknown');
    after(...SUBMITTED, applying(versionOf(quarterTerms, 3)))
      .when(applying(SECOND))
      .thenRefused('framework-version-not-newer');
  });

  it.each<[string, FrameworkTerms]>([
    ['an item', { ...SECOND, items: SECOND.items.filter(({ id }) => id !== 'domain-3') }],
    ['a scale', { ...SECOND, items: SECOND.items.map((item) => ({ ...item, scale: { id: 'one', ratings: [] } })) }],
    ['who rates an item', { ...SECOND, items: SECOND.items.map(({ rule: _, ...item }) => item) }],
    ['the stages', { ...SECOND, stages: ['national'] }],
  ])('is refused where it changes %s', (_, terms) => {
    after(...SUBMITTED)
      .when(applying(terms))
      .thenRefused('framework-version-not-alike');
  });

  it('waits while a decision on many is being applied', () => {
    after(...SUBMITTED)
      .when(applying(SECOND, { panels: { recused: [], beingApplied: { panel: 'local.Q70.x', batch: 'b' } } }))
      .thenRefused('decision-being-applied');
  });

  it('is applied to what was read: not where something material is new', () => {
    const read = liveAfter(...READY).revision;
    const [first] = [rating({ 'domain-1': 'not-assured' }, { reason: 'New figures' })];
    after(...READY, first)
      .when(applying(SECOND, { judged: read }))
      .thenRefused('judged-revision-is-stale');
    given(decider, ...story(...READY))
      .when(applying(SECOND))
      .thenRefused('judged-revision-missing');
  });
});
