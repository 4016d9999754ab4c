import type { AssessmentEvent } from '../core/assessment/events.js';
import { assessmentsFold } from './assessments/assessments-fold.js';
import { domainStatusFold } from './domain-status/domain-status-fold.js';
import { indicatorValuesFold } from './indicator-values/indicator-values-fold.js';
import { moderationTrailFold } from './moderation-trail/moderation-trail-fold.js';
import { periodOrder } from './per-assessment/about.js';
import { ratingHistoryFold } from './rating-history/rating-history-fold.js';
import { rowsOf } from './testing/folded-rows.js';
import { decision, ITEMS, proposal, submission } from './testing/moderated-quarter.js';
import { openingOf, idOf } from './testing/recorded-history.js';
import { workListFold } from './work-list/work-list-fold.js';

const GOOD = Object.fromEntries(ITEMS.map((item) => [item, 'assured-as-good']));
const opened = (period = '2015-16-q2'): AssessmentEvent => ({
  type: 'AssessmentOpened',
  data: { ...openingOf('ccg-assurance-2015-16', period), round: 1, openedOn: '2015-09-01' },
});
const meeting: AssessmentEvent = {
  type: 'CheckpointMeetingHeld',
  data: { meeting: idOf('meeting'), heldOn: '2015-09-21', attendance: [], discussions: [], alsoFor: [] },
};
const allRated = ITEMS.map((item) => proposal(item, 'assured-as-good', null));
const submitted = submission(1, 'assured-as-good', '2015-10-02');
const workRow = (...events: AssessmentEvent[]) => rowsOf(workListFold, [opened(), ...events]).find((row) => 'waits_for' in row);
const summary = (...events: AssessmentEvent[]) => rowsOf(assessmentsFold, [opened(), ...events])[0];
const current = (events: readonly AssessmentEvent[], item: string) =>
  rowsOf(domainStatusFold, [opened(), ...events]).filter((row) => row['item'] === item && row['to_position'] === null);

describe('what waits in an assessment', () => {
  it.each([
    ['rate', 'assessor', [meeting]],
    ['hold-checkpoint', 'assessor', allRated],
    ['submit', 'assessor', [meeting, ...allRated]],
    ['judge', 'local', [meeting, ...allRated, submitted]],
    ['judge', 'regional', [meeting, ...allRated, submitted, decision('local', 1, 'upheld', '2015-10-03', GOOD)]],
  ] as const)('is to %s, before the %s', (task, waitsFor, events) => {
    expect(workRow(...events)).toMatchObject({ task, waits_for: waitsFor });
  });

  it('is to hold the checkpoint again once the only meeting was withdrawn as recorded in error', () => {
    const withdrawn: AssessmentEvent = {
      type: 'RecordWithdrawn',
      data: { record: idOf('meeting'), reason: 'Another quarter', withdrawnOn: '2015-09-22' },
    };
    expect(workRow(meeting, withdrawn, ...allRated)).toMatchObject({ task: 'hold-checkpoint' });
  });

  it('is to submit anew after a recall, in the same round', () => {
    const recalled: AssessmentEvent = {
      type: 'SubmissionRecalled',
      data: { round: 1, recalledBy: 'alex', recalledOn: '2015-10-03' },
    };
    expect(workRow(meeting, ...allRated, submitted, recalled)).toMatchObject({ task: 'submit', round: 1 });
    expect(current([...allRated, submitted, recalled], 'headline')).toMatchObject([
      { rating: null, empty_reason: 'not-computed' },
    ]);
  });

  it('names the stage and the items of a return', () => {
    const returned = { item: 'planning', decision: 'returned', reason: 'Thin', before: 'assured-as-good', after: null } as const;
    const events = [meeting, ...allRated, submitted, decision('local', 1, 'returned', '2015-10-03', GOOD, [returned])];
    expect(workRow(...events)).toMatchObject({
      waits_for: 'assessor',
      round: 2,
      returned_by: 'local',
      returned_items: ['planning'],
    });
  });

  it('is nothing after the last stage of a quarter', () => {
    const stages = (['local', 'regional', 'national'] as const).map((stage) => decision(stage, 1, 'upheld', '2015-10-09', GOOD));
    expect(workRow(meeting, ...allRated, submitted, ...stages)).toMatchObject({ waits_for: null, status: 'moderated' });
    expect(summary(meeting, ...allRated, submitted, ...stages)).toMatchObject({ status: 'moderated', stage_due: null });
  });

  it('is confirmation after the last stage of a year that has a committee', () => {
    const stages = (['local', 'regional', 'national'] as const).map((stage) => decision(stage, 1, 'upheld', '2016-05-09', GOOD));
    const rows = rowsOf(workListFold, [opened('2015-16-year'), ...allRated, submitted, ...stages]);
    expect(rows).toMatchObject([{ waits_for: 'confirmation', task: 'confirm', status: 'moderated' }]);
  });
});

