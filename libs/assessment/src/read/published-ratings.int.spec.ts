import type { AssessmentEvent, AssessmentEventOf } from '../core/assessment/events.js';
import { DomainStatusQuery } from './domain-status/domain-status-query.js';
import { RatingHistoryQuery } from './rating-history/rating-history-query.js';
import { decision, ITEMS, proposal, QUARTER, recordModeratedQuarter } from './testing/moderated-quarter.js';
import { type ReadModelDatabase, readModelDatabase } from './testing/read-model-database.js';
import { idOf, RecordedHistory } from './testing/recorded-history.js';
import { SharingsQuery } from './sharings/sharings-query.js';

let database: ReadModelDatabase;
let history: RecordedHistory;
let status: DomainStatusQuery;

beforeAll(async () => {
  database = await readModelDatabase();
  status = new DomainStatusQuery(database.dataSource);
});
afterAll(() => database.drop());

const LIMITED = ['performance', 'financial-management', 'headline'];
const judged = [...ITEMS, 'headline'].map((item) => ({
  item,
  rating: LIMITED.includes(item) ? 'limited-assurance' : 'assured-as-good',
}));
type Rated = readonly { readonly item: string; readonly rating: string }[];
const publication = (edition: string, publishedOn: string, ratings: Rated = judged): AssessmentEvent => ({
  type: 'Published',
  data: {
    ...{ edition, publishedAt: `${publishedOn}T09:00:00Z`, publishedOn, channels: ['mynhs'] },
    entry: { round: 2, revision: '14', ratings: ratings.map((rated) => ({ ...rated, label: `In public: ${rated.rating}` })) },
  },
});
const withdrawal = (edition: string, because: AssessmentEventOf<'PublicationWithdrawn'>['data']['because']): AssessmentEvent => ({
  type: 'PublicationWithdrawn',
  data: { edition, because, withdrawnOn: '2016-02-01' },
});
const reopening: AssessmentEvent = {
  type: 'Reopened',
  data: { request: idOf('request'), round: 3, items: ['planning'], approvedBy: 'sam', reopenedOn: '2015-12-01' },
};
const ratedAnew = proposal('planning', 'not-assured', 'assured-as-good', 3, '2015-12-02');
const shared: AssessmentEvent = {
  type: 'SharedWithOrganisation',
  data: {
    ...{ sharing: idOf('sharing'), revision: '17', items: ['planning'], records: [] },
    ...{ opensOn: '2015-12-03', closesOn: '2015-12-10' },
  },
};

/** Records what came to pass after the last stage, projects it, and answers each event's position. */
async function after(...events: readonly AssessmentEvent[]): Promise<readonly bigint[]> {
  await database.empty();
  history = new RecordedHistory();
  await recordModeratedQuarter(history);
  const stands = Object.fromEntries(judged.map(({ item, rating }) => [item, rating]));
  await history.record(QUARTER, [decision('national', 2, 'upheld', '2015-10-20', stands, [], 'limited-assurance')]);
  const positions = [];
  for (const event of events) positions.push(await history.record(QUARTER, [event]));
  await database.project(history);
  return positions;
}

type Question = Parameters<DomainStatusQuery['ofOrganisation']>[2];
const cellOf = async (item: string, question: Question) =>
  (await status.ofOrganisation('11J', '2015-16', question)).items.find((row) => row.item === item)?.periods['2015-16-q2'];
const ratingOf = async (item: string, question: Question) => (await cellOf(item, question))?.rating;

