import fc from 'fast-check';
import { AssessmentsQuery } from './assessments/assessments-query.js';
import { DomainStatusQuery } from './domain-status/domain-status-query.js';
import { ModerationTrailQuery } from './moderation-trail/moderation-trail-query.js';
import { RatingHistoryQuery } from './rating-history/rating-history-query.js';
import {
  decision,
  ITEMS,
  type ModeratedQuarter,
  QUARTER,
  recordModeratedQuarter,
  submission,
} from './testing/moderated-quarter.js';
import { DORSET_2014_15, DORSET_SOURCE, FRAMEWORK, recordDorset, transcribed } from './testing/published-grid.js';
import { type ReadModelDatabase, readModelDatabase } from './testing/read-model-database.js';
import { idOf, openingOf, RecordedHistory } from './testing/recorded-history.js';
import { WorkList } from './work-list/work-list-query.js';

let database: ReadModelDatabase;
let history: RecordedHistory;
let status: DomainStatusQuery;

beforeAll(async () => {
  database = await readModelDatabase();
  status = new DomainStatusQuery(database.dataSource);
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.empty();
  history = new RecordedHistory();
});

const JUDGED = Object.fromEntries(ITEMS.map((item) => [item, 'assured-as-good']));
const wessex = { kind: 'office', code: 'Q70' } as const;

describe('the domain status of transcribed quarters', () => {
  it('shows exactly the published 6 by 4 grid, attributed, and no computed headline', async () => {
    await recordDorset(history);
    await database.project(history);

    const year = await status.ofOrganisation('11J', '2014-15', { show: 'public' });

    const grid = Object.fromEntries(
      year.items
        .filter(({ kind }) => kind === 'domain')
        .map(({ item, periods }) => [item, ['q1', 'q2', 'q3', 'q4'].map((quarter) => periods[`2014-15-${quarter}`]?.rating)]),
    );
    expect(grid).toEqual(DORSET_2014_15);
    expect(year.items.map(({ item }) => item)).toEqual([...Object.keys(DORSET_2014_15), 'headline']);
    const headline = year.items.find(({ item }) => item === 'headline');
    expect(Object.keys(headline?.periods ?? {})).toEqual(['2014-15-year']);
    expect(headline?.empty['2014-15-q1']).toBe('not-published');
    expect(year.items[0]?.periods['2014-15-q1']).toMatchObject({
      label: 'Assured with support',
      publishedLabel: 'Assured with Support',
      stage: 'transcribed',
      source: DORSET_SOURCE,
      evidence: 'published',
      decidedOn: null,
    });
    expect(year.items[0]?.periods['2014-15-q1']).not.toHaveProperty('certainty');
  });

  it('lists facts whose source gives no date apart when asked for a day', async () => {
    await recordDorset(history);
    await database.project(history);

    const year = await status.ofOrganisation('11J', '2014-15', { show: 'all', effectiveOn: '2020-01-01' });

    expect(year.items).toEqual([]);
    expect(year.dateNotGiven).toHaveLength(25);
  });

  it('keeps what two sources state, and says where they differ', async () => {
    const [assessment, period] = [`11J.${FRAMEWORK}.2014-15-q1`, '2014-15-q1'];
    await history.record(assessment, [
      { type: 'TranscriptionStarted', data: openingOf(FRAMEWORK, period) },
      transcribed('board paper', 'domain-1', 'assured', { source: 'Board paper', evidence: 'inferred' }),
      transcribed('own page', 'domain-1', 'assured-with-support'),
    ]);
    await database.project(history);

    const { items } = await status.ofOrganisation('11J', '2014-15', { show: 'public' });

    const cell = items[0]?.periods[period];
    expect(cell).toMatchObject({ rating: 'assured-with-support', sourcesDiffer: true });
    expect(cell?.alsoStated).toMatchObject([{ rating: 'assured', source: 'Board paper', evidence: 'inferred' }]);
  });

  it('shows a corrected transcription, and the mistaken one as at before', async () => {
    const assessment = `11J.${FRAMEWORK}.2014-15-q1`;
    const mistaken = await history.record(assessment, [
      { type: 'TranscriptionStarted', data: openingOf(FRAMEWORK, '2014-15-q1') },
      transcribed('page', 'domain-1', 'assured', { publishedOn: '2014-09-01' }),
    ]);
    await history.record(assessment, [
      {
        type: 'TranscriptionCorrected',
        data: { fact: idOf('page'), rating: 'not-assured', label: null, publishedOn: '2014-09-02', reason: 'Misread' },
      },
    ]);
    await database.project(history);
    const rating = async (question: { asAtPosition?: bigint; effectiveOn?: string }) =>
      (await status.ofOrganisation('11J', '2014-15', { show: 'public', ...question })).items[0]?.periods['2014-15-q1']?.rating;

    expect(await rating({})).toBe('not-assured');
    expect(await rating({ asAtPosition: mistaken })).toBe('assured');
    expect(await rating({ effectiveOn: '2014-09-01' })).toBeUndefined();
    expect(await rating({ effectiveOn: '2014-09-01', asAtPosition: mistaken })).toBe('assured');
  });
});