describe('an overridden headline', () => {
  const overridden = decision('local', 1, 'changed', '2015-10-03', GOOD);
  if (overridden.type !== 'StageDecided') throw new Error('a decision is a decision');
  const withOverride: AssessmentEvent = {
    ...overridden,
    data: {
      ...overridden.data,
      headline: {
        computed: 'assured-as-good',
        override: { rating: 'limited-assurance', reason: 'Leadership in transition' },
        result: 'limited-assurance',
      },
    },
  };
  const events = [meeting, ...allRated, submitted, withOverride];

  it('keeps apart what the rule computed, what was put in its place, and what resulted', () => {
    expect(current(events, 'headline')).toMatchObject([
      {
        rating: 'limited-assurance',
        basis: 'override',
        computed_rating: 'assured-as-good',
        certainty: 'assumed',
        stage: 'local',
      },
    ]);
    expect(summary(...events)).toMatchObject({
      headline_computed: 'assured-as-good',
      headline_override: 'limited-assurance',
      headline_result: 'limited-assurance',
    });
  });

  it('stands in the history and in the trail with its reason', () => {
    const told = { from_rating: 'assured-as-good', to_rating: 'limited-assurance', reason: 'Leadership in transition' };
    const ofHeadline = (rows: readonly Readonly<Record<string, unknown>>[]) =>
      rows.findLast((row) => row['item'] === 'headline' && row['stage'] === 'local');
    expect(ofHeadline(rowsOf(ratingHistoryFold, [opened(), ...events]))).toMatchObject({ ...told, kind: 'override' });
    expect(ofHeadline(rowsOf(moderationTrailFold, [opened(), ...events]))).toMatchObject({ ...told, outcome: 'changed' });
  });
});

describe('the domain status', () => {
  it('says of an unrated item that no checkpoint was held', () => {
    const notHeld: AssessmentEvent = { type: 'CheckpointNotHeld', data: { reason: 'Agreed by both', decidedOn: '2015-09-30' } };
    expect(current([notHeld], 'planning')).toMatchObject([{ rating: null, empty_reason: 'no-checkpoint-held' }]);
    expect(current([notHeld, meeting], 'planning')).toMatchObject([{ rating: null, empty_reason: 'not-rated' }]);
  });

  it('moves to another office with its assessment, and was with the first before', () => {
    const from = { office: { code: 'Q70', name: 'Wessex' }, region: { code: 'Y57', name: 'South of England' } };
    const to = { office: { code: 'Q80', name: 'South West' }, region: from.region };
    const moved: AssessmentEvent = {
      type: 'AssessmentTransferred',
      data: { from, to, reason: 'Boundary', transferredOn: '2015-10-01' },
    };
    const rows = rowsOf(domainStatusFold, [opened(), moved]).filter((row) => row['item'] === 'planning');
    expect(rows).toMatchObject([
      { office: 'Q70', from_position: '1', to_position: '2' },
      { office: 'Q80', from_position: '2', to_position: null },
    ]);
  });

  it('writes nothing for what changes no standing', () => {
    const rows = rowsOf(domainStatusFold, [opened(), meeting, meeting]);
    expect(rows).toHaveLength(ITEMS.length + 1);
  });

  it('stands at confirmation once the committee confirmed', () => {
    const confirmed: AssessmentEvent = {
      type: 'RatingsConfirmed',
      data: {
        ...{ round: 1, committee: 'Commissioning Committee', reference: 'Minute 7', judgedRevision: '9', recordedSince: [] },
        ratings: ITEMS.map((item) => ({ item, rating: 'assured-as-good' })),
        headline: { computed: null, override: null, result: 'assured-as-good' },
        ...{ decidedBy: ['chair'], recordedBy: 'sam', decidedOn: '2016-06-01' },
      },
    };
    expect(current([...allRated, submitted, confirmed], 'headline')).toMatchObject([
      { stage: 'confirmation', rating: 'assured-as-good' },
    ]);
  });
});

