import { z } from 'zod';
import { codecOf } from '#kernel/codec.js';
import type { Decider } from '#kernel/decider.js';
import { eventFamily, type EventOf } from '#kernel/event-family.js';
import { isRefusal, refuse } from '#kernel/refusal.js';
import { InMemoryEventStore } from '../event-store/in-memory/in-memory-event-store.js';
import type { EventStore } from '../event-store/port.js';
import { type CommandOrigin, originOf } from './command-identity.js';
import { Decisions } from './decisions.js';

const counts = eventFamily({ Counted: { version: 1, schema: z.strictObject({ by: z.int() }) } });
type Counted = EventOf<typeof counts>;

/** A counter that goes no higher than ten; counting by nothing is nothing new. */
const counter: Decider<number, { readonly by: number }, Counted, 'no-more-than-ten'> = {
  initialState: 0,
  evolve: (count, { data }) => count + data.by,
  decide: ({ by }, count) => {
    if (count + by > 10) return refuse('no-more-than-ten', `It stands at ${String(count)}.`);
    return by === 0 ? [] : [{ type: 'Counted', data: { by } }];
  },
};

const STREAM = 'counter-1';
const decisionsOn = (store: EventStore) => new Decisions({ store, decider: counter, codec: codecOf(counts) });
const command = (key: string, by: number): readonly [{ by: number }, CommandOrigin] => [
  { by },
  originOf({ actor: 'ada', role: 'counter', stream: STREAM, request: { by }, idempotencyKey: key }),
];

let store: InMemoryEventStore;
beforeEach(() => {
  store = new InMemoryEventStore(() => new Date('2026-11-22T09:00:00Z'));
});

describe('a stream two processes decide on', () => {
  it('is decided anew by the one that kept an older fold', async () => {
    const [here, there] = [decisionsOn(store), decisionsOn(store)];
    await here.run(STREAM, ...command('a', 4));
    await there.run(STREAM, ...command('b', 5));

    expect(await here.run(STREAM, ...command('c', 2))).toMatchObject({ rule: 'no-more-than-ten', detail: 'It stands at 9.' });
    expect(await here.run(STREAM, ...command('d', 1))).toMatchObject({ recorded: true, revision: 2n });
    expect((await there.current(STREAM)).state).toBe(10);
  });

  it('says that there is nothing new only of what stands now', async () => {
    const [here, there] = [decisionsOn(store), decisionsOn(store)];
    await here.run(STREAM, ...command('a', 4));
    await there.run(STREAM, ...command('b', 5));

    expect(await here.run(STREAM, ...command('c', 0))).toMatchObject({ events: [], revision: 1n });
  });
});

describe('a repeated command', () => {
  it('gets its first answer, in this process and in another', async () => {
    const here = decisionsOn(store);
    const first = await here.run(STREAM, ...command('a', 4));
    const [again, elsewhere] = [
      await here.run(STREAM, ...command('a', 4)),
      await decisionsOn(store).run(STREAM, ...command('a', 4)),
    ];

    expect(again).toEqual({ ...first, repeated: true });
    expect(elsewhere).toEqual(again);
    expect(await here.run(STREAM, ...command('a', 5))).toMatchObject({ rule: 'idempotency-key-reused' });
  });

  it('gets its first answer though somebody was reading the stream while it was recorded', async () => {
    const here = decisionsOn(store);
    await here.run(STREAM, ...command('a', 1));
    const first = await whileReading(
      () => here.current(STREAM),
      () => here.run(STREAM, ...command('b', 2)),
    );

    expect(isRefusal(first)).toBe(false);
    expect(await here.run(STREAM, ...command('b', 2))).toEqual({ ...first, repeated: true });
  });
});

/** Does `work` after the stream's tail was read, and before the reader has it. */
async function whileReading<Result>(read: () => Promise<unknown>, work: () => Promise<Result>): Promise<Result> {
  const readStream = store.readStream.bind(store);
  let worked: Promise<Result> | undefined;
  store.readStream = async (...range) => {
    store.readStream = readStream;
    worked = work();
    await worked;
    return readStream(...range);
  };
  await read();
  if (worked === undefined) throw new Error('nothing was read');
  return worked;
}
