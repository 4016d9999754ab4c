import fc from 'fast-check';
import { fold } from '#kernel/decider.js';
import { given } from '#kernel/testing/given-when-then.js';
import { compareYears } from './compare-years.js';
import { type RecordPublishedSurvey, type SurveyCommand, surveyDecider as decider } from './decider.js';
import type { SurveyEvent } from './events.js';
import { initialState, type Survey } from './state.js';
import { baseOf, keptAnswers, shownCounts, SMALLEST_GROUP } from './suppression.js';

const fieldwork = { from: '2017-01-16', to: '2017-02-24', note: null, source: 'a page' };
const result = { question: 'Engagement', answer: 'A great deal', percent: 86, note: null, source: 'a page' };
const published: RecordPublishedSurvey = { type: 'RecordPublished', fieldwork: [fieldwork], results: [result] };
const history: readonly SurveyEvent[] = [
  { type: 'SurveyFieldworkRecorded', data: fieldwork },
  { type: 'SurveyResultPublished', data: result },
];
const counted = (group: string | null, count: number): SurveyEvent => ({
  type: 'SurveyResponsesCounted',
  data: { question: 'Engagement', group, answers: keptAnswers([{ answer: 'A great deal', count }]), countedOn: '2017-03-01' },
});

describe('a published survey', () => {
  it('is recorded as the source has it, a percentage without a base', () => {
    given(decider)
      .when(published)
      .thenEvents(...history);
  });

  it('is nothing new when it is said again, and takes the place of what its source said before', () => {
    given(decider, ...history)
      .when(published)
      .thenNothing();
    const changed = { ...result, percent: 85 };
    given(decider, ...history)
      .when({ ...published, results: [changed] })
      .thenEvents({ type: 'SurveyResultPublished', data: changed });
    expect(fold(decider, [...history, { type: 'SurveyResultPublished', data: changed }]).published).toEqual([changed]);
  });

  it('keeps sources that disagree side by side', () => {
    const other = { ...fieldwork, to: '2017-02-28', source: 'another page' };
    expect(fold(decider, [...history, { type: 'SurveyFieldworkRecorded', data: other }]).fieldwork).toEqual([fieldwork, other]);
  });

  it('has a fieldwork that ends after it began', () => {
    given(decider)
      .when({ ...published, fieldwork: [{ ...fieldwork, to: '2016' }] })
      .thenRefused('fieldwork-ends-after-it-begins');
  });
});