describe('the actions of an assessment', () => {
  const agreed: AssessmentEvent = {
    type: 'ActionAgreed',
    data: {
      ...{ action: idOf('plan'), from: { kind: 'meeting', record: idOf('meeting') }, description: 'Plan', owner: 'CCG' },
      ...{ due: '2015-10-16', agreedOn: '2015-09-21' },
    },
  };
  it('take new due dates and corrections, each in a row of its own', () => {
    const corrected: AssessmentEvent = {
      type: 'RecordCorrected',
      data: {
        ...{ record: idOf('plan'), texts: [{ field: 'owner', value: 'The trust' }], values: [], reason: 'Mistyped' },
        correctedOn: '2015-09-22',
      },
    };
    const later: AssessmentEvent = {
      type: 'ActionRescheduled',
      data: { action: idOf('plan'), from: '2015-10-16', to: '2015-11-01', reason: 'Illness', decidedOn: '2015-10-10' },
    };
    const rows = rowsOf(workListFold, [opened(), agreed, corrected, later]).filter((row) => 'action' in row);
    expect(rows).toMatchObject([
      { owner: 'CCG', due: '2015-10-16', to_position: '3' },
      { owner: 'The trust', due: '2015-10-16', to_position: '4' },
      { owner: 'The trust', due: '2015-11-01', to_position: null, status: 'open' },
    ]);
  });
});

describe('an action that falls due', () => {
  const [due, later] = ['2015-10-16', '2015-11-01'];
  const action = idOf('plan');
  const agreed: AssessmentEvent = {
    type: 'ActionAgreed',
    data: {
      ...{ action, from: { kind: 'meeting', record: idOf('meeting') }, description: 'Plan', owner: 'CCG' },
      ...{ due, agreedOn: '2015-09-21' },
    },
  };
  const fellDue: AssessmentEvent = { type: 'ActionFellDue', data: { action, due, fellDueOn: due } };
  const putOff: AssessmentEvent = {
    type: 'ActionRescheduled',
    data: { action, from: due, to: later, reason: 'Illness', decidedOn: '2015-10-20' },
  };
  const movedBy: AssessmentEvent = {
    type: 'RecordCorrected',
    data: { record: action, texts: [], values: [{ field: 'due', value: later }], reason: 'Mistyped', correctedOn: '2015-10-20' },
  };
  const rowsAfter = (...events: readonly AssessmentEvent[]) =>
    rowsOf(workListFold, [opened(), agreed, ...events]).filter((row) => 'action' in row);

  it('is on the list as having done so, in a row of its own', () => {
    expect(rowsAfter(fellDue)).toMatchObject([
      { fell_due_on: null, to_position: '3' },
      { fell_due_on: due, due, status: 'open', to_position: null },
    ]);
  });

  it.each([
    ['put off', putOff],
    ['corrected', movedBy],
  ])('is not due any more once its day is %s', (_, event) => {
    expect(rowsAfter(fellDue, event).at(-1)).toMatchObject({ fell_due_on: null, due: later });
  });
});

