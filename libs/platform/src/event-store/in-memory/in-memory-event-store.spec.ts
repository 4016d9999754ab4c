import { describeEventStoreContract } from '../event-store.contract-suite.js';
import { accepted, eventsOf } from '../testing/appends.js';
import { InMemoryEventStore } from './in-memory-event-store.js';

describeEventStoreContract('the store in memory', () => {
  const store = new InMemoryEventStore(() => new Date());
  return Promise.resolve({
    store,
    dense: true,
    another: () => store,
    cutConnections: () => Promise.resolve(),
    remove: () => store.close(),
  });
});

describe('the store in memory', () => {
  it('dates events by the clock it was given, but never backwards', async () => {
    const clock = [3, 1, 5].map((day) => new Date(Date.UTC(2014, 6, day)));
    const store = new InMemoryEventStore(() => clock.shift() ?? new Date(0));
    const recorded = [];
    for (const stream of ['a', 'b', 'c']) recorded.push(accepted(await store.append(stream, 'no-stream', eventsOf())).recordedAt);

    expect(recorded).toEqual(['2014-07-03T00:00:00.000Z', '2014-07-03T00:00:00.000Z', '2014-07-05T00:00:00.000Z']);
  });
});