describe('the domain status of a moderated quarter', () => {
  let at: ModeratedQuarter;
  beforeEach(async () => {
    at = await recordModeratedQuarter(history);
    await database.project(history, [3]);
  });
  const cell = async (item: string, question: { asAtPosition?: bigint; effectiveOn?: string } = {}) => {
    const { items } = await status.ofOrganisation('11J', '2015-16', { show: 'all', ...question });
    return items.find((row) => row.item === item)?.periods['2015-16-q2'];
  };

  it('gives the stage that last judged each item', async () => {
    expect(await cell('performance')).toMatchObject({
      rating: 'limited-assurance',
      label: expect.any(String) as string,
      stage: 'regional',
    });
    expect(await cell('planning')).toMatchObject({ rating: 'assured-as-good', stage: 'regional', revision: '13' });
  });

  it('shows the computed headline as computed, how sure its rule is, and why', async () => {
    expect(await cell('headline')).toMatchObject({
      rating: 'limited-assurance',
      basis: 'computed',
      certainty: 'assumed',
      explanation: 'The lowest is limited-assurance.',
    });
  });

  it('drops a computed headline once a rating under it is changed', async () => {
    expect(await cell('headline', { asAtPosition: at.returned })).toMatchObject({ rating: 'assured-as-good' });
    expect(await cell('headline', { asAtPosition: at.ratedAgain })).toBeUndefined();
  });

  it('answers as at a position with what had been recorded by then', async () => {
    expect(await cell('performance', { asAtPosition: at.opened })).toBeUndefined();
    expect(await cell('performance', { asAtPosition: at.rated })).toMatchObject({ rating: 'assured-as-good', stage: 'assessor' });
    expect(await cell('performance', { asAtPosition: at.upheldLocally })).toMatchObject({
      rating: 'assured-as-good',
      stage: 'local',
    });
  });

  it('answers for a day by the dates of the decisions', async () => {
    expect(await cell('performance', { effectiveOn: '2015-10-11' })).toMatchObject({ rating: 'assured-as-good', stage: 'local' });
    expect(await cell('performance', { effectiveOn: '2015-10-12' })).toMatchObject({ rating: 'limited-assurance' });
    expect(await cell('performance', { effectiveOn: '2015-09-30' })).toBeUndefined();
  });

  it('shows the public nothing of work in hand, and afterwards what was published even while it is reopened', async () => {
    expect((await status.ofOrganisation('11J', '2015-16', { show: 'public' })).items).toEqual([]);
    await history.record(QUARTER, [
      {
        type: 'Published',
        data: {
          ...{ edition: '2015-16-q2.1', publishedAt: '2015-11-01T09:00:00Z', publishedOn: '2015-11-01' },
          ...{ channels: ['web'], entry: null },
        },
      },
    ]);
    await history.record(QUARTER, [submission(3, 'not-assured', '2015-12-01')]);
    await database.empty();
    await database.project(history);

    const [publicYear, wholeYear] = await Promise.all([
      status.ofOrganisation('11J', '2015-16', { show: 'public' }),
      status.ofOrganisation('11J', '2015-16', { show: 'all' }),
    ]);
    const headline = (year: typeof publicYear) => year.items.find(({ item }) => item === 'headline')?.periods['2015-16-q2'];
    expect(headline(publicYear)).toMatchObject({ rating: 'limited-assurance', stage: 'published', publishedOn: '2015-11-01' });
    expect(headline(wholeYear)).toMatchObject({ rating: 'not-assured', stage: 'assessor' });
  });

  it('shows the committee what every stage has judged, in every list, and nothing before that', async () => {
    const show = 'before-the-committee';
    const seen = async () => {
      const [year, period, changes, assessments] = await Promise.all([
        status.ofOrganisation('11J', '2015-16', { show }),
        status.ofPeriod('2015-16-q2', { show }),
        new RatingHistoryQuery(database.dataSource).list({ organisation: '11J', show }),
        new AssessmentsQuery(database.dataSource).list({ organisation: '11J', show }),
      ]);
      return [year.items, period.items, changes.items, assessments.items].map(({ length }) => length > 0);
    };
    expect(await seen()).toEqual([false, false, false, false]);

    const ratings = { ...JUDGED, performance: 'limited-assurance' };
    await history.record(QUARTER, [decision('national', 2, 'upheld', '2015-10-20', ratings, [], 'limited-assurance')]);
    await database.empty();
    await database.project(history);
    expect(await seen()).toEqual([true, true, true, true]);
  });

  it('takes a withdrawn assessment off every list as of the withdrawal', async () => {
    await history.record(QUARTER, [
      { type: 'AssessmentWithdrawn', data: { reason: 'Opened for the wrong quarter', withdrawnOn: '2015-10-20' } },
    ]);
    await database.empty();
    await database.project(history, [4]);
    const changes = new RatingHistoryQuery(database.dataSource);

    expect((await status.ofOrganisation('11J', '2015-16', { show: 'all' })).items).toEqual([]);
    expect(await cell('performance', { asAtPosition: at.changedRegionally })).toMatchObject({ rating: 'limited-assurance' });
    expect((await changes.list({ organisation: '11J' })).items).toEqual([]);
    expect((await changes.list({ organisation: '11J', asAtPosition: at.rated })).items).toHaveLength(5);
    expect((await new AssessmentsQuery(database.dataSource).list()).items).toEqual([]);
    expect(await new WorkList(database.dataSource).of({ role: 'panel-member', area: { kind: 'england' } })).toEqual({
      waiting: [],
      actions: [],
    });
  });

  it('lists a period by organisation, page by page, made-up ones only when asked for', async () => {
    for (const [code, kind] of [
      ['00Z', 'example'],
      ['99P', 'ccg'],
    ] as const)
      await history.record(`${code}.ccg-assurance-2015-16.2015-16-q2`, [
        {
          type: 'AssessmentOpened',
          data: {
            ...openingOf('ccg-assurance-2015-16', '2015-16-q2', { code, name: code, kind }),
            round: 1,
            openedOn: '2015-09-01',
          },
        },
      ]);
    await database.empty();
    await database.project(history);

    const first = await status.ofPeriod('2015-16-q2', { show: 'all', region: 'Y57', limit: 1 });
    expect(first.items.map(({ organisation }) => organisation)).toEqual(['11J']);
    const second = await status.ofPeriod('2015-16-q2', { show: 'all', region: 'Y57', limit: 1, after: first.next });
    expect(second.items.map(({ organisation }) => organisation)).toEqual(['99P']);
    expect(second).not.toHaveProperty('next');
    const all = await status.ofPeriod('2015-16-q2', { show: 'all', item: 'planning', includeExamples: true });
    expect(all.items.map(({ organisation, items }) => [organisation, items.map(({ item }) => item)])).toEqual([
      ['00Z', ['planning']],
      ['11J', ['planning']],
      ['99P', ['planning']],
    ]);
  });
});

