import { decision, ITEMS, QUARTER, recordModeratedQuarter } from '../testing/moderated-quarter.js';
import { type ReadModelDatabase, readModelDatabase } from '../testing/read-model-database.js';
import { RecordedHistory } from '../testing/recorded-history.js';
import { RatingMovementsQuery } from './rating-movements-query.js';

let database: ReadModelDatabase;
let history: RecordedHistory;
let movements: RatingMovementsQuery;

beforeAll(async () => {
  database = await readModelDatabase();
  movements = new RatingMovementsQuery(database.dataSource);
});
afterAll(() => database.drop());
beforeEach(async () => {
  await database.empty();
  history = new RecordedHistory();
});

const ALL = { show: 'all' } as const;
const wessex = { show: 'office:Q70' } as const;

describe('given a quarter returned once and changed by the regional panel in round 2', () => {
  it('counts what each stage judged, changed and sent back, and how far it moved', async () => {
    await recordModeratedQuarter(history);
    await database.project(history);

    const [local, regional, ...others] = await movements.counts(ALL, 'stage');

    expect(local).toMatchObject({ key: 'local', assessments: 1, changed: 0, shareChanged: 0, meanSteps: null, returned: 1 });
    expect(regional).toMatchObject({ key: 'regional', judged: 6, changed: 1, better: 0, worse: 1, meanSteps: 1, returned: 0 });
    expect(others).toEqual([]);
  });

  it('gives each pair of ratings that occurred, how often', async () => {
    await recordModeratedQuarter(history);
    await database.project(history);

    const cells = await movements.cells({ ...ALL, stage: 'regional' });

    expect(cells).toHaveLength(3);
    expect(cells).toContainEqual(expect.objectContaining({ from: 'assured-as-good', to: 'limited-assurance', count: 1 }));
    expect(cells).toContainEqual(expect.objectContaining({ from: 'assured-as-good', to: 'assured-as-good', count: 3 }));
    expect(cells).toContainEqual(expect.objectContaining({ from: 'limited-assurance', to: 'limited-assurance', count: 2 }));
  });

  it('compares what came into the last round with what its last stage made of it', async () => {
    await recordModeratedQuarter(history);
    await database.project(history);

    const [through] = await movements.counts({ ...ALL, stage: 'through' }, 'stage');

    // Once an item, though two stages judged it.
    expect(through).toMatchObject({ key: 'through', judged: 6, changed: 1, worse: 1, meanSteps: 1 });
  });

  it('says how long each stage took, from the submission or the stage before it', async () => {
    await recordModeratedQuarter(history);
    await database.project(history);

    expect(await movements.durations(ALL)).toEqual([
      { stage: 'local', decisions: 2, medianDays: 1, ninetiethDays: 1, longestDays: 1 },
      { stage: 'regional', decisions: 1, medianDays: 6, ninetiethDays: 6, longestDays: 6 },
    ]);
  });

  it('takes no length from a day that was recorded before the stage had begun', async () => {
    await recordModeratedQuarter(history);
    await history.record(QUARTER, [decision('national', 2, 'upheld', '2015-10-01', {}, [], 'limited-assurance')]);
    await database.project(history);

    const stages = (await movements.durations(ALL)).map(({ stage }) => stage);

    expect(stages).toEqual(['local', 'regional']);
  });

  it('names the latest moves with their reasons', async () => {
    await recordModeratedQuarter(history);
    await database.project(history);

    expect(await movements.lastMoves(ALL, 10)).toMatchObject([
      {
        assessment: QUARTER,
        item: 'performance',
        to: 'limited-assurance',
        reason: 'Waits above standard in two of three months',
      },
    ]);
  });

  it('counts as it had been recorded at an earlier position', async () => {
    const { upheldLocally } = await recordModeratedQuarter(history);
    await database.project(history);

    const stages = await movements.counts({ ...ALL, asAtPosition: upheldLocally }, 'stage');

    expect(stages.map(({ key }) => key)).toEqual(['local']);
  });

  it('counts only what the person may see', async () => {
    await recordModeratedQuarter(history);
    await database.project(history);

    expect(await movements.counts(wessex, 'item')).toHaveLength(ITEMS.length + 1);
    for (const show of ['office:Q74', 'region:Y54', 'public', 'before-the-committee'] as const)
      expect(await movements.counts({ show }, 'item')).toEqual([]);
  });

  it('counts nothing of an assessment withdrawn since', async () => {
    await recordModeratedQuarter(history);
    await history.record(QUARTER, [
      { type: 'AssessmentWithdrawn', data: { reason: 'Opened in error', withdrawnOn: '2015-10-20' } },
    ]);
    await database.project(history);

    expect(await movements.counts(ALL, 'stage')).toEqual([]);
    expect(await movements.durations(ALL)).toEqual([]);
  });

  it('keeps a move to not applicable apart from those on the scale', async () => {
    await recordModeratedQuarter(history);
    const moved = {
      item: 'delegated-functions',
      decision: 'changed',
      before: 'assured-as-good',
      after: 'not-applicable',
      reason: 'Not delegated here',
    } as const;
    const stands = Object.fromEntries(ITEMS.map((item) => [item, 'assured-as-good']));
    await history.record(QUARTER, [decision('national', 2, 'changed', '2015-10-20', stands, [moved], 'limited-assurance')]);
    await database.project(history);

    const [national] = await movements.counts({ ...ALL, stage: 'national', item: 'delegated-functions' }, 'region');

    expect(national).toMatchObject({ key: 'Y57', judged: 1, changed: 1, offTheScale: 1, better: 0, worse: 0, meanSteps: null });
  });
});
