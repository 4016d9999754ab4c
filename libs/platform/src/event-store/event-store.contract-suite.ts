import { randomUUID } from 'node:crypto';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { codecOf } from '#kernel/codec.js';
import { eventFamily } from '#kernel/event-family.js';
import { z } from 'zod';
import { readerOf, UnreadableRecord } from '../text-sealing/event-sealing.js';
import type { EventStore, ExpectedRevision, NewEvent, RecordedEvent } from './port.js';
import { accepted, eventsOf } from './testing/appends.js';
import type { EngineUnderTest } from './testing/engine-under-test.js';

const positionsOf = (events: readonly { position: bigint }[]): bigint[] => events.map(({ position }) => position);

/** Asserts that events, from the log's first on, are so many and lie where the engine promises that they lie. */
function expectTheFirst(count: number, { dense }: EngineUnderTest, events: readonly RecordedEvent[]): void {
  expect(events).toHaveLength(count);
  const positions = positionsOf(events);
  if (dense) expect(positions).toEqual(upTo(count).map(BigInt));
  else expect(positions.filter((position, index) => position <= (positions[index - 1] ?? 0n))).toEqual([]);
}

const upTo = (count: number): number[] => Array.from({ length: count }, (_, index) => index + 1);

/** Shares the turns out among several stores. */
const turnOf = (stores: readonly EventStore[], turn: number): EventStore => {
  const store = stores[turn % stores.length];
  if (store === undefined) throw new Error('there is no store to take a turn');
  return store;
};

/** Reads a subscription until so many events have come, or it has caught up when no number is given. */
async function follow(
  store: EventStore,
  options: { count?: number; after?: bigint; batchSize?: number; each?: (seen: number) => Promise<unknown> },
): Promise<RecordedEvent[]> {
  const stop = new AbortController();
  const seen: RecordedEvent[] = [];
  const { after = 0n, batchSize = 500, count } = options;
  for await (const batch of store.subscribe(after, { signal: stop.signal, batchSize })) {
    expect(batch.length).toBeLessThanOrEqual(batchSize);
    seen.push(...batch);
    await options.each?.(seen.length);
    if (count === undefined ? batch.length === 0 : seen.length >= count) stop.abort();
  }
  return seen;
}

/** Appends one event to a stream at its true revision, over and over, as decisions do. */
async function keepAppending(store: EventStore, stream: string, times: number): Promise<void> {
  let expected: ExpectedRevision = 'no-stream';
  for (let time = 0; time < times; time += 1) expected = accepted(await store.append(stream, expected, eventsOf())).revision;
}