describe('the moderation trail', () => {
  it('has each item at each stage, and keeps the round that was returned', async () => {
    const at = await recordModeratedQuarter(history);
    await database.project(history, [2, 5]);
    const trail = new ModerationTrailQuery(database.dataSource);

    const { items, rounds } = await trail.of(QUARTER);

    expect(items.map(({ item }) => item)).toEqual([
      'well-led',
      'performance',
      'financial-management',
      'planning',
      'delegated-functions',
      'headline',
    ]);
    const performance = items.find(({ item }) => item === 'performance');
    expect(performance).toMatchObject({
      assessor: null,
      unchangedSinceRound: 1,
      local: { outcome: 'upheld', from: 'assured-as-good', to: 'assured-as-good', decidedBy: ['local-judge'] },
      regional: {
        outcome: 'changed',
        from: 'assured-as-good',
        to: 'limited-assurance',
        reason: 'Waits above standard in two of three months',
        decidedOn: '2015-10-12',
        judgedRevision: '5',
        recordedBy: 'alex-assessor',
      },
      national: null,
    });
    const finance = items.find(({ item }) => item === 'financial-management');
    expect(finance?.assessor).toMatchObject({ round: 2, from: 'assured-as-good', to: 'limited-assurance', outcome: 'proposed' });
    expect(finance?.earlierRounds).toMatchObject([
      { round: 1, assessor: { to: 'assured-as-good' }, local: { outcome: 'returned', reason: 'The plan is not in the papers' } },
    ]);
    expect(rounds.map(({ round, steps }) => [round, steps.map(({ stage, outcome }) => `${stage} ${outcome}`)])).toEqual([
      [1, ['assessor submitted', 'local returned']],
      [2, ['assessor submitted', 'local upheld', 'regional changed']],
    ]);
    expect(rounds.at(-1)?.steps.map(({ itemsChanged }) => itemsChanged)).toEqual([0, 0, 1]);
    const before = await trail.of(QUARTER, { asAtPosition: at.upheldLocally });
    expect(before.items.find(({ item }) => item === 'performance')?.regional).toBeNull();
  });
});

