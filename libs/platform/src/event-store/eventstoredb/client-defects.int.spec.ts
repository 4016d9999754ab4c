import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { codecOf } from '#kernel/codec.js';
import { eventFamily } from '#kernel/event-family.js';
import { z } from 'zod';
import { RecordedLog } from '../../../../../test/support/eventstoredb/recorded-log.js';
import { type GossipMember, WireServer } from '../../../../../test/support/eventstoredb/wire-server.js';
import { readerOf, UnreadableRecord } from '../../text-sealing/event-sealing.js';
import { accepted, eventsOf } from '../testing/appends.js';
import { AppendOutcomeUnknown, type RecordedEvent } from '../port.js';
import type { ClockSetBack } from './clock-watch.js';
import { EventStoreDbEventStore, type EventStoreDbOptions } from './eventstoredb-event-store.js';
import { InMemoryTextKeys } from './in-memory-text-keys.js';

/** Times short enough to wait for, long enough for a busy machine. */
const SHORT = { callTimeoutMs: 400, reconnectWithinMs: 3_000, lookEveryMs: 150 } as const;

describe('what the EventStoreDB client gets wrong, and a server may do', () => {
  let server: WireServer;
  let closing: (() => Promise<unknown>)[];
  let setBacks: ClockSetBack[];
  let drops: string[];

  const open = (options: Partial<EventStoreDbOptions> = {}): EventStoreDbEventStore => {
    const store = new EventStoreDbEventStore({
      connectionString: server.connectionString,
      textKeys: new InMemoryTextKeys(),
      namespace: '',
      streamPrefixes: ['s'],
      clockSetBack: (setBack) => setBacks.push(setBack),
      subscriptionDropped: (reason) => drops.push(reason),
      ...SHORT,
      ...options,
    });
    closing.push(() => store.close());
    return store;
  };

  const startNode = async (log?: RecordedLog): Promise<WireServer> => {
    const node = await WireServer.start(log && { log });
    closing.push(() => node.halt());
    return node;
  };

  /** Follows the log until so many events have come. */
  const follow = async (store: EventStoreDbEventStore, count: number, after = 0n): Promise<RecordedEvent[]> => {
    const stop = new AbortController();
    const seen: RecordedEvent[] = [];
    for await (const batch of store.subscribe(after, { signal: stop.signal, batchSize: 4 })) {
      seen.push(...batch);
      if (seen.length >= count) stop.abort();
    }
    return seen;
  };

  /** Appends so many events, one at a time, to one stream. */
  const fill = async (store: EventStoreDbEventStore, count: number): Promise<string[]> => {
    const ids: string[] = [];
    for (let revision = -1n; revision < BigInt(count) - 1n; revision += 1n) {
      const outcome = accepted(await store.append('s', revision < 0n ? 'no-stream' : revision, eventsOf()));
      ids.push(...outcome.events.map(({ id }) => id));
    }
    return ids;
  };

  const idsOf = (events: readonly { id: string }[]): string[] => events.map(({ id }) => id);

  beforeEach(async () => {
    closing = [];
    setBacks = [];
    drops = [];
    server = await startNode();
  });
  afterEach(async () => {
    for (const close of closing.reverse()) await close();
  });

  describe('row 1: a refused append does not say the true revision', () => {
    it('a conflict carries the revision the stream has, not 1', async () => {
      const store = open();
      await fill(store, 5);
      expect(await store.append('s', 2n, eventsOf())).toEqual({ outcome: 'conflict', actual: 4n });
    });
  });

  describe('row 2: a silent server hangs batch appends and reads', () => {
    it('an append that is never taken ends as unknown within our own time, and can be sent again', async () => {
      const store = open({ reconnectWithinMs: 0 });
      const events = eventsOf();
      server.faults.next('append', { kind: 'ignore' });
      await expect(store.append('s', 'no-stream', events)).rejects.toBeInstanceOf(AppendOutcomeUnknown);
      expect(accepted(await store.append('s', 'no-stream', events)).outcome).toBe('appended');
    });

    it('a read that is never answered is asked again, and fails in the end', async () => {
      const store = open();
      const [id] = await fill(store, 1);
      server.faults.next('read', { kind: 'ignore' });
      expect(idsOf(await store.readStream('s'))).toEqual([id]);

      server.faults.next('read', { kind: 'ignore' });
      await expect(open({ reconnectWithinMs: 0 }).readAll(0n, 10)).rejects.toThrow('did not answer within 400 ms');
    });

    it('a read that is answered late is waited for', async () => {
      const store = open();
      const [id] = await fill(store, 1);
      server.faults.next('read', { kind: 'answer late', afterMs: 100 });
      expect(idsOf(await store.readAll(0n, 10))).toEqual([id]);
    });

    it('a subscription that is never confirmed, or is forgotten, is taken up again', async () => {
      const store = open();
      const ids = await fill(store, 3);
      server.faults.next('subscribe', { kind: 'ignore' }, { kind: 'forget' });
      expect(idsOf(await follow(store, 3))).toEqual(ids);
      expect(drops).toEqual([expect.stringContaining('never confirmed'), expect.stringContaining('do not arrive')]);
    });
  });

  describe('row 3: an append may have been written although it was rejected', () => {
    it.each([
      ['the server dies after the write', { kind: 'die after the write' }, 1],
      ['the server writes and never answers', { kind: 'never answer' }, 1],
      ['the answer comes after our time', { kind: 'answer late', afterMs: 600 }, 1],
      ['the server dies before the write', { kind: 'drop' }, 2],
      ['the call is never taken', { kind: 'ignore' }, 2],
    ] as const)('%s: it is written once, and told as the first', async (_case, fault, sent) => {
      const store = open();
      server.faults.next('append', fault);
      const events = eventsOf({}, 3);
      const outcome = await store.append('s', 'no-stream', events);

      expect(outcome.outcome).toBe('appended');
      expect(server.faults.played).toEqual([`append: ${fault.kind}`]);
      expect(idsOf(await store.readStream('s'))).toEqual(idsOf(events));
      // Where the stream's tail shows the events, they are not sent again.
      expect(server.calls.append).toBe(sent);
    });

    it('an append that lost its answer and the race is a conflict', async () => {
      const [store, other] = [open(), open()];
      server.faults.next('append', { kind: 'drop' });
      const [late] = await Promise.all([store.append('s', 'no-stream', eventsOf()), other.append('s', 'no-stream', eventsOf())]);
      expect(late).toEqual({ outcome: 'conflict', actual: 0n });
    });

    it("is not touched by another client's dead server, which rejects every batch append of the process", async () => {
      const dead = await startNode();
      const stranger = EventStoreDBClient.connectionString(dead.connectionString);
      closing.push(() => stranger.dispose());
      dead.faults.next('batchAppend', { kind: 'never answer' });
      const strangersAppend = stranger.appendToStream('x', jsonEvent({ type: 'X', data: {} })).catch(() => 'rejected');
      while (dead.calls.batchAppend === 0) await new Promise(setImmediate);

      server.faults.next('append', { kind: 'answer late', afterMs: 150 });
      const ours = open().append('s', 'no-stream', eventsOf());
      while (server.calls.append === 0) await new Promise(setImmediate);
      await dead.halt();

      expect(await strangersAppend).toBe('rejected');
      expect((await ours).outcome).toBe('appended');
      expect(server.calls).toMatchObject({ append: 1, batchAppend: 0 });
    });

    it('waits for a server that is started again, and loses and doubles nothing', async () => {
      const store = open({ reconnectWithinMs: 10_000 });
      const first = await fill(store, 1);
      await server.halt();
      const waiting = store.append('s', 0n, eventsOf());
      await server.resume();
      const second = accepted(await waiting);
      expect(idsOf(await store.readAll(0n, 10))).toEqual([...first, ...idsOf(second.events)]);
    });
  });

  describe('row 4: a subscription ended by the server reports no error and is not resumed', () => {
    it('is taken up again where it was, each event once, also in the midst of one append', async () => {
      const store = open();
      const ids = idsOf(accepted(await store.append('s', 'no-stream', eventsOf({}, 9))).events);
      server.faults.next('subscribe', { kind: 'end cleanly', after: 2 }, { kind: 'end cleanly', after: 5 }, { kind: 'drop' });
      expect(idsOf(await follow(store, 9))).toEqual(ids);
      expect(drops).toHaveLength(3);
      expect(server.calls.subscribe).toBe(4);
    });

    it('goes on after the server was down, from the position it was told to begin at', async () => {
      const store = open();
      await fill(store, 3);
      const { position } = await store.head();
      const following = follow(store, 2, position);
      while (server.calls.subscribe === 0) await new Promise(setImmediate);
      await server.halt();
      await server.resume();
      const later = accepted(await store.append('s', 2n, eventsOf({}, 2)));
      expect(idsOf(await following)).toEqual(idsOf(later.events));
    });

    it('delivers once what the server sends twice', async () => {
      const store = open();
      const ids = await fill(store, 5);
      server.faults.next('subscribe', { kind: 'answer twice' });
      server.faults.next('read', { kind: 'answer twice' }, { kind: 'answer twice' });
      expect(idsOf(await follow(store, 5))).toEqual(ids);
      expect(idsOf(await store.readStream('s'))).toEqual(ids);
      expect(idsOf(await store.readAll(0n, 10))).toEqual(ids);
    });

    it('holds the server back while its consumer is slow, instead of holding the log in memory', async () => {
      const payload = JSON.stringify({ note: 'n'.repeat(60_000) });
      const store = open();
      for (let stream = 0; stream < 80; stream += 1)
        await store.append(`s-${String(stream)}`, 'no-stream', eventsOf({}, 10, payload));
      const stop = new AbortController();
      const sent: number[] = [];
      let seen = 0;
      for await (const batch of store.subscribe(0n, { signal: stop.signal, batchSize: 4 })) {
        seen += batch.length;
        // The server gets as far ahead as it can before more is taken.
        if (seen <= 12) await new Promise((resolve) => setTimeout(resolve, 100));
        sent.push(server.sentToSubscribers - seen);

        if (seen >= 800) stop.abort();
      }
      expect(seen).toBe(800);
      expect(Math.max(...sent)).toBeLessThan(200);
    });
  });

  describe('row 5: a rejected checkpoint callback is an unhandled rejection', () => {
    it("a consumer's failure ends its own subscription and nothing else", async () => {
      const store = open();
      const ids = await fill(store, 3);
      const failing = (async () => {
        for await (const batch of store.subscribe(0n, { signal: new AbortController().signal }))
          if (batch.length > 0) throw new Error('the projection failed');
      })();
      await expect(failing).rejects.toThrow('the projection failed');
      expect(idsOf(await follow(store, 3))).toEqual(ids);
      expect(drops).toEqual([]);
    });

    it('a failing text-key store ends the subscription with what failed, and nothing else', async () => {
      const textKeys = new InMemoryTextKeys();
      const find = textKeys.find.bind(textKeys);
      let failures = 1;
      textKeys.find = (ids) => (failures-- > 0 ? Promise.reject(new Error('the database is away')) : find(ids));
      const store = open({ textKeys });
      await store.append('s', 'no-stream', eventsOf());
      await expect(follow(store, 1)).rejects.toThrow('the database is away');
      expect(await follow(store, 1)).toHaveLength(1);
    });
  });

  describe('row 6: what the client answers cannot be written as JSON', () => {
    it('no error handed out holds a bigint, nor does its cause', async () => {
      server.faults.next('append', { kind: 'drop' });
      const unknown: unknown = await open({ reconnectWithinMs: 0 })
        .append('s', 'no-stream', eventsOf())
        .catch((error: unknown) => error);
      expect(unknown).toBeInstanceOf(AppendOutcomeUnknown);
      expect(() => JSON.stringify({ unknown, cause: (unknown as Error).cause })).not.toThrow();
    });

    it("an outcome holds the port's own fields only, so that the edge knows every bigint there is", async () => {
      const store = open();
      const outcome = accepted(await store.append('s', 'no-stream', eventsOf()));
      expect(Object.keys(outcome).sort()).toEqual(['events', 'outcome', 'position', 'recordedAt', 'revision']);
      expect(Object.keys(outcome.events[0] ?? {}).sort()).toEqual(['id', 'position', 'revision', 'type']);
      const conflict = await store.append('s', 'no-stream', eventsOf());
      expect(conflict).toEqual({ outcome: 'conflict', actual: 0n });
    });
  });

  describe('row 7: malformed data arrives as a string, in silence', () => {
    const reader = readerOf(codecOf(eventFamily({ NoteTaken: { version: 1, schema: z.object({ note: z.string() }) } })));
    const [template] = eventsOf();
    const write = (data: Uint8Array, metadata: Uint8Array = Buffer.from(JSON.stringify(template?.metadata))): void =>
      void server.log.append('s', 'any', [
        { id: crypto.randomUUID(), type: 'NoteTaken.v1', contentType: 'application/json', data, metadata },
      ]);

    it.each([
      ['is cut short', Buffer.from('{"note":"n')],
      ['is a bare text', Buffer.from('"{\\"note\\":\\"n\\"}"')],
      ['is no UTF-8', Buffer.from([...Buffer.from('{"note":"'), 0xff, 0xfe, ...Buffer.from('"}')])],
    ])('an event whose payload %s is delivered, and refused by its reader with its position', async (_case, data) => {
      write(data);
      const [event] = (await follow(open(), 1)) as [RecordedEvent];
      expect(() => reader.read(event)).toThrow(UnreadableRecord);
      expect(() => reader.read(event)).toThrow(`position ${String(event.position)}`);
    });

    it('an event that nobody wrote by a command of ours stops the log there, after everything before it', async () => {
      const store = open();
      const ids = await fill(store, 2);
      write(Buffer.from('{"note":"n"}'), Buffer.alloc(0));
      const seen: string[] = [];
      const following = (async () => {
        for await (const batch of store.subscribe(0n, { signal: new AbortController().signal })) seen.push(...idsOf(batch));
      })();
      await expect(following).rejects.toThrow(/position \d+ cannot be read: its metadata is not JSON/);
      expect(seen).toEqual(ids);
      expect(idsOf(await store.readAll(0n, 10))).toEqual(ids);
      await expect(store.readAll((await store.readAll(0n, 10)).at(-1)?.position ?? 0n, 10)).rejects.toBeInstanceOf(
        UnreadableRecord,
      );
    });
  });

  describe('row 8: discovery that prefers the leader may fall back to any node', () => {
    /** A follower whose log is behind, and the leader. Both say of the cluster what they are told to. */
    const cluster = async (...gossips: ((leader: number, follower: number) => readonly GossipMember[])[]) => {
      const follower = await startNode(new RecordedLog());
      follower.followed = server.port;
      const tell = (gossip = gossips[0]): void => {
        follower.members = gossip?.(server.port, follower.port);
        server.members = follower.members;
      };
      tell();
      const discovery = `esdb://127.0.0.1:${String(follower.port)},127.0.0.1:${String(server.port)}?tls=false&discoveryInterval=20`;
      return { follower, tell, discovery };
    };
    const onlyTheFollower = (_leader: number, follower: number): GossipMember[] => [{ port: follower, state: 'follower' }];
    const both = (leader: number, follower: number): GossipMember[] => [
      { port: follower, state: 'follower' },
      { port: leader, state: 'leader' },
    ];

    it('a follower that was fallen back to refers to the leader, and only the leader is followed', async () => {
      const { follower, discovery } = await cluster(onlyTheFollower);
      const ids = await fill(open(), 3);
      const store = open({ connectionString: discovery });
      expect(idsOf(await follow(store, 3))).toEqual(ids);
      expect(idsOf(await store.readStream('s'))).toEqual(ids);
      expect(follower.calls.subscribe).toBe(1);
      expect(server.calls.subscribe).toBe(1);
    });

    it('an append goes to the leader, wherever discovery led', async () => {
      const { follower, discovery } = await cluster(onlyTheFollower);
      const outcome = await open({ connectionString: discovery }).append('s', 'no-stream', eventsOf());
      expect(outcome.outcome).toBe('appended');
      expect(follower.log.records).toEqual([]);
    });

    it('a leader that steps down in the midst refers to the new one', async () => {
      const { follower, discovery, tell } = await cluster(both);
      const store = open({ connectionString: discovery });
      await fill(store, 2);
      follower.log.replicate(server.log);
      [follower.followed, server.followed] = [undefined, follower.port];
      tell((leader, next) => both(next, leader));

      accepted(await store.append('s', 1n, eventsOf()));
      expect(follower.log.stream('s')).toHaveLength(3);
      expect(server.log.stream('s')).toHaveLength(2);
    });

    it('an answer that refers to the leader is never taken for a refusal', async () => {
      server.faults.next('append', { kind: 'not leader' });
      expect((await open().append('s', 'no-stream', eventsOf())).outcome).toBe('appended');
    });
  });

  describe('the clock of the server', () => {
    it('that goes back is reported once, with the position, by whoever reads on', async () => {
      const store = open();
      await fill(store, 2);
      const behind = Date.now() - 60_000;
      server.log.now = () => behind;
      const { position, recordedAt } = accepted(await store.append('s', 1n, eventsOf()));

      const [, before] = await store.readAll(0n, 10);
      expect(setBacks).toEqual([{ position, recordedAt, previous: before?.recordedAt }]);
      await store.readAll(0n, 10);
      await follow(store, 1, before?.position);
      expect(setBacks).toHaveLength(1);
      await follow(open(), 1, before?.position);
      expect(setBacks).toHaveLength(2);
    });
  });

  describe('the text keys, filed before the append', () => {
    it("of an attempt that was not recorded never take the place of the recorded one's", async () => {
      const textKeys = new InMemoryTextKeys();
      const store = open({ textKeys });
      const [event] = eventsOf();
      const sealedUnder = (key: string) => [{ ...event!, payload: `{"note":{"sealed":"${key}"}}`, textKey: Buffer.from(key) }];
      await store.append('s', 'no-stream', sealedUnder('first'));
      await store.append('s', 5n, sealedUnder('second'));
      const [recorded] = await open({ textKeys }).readAll(0n, 10);
      expect(Buffer.from(recorded?.textKey ?? []).toString()).toBe('first');
    });

    it('that cannot be filed keep the event from being written', async () => {
      const textKeys = new InMemoryTextKeys();
      textKeys.file = () => Promise.reject(new Error('the database is away'));
      const store = open({ textKeys });
      const [event] = eventsOf();
      await expect(store.append('s', 'no-stream', [{ ...event!, textKey: Buffer.from('k') }])).rejects.toThrow('is away');
      expect(server.log.records).toEqual([]);
    });
  });

  it('finds an instant near it when the log has been read, and from its end when it has not', async () => {
    const store = open();
    let clock = Date.UTC(2014, 6, 1);
    server.log.now = () => (clock += 1_000);
    await fill(store, 30);
    const events = await store.readAll(0n, 100);
    for (const reader of [store, open()])
      for (const event of [events[29], events[17], events[0]])
        expect(await reader.positionAt(event?.recordedAt ?? '')).toBe(event?.position);
    expect(await store.positionAt('2014-06-30T00:00:00Z')).toBe(0n);
  });

  it('begins after any position, also one where no event lies', async () => {
    const store = open();
    await fill(store, 4);
    const [, second, third] = await store.readAll(0n, 10);
    for (const after of [(second?.position ?? 0n) + 1n, (third?.position ?? 0n) - 1n]) {
      expect((await store.readAll(after, 1))[0]?.id).toBe(third?.id);
      expect((await follow(open(), 2, after))[0]?.id).toBe(third?.id);
    }
    expect(await store.readAll(1n, 10)).toHaveLength(4);
  });

  it('refuses a stream that no reader would see, and prefixes that take in the streams of the server', async () => {
    await expect(open().append('elsewhere', 'no-stream', eventsOf())).rejects.toThrow('no reader would see stream elsewhere');
    expect(() => open({ streamPrefixes: [''] })).toThrow(TypeError);
    expect(() => open({ streamPrefixes: ['$'] })).toThrow(TypeError);
  });
});