/** The port's ten promises (docs/event-log.md), each asserted against one engine. */
export function describeEventStoreContract(name: string, setUp: () => Promise<EngineUnderTest>): void {
  describe(`the event store's contract, kept by ${name}`, () => {
    let engine: EngineUnderTest;
    let store: EventStore;
    beforeEach(async () => {
      engine = await setUp();
      store = engine.store;
    });
    afterEach(() => engine.remove());

    describe('1. an append is all or nothing, durable, and says where its events lie', () => {
      it('returns each revision and position, which another process then reads', async () => {
        await store.append('s-1', 'no-stream', eventsOf());
        const events = eventsOf({}, 3);
        const outcome = accepted(await store.append('s-2', 'no-stream', events));

        expect(outcome).toMatchObject({ outcome: 'appended', revision: 2n, position: outcome.events[2]?.position });
        expect(outcome.events.map(({ id, type, revision }) => ({ id, type, revision }))).toEqual(
          events.map(({ id, type }, step) => ({ id, type, revision: BigInt(step) })),
        );
        const read = await engine.another().readStream('s-2');
        expect(read.map(({ id, position, revision }) => ({ id, position, revision }))).toEqual(
          outcome.events.map(({ id, position, revision }) => ({ id, position, revision })),
        );
        const all = await store.readAll(0n, 10);
        expectTheFirst(4, engine, all);
        expect(positionsOf(all).slice(1)).toEqual(positionsOf(outcome.events));
      });

      it('writes nothing of an append it refuses, and its neighbours whole', async () => {
        await store.append('taken', 'no-stream', eventsOf());
        const outcomes = await Promise.all([
          store.append('left', 'no-stream', eventsOf({}, 2)),
          store.append('taken', 'no-stream', eventsOf({}, 2)),
          store.append('right', 'no-stream', eventsOf({}, 2)),
        ]);

        expect(outcomes.map(({ outcome }) => outcome)).toEqual(['appended', 'conflict', 'appended']);
        expect(await store.readStream('taken')).toHaveLength(1);
        expectTheFirst(5, engine, await store.readAll(0n, 100));
      });

      it('refuses an append of nothing, and one of two commands, as faults of the caller', async () => {
        await expect(store.append('s', 'no-stream', [])).rejects.toThrow('at least one event');
        await expect(store.append('s', 'no-stream', [...eventsOf(), ...eventsOf()])).rejects.toThrow('same command id');
        expect(await store.head()).toEqual({ position: 0n, recordedAt: undefined });
      });
    });

    describe('2. the expected revision is checked under concurrency', () => {
      it('lets exactly one of many appends at one revision through, and tells the others the actual one', async () => {
        await store.append('s', 'no-stream', eventsOf());
        const stores = [store, engine.another(), engine.another()];
        const outcomes = await Promise.all(upTo(60).map((turn) => turnOf(stores, turn).append('s', 0n, eventsOf({}, 2))));

        expect(outcomes.filter(({ outcome }) => outcome === 'appended')).toHaveLength(1);
        const others = outcomes.filter(({ outcome }) => outcome !== 'appended');
        expect(others).toEqual(Array.from({ length: 59 }, () => ({ outcome: 'conflict', actual: 2n })));
        expect(await store.readStream('s')).toHaveLength(3);
      });

      it('lets exactly one of many begin a stream', async () => {
        const stores = [store, engine.another()];
        const outcomes = await Promise.all(upTo(40).map((turn) => turnOf(stores, turn).append('s', 'no-stream', eventsOf())));

        expect(outcomes.filter(({ outcome }) => outcome === 'appended')).toHaveLength(1);
        expect(await store.readStream('s')).toHaveLength(1);
      });

      it('refuses a revision the stream has not reached, and says so of a stream that is not there', async () => {
        await store.append('s', 'no-stream', eventsOf());
        expect(await store.append('s', 5n, eventsOf())).toEqual({ outcome: 'conflict', actual: 0n });
        expect(await store.append('other', 0n, eventsOf())).toEqual({ outcome: 'conflict', actual: 'no-stream' });
      });
    });

    it('3. no-stream is refused on a stream that exists', async () => {
      await store.append('s', 'no-stream', eventsOf({}, 2));
      expect(await store.append('s', 'no-stream', eventsOf())).toEqual({ outcome: 'conflict', actual: 1n });
      expect(await store.readStream('s')).toHaveLength(2);
    });

    describe('4. a command is recorded once', () => {
      const command = { id: randomUUID(), hash: 'b'.repeat(64) };

      it('answers a repeated command with its first result, also when the stream has moved on', async () => {
        const events = eventsOf(command, 2);
        const first = accepted(await store.append('s', 'no-stream', events));
        await store.append('s', 1n, eventsOf());

        expect(await store.append('s', 'no-stream', events)).toEqual({ ...first, outcome: 'repeated' });
        expect(await engine.another().append('s', 2n, events)).toEqual({ ...first, outcome: 'repeated' });
        expect(await store.readStream('s')).toHaveLength(3);
      });

      it('refuses the same command id for another request', async () => {
        const events = eventsOf(command);
        await store.append('s', 'no-stream', events);
        const other = eventsOf({ ...command, hash: 'c'.repeat(64) });

        expect(await store.append('s', 'no-stream', other)).toEqual({ outcome: 'command-reused' });
        expect(await store.readStream('s')).toHaveLength(1);
      });

      it('tells what a command was answered, before there is anything to append', async () => {
        const events = eventsOf(command, 2);
        const mark = { commandId: command.id, commandHash: command.hash };
        expect(await store.recordedCommand('s', mark, -1n)).toBeUndefined();
        const first = accepted(await store.append('s', 'no-stream', events));
        await engine.another().append('s', 1n, eventsOf());

        for (const asked of [store, engine.another()]) {
          expect(await asked.recordedCommand('s', mark, 1n)).toEqual({ ...first, outcome: 'repeated' });
          expect(await asked.recordedCommand('s', { ...mark, commandHash: 'c' }, 2n)).toEqual({ outcome: 'command-reused' });
          expect(await asked.recordedCommand('s', { ...mark, commandId: randomUUID() }, 2n)).toBeUndefined();
          expect(await asked.recordedCommand('another', mark, -1n)).toBeUndefined();
        }
      });

      it('records once a command sent many times at once', async () => {
        const events = eventsOf(command, 2);
        const stores = [store, engine.another()];
        const outcomes = await Promise.all(upTo(30).map((turn) => turnOf(stores, turn).append('s', 'no-stream', events)));

        expect(outcomes.map(({ outcome }) => outcome).sort()).toEqual(['appended', ...Array<string>(29).fill('repeated')]);
        const read = await store.readStream('s');
        expect(read).toHaveLength(2);
        expect(new Set(outcomes.map((outcome) => accepted(outcome).position))).toEqual(new Set([read[1]?.position]));
      });

      it('records once a command whose connection is cut while it is written', async () => {
        const events = eventsOf(command);
        const answers = Promise.all([
          store.append('s', 'no-stream', events),
          ...upTo(20).map((n) => store.append(`s-${n}`, 'no-stream', eventsOf())),
        ]);
        await nextTurn();
        await engine.cutConnections();

        (await answers).forEach((outcome) => accepted(outcome));
        expectTheFirst(21, engine, await store.readAll(0n, 100));
      });
    });

    describe('5. positions are in the order of visibility, and dense where the engine says so', () => {
      it('never shows a reader a hole, nor anything new behind what it has seen', async () => {
        const writers = [store, engine.another(), engine.another()];
        let writing = true;
        const written = Promise.all(upTo(12).map((n) => keepAppending(turnOf(writers, n), `s-${n}`, 15))).finally(
          () => (writing = false),
        );
        const reader = engine.another();
        const seen: RecordedEvent[] = [];
        while (writing) {
          seen.push(...(await reader.readAll(seen.at(-1)?.position ?? 0n, 7)));
          expectTheFirst(seen.length, engine, seen);
        }
        await written;

        const all = await reader.readAll(0n, 1_000);
        expectTheFirst(180, engine, all);
        expect(all.slice(0, seen.length).map(({ id }) => id)).toEqual(seen.map(({ id }) => id));
        for (const n of upTo(12))
          expect((await store.readStream(`s-${n}`)).map(({ revision }) => Number(revision))).toEqual(upTo(15).map((r) => r - 1));
      });

      it('leaves no hole where an append was refused', async () => {
        await store.append('s', 'no-stream', eventsOf());
        await store.append('s', 'no-stream', eventsOf({}, 3));
        await store.append('s', 0n, eventsOf());
        expectTheFirst(2, engine, await store.readAll(0n, 10));
      });
    });

    describe('6. recordedAt is assigned by the store', () => {
      it('is RFC 3339 in UTC with milliseconds and never decreases', async () => {
        await Promise.all(upTo(6).map((n) => keepAppending(n % 2 ? store : engine.another(), `s-${n}`, 5)));
        const instants = (await store.readAll(0n, 100)).map(({ recordedAt }) => recordedAt);

        expect(instants).toHaveLength(30);
        for (const instant of instants) expect(instant).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
        expect(instants).toEqual([...instants].sort());
      });

      it('is the same when appended, read, and asked of the head', async () => {
        const { position, recordedAt } = accepted(await store.append('s', 'no-stream', eventsOf()));
        expect((await store.readStream('s'))[0]?.recordedAt).toBe(recordedAt);
        expect(await store.head()).toEqual({ position, recordedAt });
      });

      it('finds the last position at or before an instant', async () => {
        expect(await store.positionAt('2100-01-01T00:00:00Z')).toBe(0n);
        // One event: a server may give each event of an append an instant of its own.
        const { position, recordedAt } = accepted(await store.append('s', 'no-stream', eventsOf()));
        expect(await store.positionAt(recordedAt)).toBe(position);
        expect(await store.positionAt(new Date(Date.parse(recordedAt) - 1).toISOString())).toBe(0n);
        expect(await store.positionAt('2100-01-01T00:00:00+01:00')).toBe(position);
      });
    });

    describe('7. a subscription delivers every event once, in order', () => {
      it('delivers what was there and what comes, and says when it has caught up', async () => {
        await keepAppending(store, 's-1', 5);
        const there = await follow(store, {});
        expectTheFirst(5, engine, there);
        const live = follow(engine.another(), { count: 12, after: there.at(-1)?.position ?? 0n });
        await keepAppending(store, 's-2', 12);
        expectTheFirst(17, engine, [...there, ...(await live)]);
      });

      it('keeps pace with a slow consumer a batch at a time', async () => {
        let next = 0;
        const seen = await follow(store, {
          count: 40,
          batchSize: 3,
          // Ten more are written before each of the first batches is done with.
          each: async () => (next < 4 ? keepAppending(engine.another(), `s-${(next += 1)}`, 10) : nextTurn()),
        });
        expectTheFirst(40, engine, seen);
      });

      it('goes on where it was after its connection was cut', async () => {
        const seen = follow(store, { count: 30, batchSize: 4 });
        await keepAppending(engine.another(), 's-1', 10);
        await engine.cutConnections();
        await keepAppending(engine.another(), 's-2', 10);
        await engine.cutConnections();
        await keepAppending(engine.another(), 's-3', 10);
        expectTheFirst(30, engine, await seen);
      });

      it('ends when it is told to, also while it waits', async () => {
        const stop = new AbortController();
        const batches: number[] = [];
        for await (const batch of store.subscribe(0n, { signal: stop.signal })) {
          batches.push(batch.length);
          void nextTurn().then(() => stop.abort());
        }
        expect(batches).toEqual([0]);
      });
    });

    it('8. an event that cannot be decoded is delivered, and stops its reader with its position and stored name', async () => {
      const reader = readerOf(codecOf(eventFamily({ NoteTaken: { version: 1, schema: z.object({ note: z.string() }) } })));
      await store.append('s', 'no-stream', [...eventsOf({ id: 'k' }), ...eventsOf({ id: 'k' }, 1, '{"note":7}')]);
      const [good, bad] = (await follow(store, { count: 2 })) as [RecordedEvent, RecordedEvent];

      expect(reader.read(good)).toEqual({ type: 'NoteTaken', data: { note: 'n' } });
      expect(() => reader.read(bad)).toThrow(UnreadableRecord);
      expect(() => reader.read(bad)).toThrow(new RegExp(`position ${bad.position} .* NoteTaken\\.v1 `));
    });

    it('9. stored bytes come back unchanged, and the text key with them', async () => {
      const payload = '{"b":1.0,"a":"\\u00e9 é 😀 \\" \\\\ , {}","a":[ 1,2 ],"n":1e2}';
      const [event] = eventsOf({}, 1, payload) as [NewEvent];
      const metadata = { ...event.metadata, businessDate: '2014-07-01', role: 'é"\\{},' };
      await store.append('s-"{é},\\', 'no-stream', [{ ...event, metadata, textKey: Buffer.from('00ff10', 'hex') }]);
      await store.append('s-2', 'no-stream', eventsOf());

      const [sealed, plain] = await engine.another().readAll(0n, 10);
      expect(sealed).toMatchObject({ id: event.id, stream: 's-"{é},\\', type: event.type, payload, metadata });
      expect(Buffer.from(sealed?.textKey ?? []).toString('hex')).toBe('00ff10');
      expect(plain).not.toHaveProperty('textKey');
      await expect(store.append('s-3', 'no-stream', eventsOf({}, 1, '{"note":"\ud800"}'))).rejects.toThrow('not well-formed');
    });

    it('10. positions and revisions are bigint inside, also those of a range of a stream', async () => {
      const before = accepted(await store.append('s', 'no-stream', eventsOf({}, 3)));
      await store.append('other', 'no-stream', eventsOf());
      const after = accepted(await store.append('s', 2n, eventsOf({}, 2)));
      const upToPosition = after.events[0]?.position ?? 0n;

      const range = await store.readStream('s', { afterRevision: 0n, upToPosition });
      expect(range.map(({ position, revision }) => [position, revision])).toEqual([
        [before.events[1]?.position, 1n],
        [before.events[2]?.position, 2n],
        [upToPosition, 3n],
      ]);
      expect(await store.readStream('absent')).toEqual([]);
    });

    it('reads the tails of several streams, each after its own revision, as every process sees them', async () => {
      await store.append('one', 'no-stream', eventsOf({}, 3));
      await store.append('two', 'no-stream', eventsOf({}, 2));
      await store.append('other', 'no-stream', eventsOf());
      const tails = async (after: Record<string, bigint>) => {
        const events = await engine.another().readTails(new Map(Object.entries(after)));
        return (stream: string) => events.filter((event) => event.stream === stream);
      };

      const read = await tails({ one: 0n, two: -1n, absent: -1n });
      expect(read('one')).toEqual(await store.readStream('one', { afterRevision: 0n }));
      expect(read('two')).toEqual(await store.readStream('two'));
      expect([read('absent'), read('other')]).toEqual([[], []]);
      expect(await store.readTails(new Map([['one', 2n]]))).toEqual([]);
      expect(await store.readTails(new Map())).toEqual([]);
    });
  });
}