describe('what was published', () => {
  it('stands with its edition, its day and its words', async () => {
    await after(publication('e1', '2015-11-01'));
    for (const show of ['public', 'all'] as const)
      expect(await cellOf('performance', { show })).toMatchObject({
        ...{ rating: 'limited-assurance', stage: 'published', edition: 'e1', round: 2 },
        ...{ publishedOn: '2015-11-01', publishedLabel: 'In public: limited-assurance' },
      });
    expect(await ratingOf('performance', { show: 'public', effectiveOn: '2015-10-31' })).toBeUndefined();
  });

  it.each([
    ['after it was recorded', [publication('e1', '2015-11-01'), reopening, ratedAnew]],
    ['before it was recorded', [reopening, publication('e1', '2015-11-01'), ratedAnew]],
    ['and rated anew before it was recorded', [reopening, ratedAnew, publication('e1', '2015-11-01')]],
  ])('stands beside what it came to where the assessment was reopened %s', async (_, events) => {
    await after(...events);
    expect(await cellOf('planning', { show: 'public' })).toMatchObject({ rating: 'assured-as-good', edition: 'e1' });
    expect(await cellOf('planning', { show: 'all' })).toMatchObject({
      ...{ rating: 'not-assured', stage: 'assessor', round: 3 },
      published: { rating: 'assured-as-good', edition: 'e1' },
    });
  });

  it('gives way to its correction, also of an item the correction holds no more', async () => {
    const without = judged.filter(({ item }) => item !== 'planning');
    await after(publication('e1', '2015-11-01'), publication('e2', '2015-12-01', without));
    expect(await cellOf('performance', { show: 'public' })).toMatchObject({ edition: 'e2' });
    expect(await cellOf('planning', { show: 'public' })).toBeUndefined();
    expect(await ratingOf('planning', { show: 'public', effectiveOn: '2015-11-30' })).toBe('assured-as-good');
    expect(await ratingOf('planning', { show: 'public', effectiveOn: '2015-12-01' })).toBeUndefined();
  });

  it('is gone for the public at every moment when its edition is withdrawn; the office sees what stood', async () => {
    const [published = 0n] = await after(publication('e1', '2015-11-01'), withdrawal('e1', 'edition-withdrawn'));
    for (const moment of [{}, { asAtPosition: published }, { effectiveOn: '2015-11-02' }, { effectiveOn: '2016-03-01' }])
      expect(await cellOf('planning', { show: 'public', ...moment })).toBeUndefined();
    expect(await cellOf('planning', { show: 'all', asAtPosition: published })).toMatchObject({ stage: 'published' });
    expect(await cellOf('planning', { show: 'all' })).toMatchObject({ stage: 'national', rating: 'assured-as-good' });
    const changes = new RatingHistoryQuery(database.dataSource);
    expect((await changes.list({ show: 'public' })).items).toEqual([]);
    expect((await changes.list({ show: 'all', item: 'planning' })).items.slice(-2)).toMatchObject([
      { stage: 'published', kind: 'published', from: null, to: 'assured-as-good', edition: 'e1' },
      { stage: 'published', kind: 'withdrawn', from: 'assured-as-good', to: null, edition: 'e1' },
    ]);
  });

  it('was public until the next edition left it out', async () => {
    const [published = 0n] = await after(publication('e1', '2015-11-01'), withdrawal('e1', 'left-out'));
    expect(await ratingOf('planning', { show: 'public' })).toBeUndefined();
    expect(await ratingOf('planning', { show: 'public', effectiveOn: '2016-02-01' })).toBeUndefined();
    expect(await ratingOf('planning', { show: 'public', asAtPosition: published })).toBe('assured-as-good');
    expect(await ratingOf('planning', { show: 'public', effectiveOn: '2016-01-31' })).toBe('assured-as-good');
  });

  it('changed for the public with each edition, and not with what was judged meanwhile', async () => {
    const corrected = judged.map(({ item, rating }) => ({ item, rating: item === 'planning' ? 'not-assured' : rating }));
    await after(publication('e1', '2015-11-01'), reopening, ratedAnew, publication('e2', '2016-01-10', corrected));
    const { items } = await new RatingHistoryQuery(database.dataSource).list({ show: 'public', item: 'planning' });
    expect(items).toMatchObject([
      { from: null, to: 'assured-as-good', edition: 'e1', decidedOn: '2015-11-01' },
      { from: 'assured-as-good', to: 'not-assured', edition: 'e2', decidedOn: '2016-01-10' },
    ]);
  });

  it('again, by a correction of other organisations, ends nothing that was shared since the reopening', async () => {
    await after(publication('e1', '2015-11-01'), reopening, ratedAnew, shared, publication('e2', '2015-12-05'));
    expect(await cellOf('planning', { show: 'organisation:11J' })).toMatchObject({
      ...{ rating: 'not-assured', visibility: 'shared' },
      published: { edition: 'e2' },
    });
    const sharings = new SharingsQuery(database.dataSource);
    const { items } = await sharings.list({ show: 'organisation:11J', standing: 'open', today: '2015-12-05' });
    expect(items).toMatchObject([{ sharing: idOf('sharing') }]);
  });
});