describe('the rating history', () => {
  it('has every change with its stage, reason and judges, page by page', async () => {
    const at = await recordModeratedQuarter(history);
    await database.project(history);
    const changes = new RatingHistoryQuery(database.dataSource);

    const performance = await changes.list({ organisation: '11J', item: 'performance' });
    expect(performance.items).toMatchObject([
      { from: null, to: 'assured-as-good', stage: 'assessor', kind: 'proposed', decidedBy: ['alex-assessor'] },
      { from: 'assured-as-good', to: 'limited-assurance', stage: 'regional', kind: 'changed', decidedBy: ['regional-judge'] },
    ]);
    const headline = await changes.list({ organisation: '11J', item: 'headline', asAtPosition: at.submittedAgain });
    expect(headline.items.map(({ kind, to }) => [kind, to])).toEqual([
      ['computed', 'assured-as-good'],
      ['computed', 'limited-assurance'],
    ]);
    const inOctober = await changes.list({ organisation: '11J', from: '2015-10-04', to: '2015-10-04' });
    expect(inOctober.items.map(({ item }) => item)).toEqual(['financial-management']);

    const all = await changes.list({ organisation: '11J' });
    const paged: string[] = [];
    for (let after: string | undefined; ;) {
      const page = await changes.list({ organisation: '11J', limit: 2, after });
      paged.push(...page.items.map(({ position, item }) => `${position} ${item}`));
      after = page.next;
      if (after === undefined) break;
    }
    expect(paged).toEqual(all.items.map(({ position, item }) => `${position} ${item}`));
    expect(paged).toHaveLength(9);
  });
});