describe('an action passed on by a merger', () => {
  it('is on the list as the successor’s from then on, still open', () => {
    const action = idOf('plan');
    const agreed: AssessmentEvent = {
      type: 'ActionAgreed',
      data: {
        ...{ action, from: { kind: 'meeting', record: idOf('meeting') }, description: 'Plan', owner: 'CCG' },
        ...{ due: '2015-10-16', agreedOn: '2015-09-21' },
      },
    };
    const passedOn: AssessmentEvent = { type: 'ActionPassedOn', data: { action, to: '15D', mergedOn: '2018-04-01' } };
    expect(rowsOf(workListFold, [opened(), agreed, passedOn]).filter((row) => 'action' in row)).toMatchObject([
      { passed_on_to: null, to_position: '3' },
      { passed_on_to: '15D', status: 'open', to_position: null },
    ]);
  });
});

describe('the order of periods', () => {
  it('is by year, and within it baseline, quarters, year', () => {
    const periods = ['2013-14-year', '2014-15-baseline', '2014-15-q1', '2014-15-q4', '2014-15-year', '2015-16-q1'];
    expect(periods.toSorted((one, other) => periodOrder(one) - periodOrder(other))).toEqual(periods);
    expect(new Set(periods.map(periodOrder)).size).toBe(periods.length);
  });
});

describe("indicators' values", () => {
  const value = (id: string, more: object = {}): AssessmentEvent => ({
    type: 'IndicatorValueRecorded',
    data: {
      ...{ indicatorValue: idOf(id), indicator: '103a', value: '38.70', period: '2015/16', comparison: 39.6 },
      ...{ dataSource: 'QOF', receivedOn: '2016-10-04', ...more },
    },
  });
  const iaf: AssessmentEvent = {
    type: 'AssessmentOpened',
    data: { ...openingOf('ccg-iaf-2016-17', '2016-17-q2'), round: 1, openedOn: '2016-10-01' },
  };
  const correction: AssessmentEvent = {
    type: 'RecordCorrected',
    data: {
      ...{ record: idOf('one'), texts: [], values: [{ field: 'value', value: '38.60' }] },
      ...{ reason: 'Misread', correctedOn: '2016-10-05' },
    },
  };
  const rows = (...events: AssessmentEvent[]) =>
    rowsOf(indicatorValuesFold, [iaf, ...events]).map(({ told, to_position: to, retracted_position: retracted, office }) => ({
      ...{ value: (told as { value: unknown }).value, to, retracted, office },
    }));

  it('stand as their sources write them, by the name the framework has for the indicator', () => {
    expect(rowsOf(indicatorValuesFold, [iaf, value('one')])).toMatchObject([
      {
        ...{ indicator: '103a', indicator_label: 'Diabetes treatment targets (103a)', to_position: null },
        told: { value: '38.70', comparison: 39.6, standard: null },
      },
    ]);
  });

  it('are as corrected from then on, and gone from then on when withdrawn', () => {
    const withdrawal: AssessmentEvent = {
      type: 'RecordWithdrawn',
      data: { record: idOf('one'), reason: 'Another CCG', withdrawnOn: '2016-10-06' },
    };
    expect(rows(value('one'), correction, withdrawal)).toMatchObject([
      { value: '38.70', to: '3', retracted: null },
      { value: '38.60', to: '4', retracted: '4' },
    ]);
  });

  it('go off with a withdrawn assessment, come back when it is opened anew, and move with it', () => {
    const withdrawn: AssessmentEvent = { type: 'AssessmentWithdrawn', data: { reason: 'Wrong', withdrawnOn: '2016-10-06' } };
    const place = { office: { code: 'Q74', name: 'North' }, region: { code: 'Y54', name: 'North of England' } };
    const moved: AssessmentEvent = {
      type: 'AssessmentTransferred',
      data: { from: place, to: place, reason: 'Map', transferredOn: '2016-10-07' },
    };
    expect(rows(value('one'), withdrawn)).toMatchObject([{ to: null, retracted: '3' }]);
    expect(rows(value('one'), withdrawn, iaf, moved).filter(({ to }) => to === null)).toMatchObject([
      { value: '38.70', retracted: null, office: 'Q74' },
    ]);
  });
});