describe('groups under five', () => {
  const count = (group: string | null, ...counts: number[]): Extract<SurveyCommand, { type: 'CountResponses' }> => ({
    type: 'CountResponses',
    question: 'Engagement',
    group,
    countedOn: '2017-03-01',
    answers: counts.map((each, index) => ({ answer: `answer ${String(index)}`, count: each })),
  });

  it('leave no count behind, not even in the log', () => {
    given(decider)
      .when(count('GP practices', 3, 1))
      .thenDecided(([event]) => expect(event).toMatchObject({ data: { answers: null } }));
    given(decider)
      .when(count('GP practices', 3, 2))
      .thenDecided(([event]) => expect(event).toMatchObject({ data: { answers: [{ count: 3 }, { count: 2 }] } }));
  });

  it('cannot be had by taking the other groups from the whole', () => {
    const { counted: kept } = fold(decider, [counted(null, 41), counted('A', 30), counted('B', 7), counted('C', 4)]);
    expect(shownCounts(kept).map(({ group, answers }) => [group, answers === null])).toEqual([
      [null, false],
      ['A', false],
      ['B', true],
      ['C', true],
    ]);
  });

  it('are never shown, nor given away by the rest, whatever was counted', () => {
    const groups = fc.array(fc.nat({ max: 12 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(groups, (counts) => {
        const whole = counts.reduce((sum, each) => sum + each, 0);
        const events = [counted(null, whole), ...counts.map((each, index) => counted(`group ${String(index)}`, each))];
        const shown = shownCounts(fold(decider, events).counted);
        for (const { answers } of shown) if (answers !== null) expect(baseOf(answers)).toBeGreaterThanOrEqual(SMALLEST_GROUP);
        const [total, ...ofGroups] = shown;
        const hidden = ofGroups.filter(({ answers }) => answers === null);
        const isAlone = hidden.length === 1 && total?.answers != null && ofGroups.length > 1;
        expect(isAlone).toBe(false);
      }),
    );
  });

  it('are counted answer by answer, each once', () => {
    const twice = [
      { answer: 'Yes', count: 5 },
      { answer: 'Yes', count: 6 },
    ];
    given(decider)
      .when({ ...count(null), answers: twice })
      .thenRefused('an-answer-is-counted-once');
  });
});

describe('nominations and comments', () => {
  const nominated: SurveyEvent = {
    type: 'StakeholderNominated',
    data: { nomination: 'n1', group: 'GP practices', nominatedOn: '2017-01-05' },
  };
  const erased: SurveyEvent = { type: 'NominationContactErased', data: { nomination: 'n1', erasedOn: '2017-06-01' } };

  it('are erased once, and only where there is one', () => {
    const erase = { type: 'EraseContact', nomination: 'n1', erasedOn: '2017-06-01' } as const;
    given(decider, nominated).when(erase).thenEvents(erased);
    given(decider, nominated, erased).when(erase).thenRefused('contact-erased-already');
    given(decider).when(erase).thenRefused('nomination-unknown');
  });

  it('are withdrawn once', () => {
    const withdraw = { type: 'WithdrawNomination', nomination: 'n1', withdrawnOn: '2017-01-06' } as const;
    given(decider, nominated)
      .when(withdraw)
      .thenEvents({ type: 'NominationWithdrawn', data: { nomination: 'n1', withdrawnOn: '2017-01-06' } });
    given(decider, nominated, { type: 'NominationWithdrawn', data: { nomination: 'n1', withdrawnOn: '2017-01-06' } })
      .when(withdraw)
      .thenRefused('nomination-withdrawn-already');
  });

  it('say what they were redacted to, and only a comment there is can be', () => {
    const comment: SurveyEvent = {
      type: 'SurveyCommentRecorded',
      data: { comment: 'c1', text: 'Dr X never answers.', recordedOn: '2017-03-01' },
    };
    const data = { comment: 'c1', text: '[a name] never answers.', reason: 'It names somebody.', redactedOn: '2017-03-02' };
    given(decider, comment)
      .when({ type: 'RedactComment', ...data })
      .thenEvents({ type: 'SurveyCommentRedacted', data });
    given(decider)
      .when({ type: 'RedactComment', ...data })
      .thenRefused('comment-unknown');
    expect(fold(decider, [comment, { type: 'SurveyCommentRedacted', data }]).comments).toEqual([
      { id: 'c1', text: '[a name] never answers.', redactedOn: '2017-03-02' },
    ]);
  });
});

describe('an area for improvement', () => {
  const identified: SurveyEvent = {
    type: 'AreaForImprovementIdentified',
    data: { area: 'a1', text: 'Answer sooner', action: null, identifiedOn: '2017-03-03' },
  };
  const tied = { area: 'a1', assessment: '11J.ccg-iaf-2016-17.2016-17-q4', action: 'x1', tiedOn: '2017-05-03' };

  it('leads to actions, to each once', () => {
    const event: SurveyEvent = { type: 'AreaLedToAction', data: tied };
    given(decider, identified)
      .when({ type: 'TieAreaToAction', ...tied })
      .thenEvents(event);
    given(decider, identified, event)
      .when({ type: 'TieAreaToAction', ...tied, tiedOn: '2017-06-01' })
      .thenRefused('area-led-to-it-already');
    expect(fold(decider, [identified, event]).areas).toMatchObject([
      { area: 'a1', actions: [{ assessment: tied.assessment, action: 'x1' }] },
    ]);
  });

  it('is one that was identified', () => {
    given(decider, identified)
      .when({ type: 'TieAreaToAction', ...tied, area: 'a2' })
      .thenRefused('area-unknown');
  });
});

describe('the comparison of years', () => {
  const year = (percent: number): Survey => ({ ...initialState, published: [{ ...result, percent }] });

  it('is in percentage points from one year to the next that has the very same answer', () => {
    expect(
      compareYears([
        { year: '2017', survey: year(86) },
        { year: '2016', survey: year(82) },
      ]),
    ).toEqual([
      {
        question: 'Engagement',
        answer: 'A great deal',
        years: [
          { year: '2016', percent: 82, base: null, change: null },
          { year: '2017', percent: 86, base: null, change: 4 },
        ],
      },
    ]);
  });

  it('takes what was counted of all where nothing was published, with its base', () => {
    const survey = fold(decider, [
      {
        type: 'SurveyResponsesCounted',
        data: {
          ...{ question: 'Engagement', group: null, countedOn: '2018-03-01' },
          answers: [
            { answer: 'A great deal', count: 36 },
            { answer: 'Not much', count: 5 },
          ],
        },
      },
    ]);
    const [row] = compareYears([
      { year: '2017', survey: year(86) },
      { year: '2018', survey },
    ]);
    expect(row?.years[1]).toEqual({ year: '2018', percent: 87.8, base: 41, change: 1.8 });
  });
});