describe('the work list', () => {
  const waitingFor = async (role: string, area: Parameters<WorkList['of']>[0]['area']) =>
    (await new WorkList(database.dataSource).of({ role, area })).waiting.map(({ task }) => task);

  it('puts a new quarter before its office with what is missing, and before nobody else', async () => {
    await history.record(QUARTER, [
      {
        type: 'AssessmentOpened',
        data: { ...openingOf('ccg-assurance-2015-16', '2015-16-q2'), round: 1, openedOn: '2015-09-01' },
      },
    ]);
    await database.project(history);

    const { waiting } = await new WorkList(database.dataSource).of({ role: 'assessor', area: wessex });
    expect(waiting).toMatchObject([{ assessment: QUARTER, task: 'rate', checkpoint: 'none' }]);
    expect(waiting[0]?.missing).toHaveLength(5);
    expect(await waitingFor('assessor', { kind: 'office', code: 'Q71' })).toEqual([]);
    expect(await waitingFor('director', wessex)).toEqual([]);
    expect(await waitingFor('auditor', { kind: 'england' })).toEqual([]);
  });

  it('puts a quarter in moderation before the judges of the stage that is due', async () => {
    await recordModeratedQuarter(history);
    await database.project(history);

    expect(await waitingFor('panel-member', { kind: 'england' })).toEqual(['judge']);
    expect(await waitingFor('panel-member', { kind: 'region', code: 'Y57' })).toEqual([]);
    expect(await waitingFor('assessor', wessex)).toEqual([]);
    const summary = await new AssessmentsQuery(database.dataSource).find(QUARTER);
    expect(summary).toMatchObject({
      status: 'in-moderation',
      stageDue: 'national',
      round: 2,
      checkpoint: 'held',
      missing: [],
      headline: { computed: 'limited-assurance', override: null, result: 'limited-assurance', certainty: 'assumed' },
      ratings: { performance: 'limited-assurance', 'financial-management': 'limited-assurance' },
      openActions: 1,
      nextActionDue: '2015-10-16',
    });
  });

  it('carries open actions forward into later periods, as they stood', async () => {
    await recordModeratedQuarter(history);
    const completed = await history.record(QUARTER, [
      { type: 'ActionCompleted', data: { action: idOf('recovery plan'), completedOn: '2015-10-15' } },
    ]);
    await database.project(history, [6]);
    const work = new WorkList(database.dataSource);

    const carried = await work.openActionsOf('11J', '2015-16-q3', { asAtPosition: completed - 1n });
    expect(carried).toMatchObject([
      { description: '52-week recovery plan', owner: 'The CCG', due: '2015-10-16', itemLabel: 'Performance' },
    ]);
    expect(await work.openActionsOf('11J', '2015-16-q3')).toEqual([]);
    expect(await work.openActionsOf('11J', '2015-16-q2', { asAtPosition: completed - 1n })).toEqual([]);
    expect(await work.actionsOf(QUARTER)).toMatchObject([{ status: 'completed', completedOn: '2015-10-15' }]);
  });
});

describe('replay', () => {
  it('gives the same rows in one batch or in any split, for live and transcribed, withdrawn and reopened', async () => {
    await recordDorset(history);
    await recordModeratedQuarter(history);
    await history.record(QUARTER, [
      { type: 'AssessmentWithdrawn', data: { reason: 'Wrong organisation', withdrawnOn: '2015-10-20' } },
      {
        type: 'AssessmentOpened',
        data: { ...openingOf('ccg-assurance-2015-16', '2015-16-q2'), round: 3, openedOn: '2015-10-21' },
      },
    ]);
    await database.project(history);
    const atOnce = await database.rows();
    expect(atOnce['domain_status_v1']?.length).toBeGreaterThan(60);

    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 6 }), async (sizes) => {
        await database.empty();
        await database.project(history, sizes);
        expect(await database.rows()).toEqual(atOnce);
      }),
      { numRuns: 8 },
    );
  });
});