describe('a rating decided elsewhere', () => {
  const year: AssessmentEvent = {
    type: 'AssessmentOpened',
    data: { ...openingOf('ccg-iaf-2016-17', '2016-17-year'), round: 1, openedOn: '2017-04-01' },
  };
  const givenAs = (rating: string, name = 'first'): AssessmentEvent => ({
    type: 'GivenRatingRecorded',
    data: {
      ...{ givenRating: idOf(name), item: 'dementia', rating, givenBy: { body: 'Dementia panel', role: 'Chair' } },
      ...{ givenOn: '2017-06-20', source: 'Letter' },
    },
  });
  const publication: AssessmentEvent = {
    type: 'GivenRatingPublished',
    data: {
      ...{ givenRating: idOf('first'), item: 'dementia', rating: 'good' },
      ...{ publishedOn: '2017-07-19', publishedIn: 'MyNHS' },
    },
  };
  const correction: AssessmentEvent = {
    type: 'RecordCorrected',
    data: {
      ...{ record: idOf('first'), texts: [], values: [{ field: 'rating', value: 'outstanding' }] },
      ...{ reason: 'Misread', correctedOn: '2017-07-20' },
    },
  };
  const withdrawal: AssessmentEvent = {
    type: 'RecordWithdrawn',
    data: { record: idOf('first'), reason: 'Another CCG', withdrawnOn: '2017-07-21' },
  };
  const published: AssessmentEvent = {
    type: 'Published',
    data: { edition: 'e1', publishedAt: '2017-07-30T09:00:00Z', publishedOn: '2017-07-30', channels: [], entry: null },
  };
  const cells = (...events: AssessmentEvent[]) =>
    rowsOf(domainStatusFold, [year, ...events]).filter(
      (row) => row['item'] === 'dementia' && row['stage'] === 'given' && row['retracted_position'] === null,
    );

  it('stands with its origin, a draft until it is published by itself', () => {
    expect(cells(givenAs('good'))).toMatchObject([
      { rating: 'good', visibility: 'draft', given_by: 'Chair, Dementia panel', business_date: '2017-06-20' },
    ]);
    expect(cells(givenAs('good'), publication)).toMatchObject([
      { rating: 'good', visibility: 'public', published_on: '2017-07-19', to_position: null, source: 'Letter' },
    ]);
  });

  it('is not published by an edition of its assessment', () => {
    expect(cells(givenAs('good'), published)).toMatchObject([{ visibility: 'draft', to_position: null }]);
  });

  it('is as corrected, published as it was, and gone when it is withdrawn', () => {
    expect(cells(givenAs('good'), publication, correction)).toMatchObject([{ rating: 'outstanding', visibility: 'public' }]);
    expect(cells(givenAs('good'), publication, correction, withdrawal)).toEqual([]);
  });

  it('is told in the history of its ratings, from what was given before', () => {
    const events = [year, givenAs('good'), givenAs('inadequate', 'second'), correction, withdrawal];
    expect(rowsOf(ratingHistoryFold, events)).toMatchObject([
      { from_rating: null, to_rating: 'good', kind: 'given', explanation: 'Given by Chair, Dementia panel', decided_by: [] },
      { from_rating: 'good', to_rating: 'inadequate', kind: 'given' },
      { from_rating: 'good', to_rating: 'outstanding', kind: 'corrected', reason: 'Misread' },
      { from_rating: 'outstanding', to_rating: null, kind: 'withdrawn', reason: 'Another CCG' },
    ]);
  });
});
