import type { EventStore } from '../event-store/port.js';
import { createDataSource, migrate } from '../read-store/data-source.js';
import { platformReadStoreMigrations } from '../read-store/migrations/index.js';
import { CheckpointWatch } from './checkpoint-watch.js';
import { loadCheckpoints } from './checkpoints.js';
import { applyToJars, jarProjection, watchingProjection } from '../../../../test/support/toy-read-model.js';
import { ToyService } from '../../../../test/support/toy-service.js';

const ones = (count: number): number[] => Array.from({ length: count }, () => 1);

/** The log as given, but the first read and the first subscription fail. */
function failingOnceEach(store: EventStore): EventStore {
  const once = () => {
    let failed = false;
    return <Result>(work: () => Result): Result => {
      if (failed) return work();
      failed = true;
      throw new Error('the log is gone');
    };
  };
  const [read, follow] = [once(), once()];
  return {
    append: (...args) => store.append(...args),
    recordedCommand: (...args) => store.recordedCommand(...args),
    readStream: (...args) => store.readStream(...args),
    readTails: (after) => store.readTails(after),

    readAll: async (...args) => read(() => store.readAll(...args)),
    subscribe: (...args) => follow(() => store.subscribe(...args)),
    head: () => store.head(),
    positionAt: (instant) => store.positionAt(instant),
    close: () => store.close(),
  };
}

describe('a projection engine', () => {
  let service: ToyService;
  beforeEach(async () => {
    service = await ToyService.open();
  });
  afterEach(() => service.close());

  const checkpoint = async () => (await loadCheckpoints(service.dataSource, [jarProjection()]))[0];

  it('takes in what was recorded before and after it started, in order and once', async () => {
    await service.add('a', ones(25));
    const seen: bigint[] = [];
    const engine = await service.running(
      [jarProjection(), watchingProjection('watcher', (events) => seen.push(...events.map((e) => e.position)))],
      {
        batchSize: 10,
      },
    );
    const last = await service.add('b', ones(25));

    expect(await engine.waitFor(last)).toBe('reached');
    expect(await service.jars()).toEqual({ totals: { a: 25, b: 25 }, entries: 50 });
    expect(seen).toEqual(Array.from({ length: 50 }, (_, index) => BigInt(index + 1)));
  });

  it('moves the checkpoint over events that do not concern a projection', async () => {
    const engine = await service.running([jarProjection()]);
    const last = await service.add('a', ones(3), 'OfAnotherContext.v1');

    expect(await engine.waitFor(last)).toBe('reached');
    expect((await checkpoint())?.position).toBe(last);
    expect((await service.jars()).entries).toBe(0);
  });

  it('goes on where it was after a restart', async () => {
    const first = await service.running([jarProjection()]);
    await first.waitFor(await service.add('a', ones(5)));
    await first.stop();
    await service.add('a', ones(5));
    await service.running([jarProjection()]);

    expect(await service.jars()).toEqual({ totals: { a: 10 }, entries: 10 });
  });

  it('has its rows and its checkpoint both or neither when it dies between writing and committing', async () => {
    let deaths = 0;
    const dying = jarProjection({
      apply: async (events, manager) => {
        await applyToJars(events, manager);
        // The server cuts the connection after the rows were written, as it would for a process that was killed.
        if (deaths++ < 2) await manager.query('select pg_terminate_backend(pg_backend_pid())');
      },
    });
    const last = await service.add('a', ones(30));
    const engine = await service.running([dying], { dataSource: service.owner, batchSize: 10 });

    expect(await engine.waitFor(last)).toBe('reached');
    expect(deaths).toBeGreaterThan(2);
    expect(await service.jars()).toEqual({ totals: { a: 30 }, entries: 30 });
  });

  it('does not move the checkpoint when the projection swallowed an error of the database', async () => {
    const swallowing = jarProjection({
      apply: async (events, manager) => {
        await applyToJars(events, manager);
        await manager.query('select 1 / 0').catch(() => undefined);
      },
    });
    const position = await service.add('a', [1]);
    await service.running([swallowing]);

    expect(await checkpoint()).toMatchObject({ position: 0n, failure: { position, storedName: 'Added.v1' } });
    expect((await service.jars()).entries).toBe(0);
  });

  it('never applies an event twice where two engines work on one database', async () => {
    const engines = [service.engine([jarProjection()], { batchSize: 7 }), service.engine([jarProjection()], { batchSize: 11 })];
    await service.add('a', ones(100));
    await Promise.all(engines.map((engine) => engine.start()));
    const last = await service.add('b', ones(100));

    expect(await Promise.all(engines.map((engine) => engine.waitFor(last, undefined, 10_000)))).toEqual(['reached', 'reached']);
    expect(await service.jars()).toEqual({ totals: { a: 100, b: 100 }, entries: 200 });
    expect((await checkpoint())?.failure).toBeUndefined();
  });

  it('stops a projection, and it alone, at an event it cannot read, and tells which', async () => {
    const before = await service.add('a', ones(3));
    const poisoned = await service.add('a', [1], 'Poisoned.v1');
    const last = await service.add('a', ones(3));
    const engine = await service.running([jarProjection(), watchingProjection('watcher')]);

    expect(await engine.waitFor(last, ['watcher'])).toBe('reached');
    const [jars, watcher] = await engine.status();
    expect(jars).toMatchObject({ status: 'stopped', position: before, head: last, lag: { positions: last - before } });
    expect(jars?.failure).toEqual({
      position: poisoned,
      storedName: 'Poisoned.v1',
      reason: 'cannot be read: no event of that name and version is known',
    });
    expect(watcher).toMatchObject({ status: 'running', position: last, lag: { positions: 0n, seconds: 0 } });
    expect(await service.jars()).toEqual({ totals: { a: 3 }, entries: 3 });
  });

  it('takes in everything before an event it cannot apply, and records no word of the event', async () => {
    await service.add('a', ones(20));
    const refused = await service.add('Patient Name', [-1]);
    await service.add('a', ones(20));
    const engine = await service.running([jarProjection()]);

    const [status] = await engine.status();
    expect(status).toMatchObject({ status: 'stopped', position: refused - 1n });
    expect(status?.failure).toMatchObject({ position: refused, storedName: 'Added.v1' });
    expect(status?.failure?.reason).toContain('SQLSTATE 23514');
    expect(await service.jars()).toEqual({ totals: { a: 20 }, entries: 20 });
    expect(JSON.stringify(service.log.entries) + status?.failure?.reason).not.toContain('Patient');
  });

  it('tries a stopped projection again when asked, and goes on', async () => {
    let broken = true;
    const mended = jarProjection({
      apply: (events, manager) => (broken ? Promise.reject(new TypeError('not yet')) : applyToJars(events, manager)),
    });
    const last = await service.add('a', ones(3));
    const engine = await service.running([mended]);
    expect((await engine.status())[0]?.failure?.reason).toMatch(/^TypeError at projection-engine\.int\.spec\.ts:\d+$/);
    broken = false;

    expect(await engine.retry('jars')).toBe(true);
    expect(await engine.waitFor(last, ['jars'], 5000)).toBe('reached');
    expect(await engine.retry('jars')).toBe(false);
    expect(await service.jars()).toEqual({ totals: { a: 3 }, entries: 3 });
  });

  it('does not keep the others waiting for a projection that is held up', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const slow = jarProjection({ apply: async (events, manager) => held.then(() => applyToJars(events, manager)) });
    const engine = await service.running([slow, watchingProjection('watcher')]);
    await service.add('a', [1]);
    const last = await service.add('a', [1]);

    expect(await engine.waitFor(last, ['watcher'])).toBe('reached');
    expect(await engine.waitFor(last, ['jars'], 50)).toBe('timed-out');
    release();
    expect(await engine.waitFor(last, ['jars'])).toBe('reached');
    expect(await service.jars()).toEqual({ totals: { a: 2 }, entries: 2 });
  });

  it('finishes the transaction under way before it ends', async () => {
    let began: () => void = () => undefined;
    const beginning = new Promise<void>((resolve) => (began = resolve));
    const slow = jarProjection({
      apply: async (events, manager) => {
        began();
        await manager.query('select pg_sleep(0.4)');
        await applyToJars(events, manager);
      },
    });
    const engine = await service.running([slow]);
    const last = await service.add('a', [1]);
    await beginning;
    await engine.stop();

    expect((await checkpoint())?.position).toBe(last);
    expect((await service.jars()).entries).toBe(1);
  });

  it('reads on, alone or with the others, after the log could not be read', async () => {
    const earlier = await service.running([jarProjection()]);
    await earlier.waitFor(await service.add('a', ones(30)));
    await earlier.stop();
    const faulty = failingOnceEach(service.store);
    const seen: bigint[] = [];
    const newcomer = watchingProjection('newcomer', (events) => seen.push(...events.map((event) => event.position)));
    const engine = await service.running([jarProjection(), newcomer], { store: faulty, batchSize: 5 });
    const last = await service.add('a', ones(3));

    expect(await engine.waitFor(last)).toBe('reached');
    expect(await service.jars()).toEqual({ totals: { a: 33 }, entries: 33 });
    expect(seen).toEqual(Array.from({ length: 33 }, (_, index) => BigInt(index + 1)));
    expect(service.log.entries.map((entry) => entry.message)).toEqual(
      expect.arrayContaining([
        'the log could not be read; the projections try again',
        'a projection could not read on; it tries again',
      ]),
    );
  });

  it('lets those wait who ask in a process without an engine', async () => {
    const last = await service.add('a', ones(3));
    const elsewhere = new CheckpointWatch(service.dataSource, [jarProjection()]);

    expect(await elsewhere.waitFor(last, ['jars'], 100)).toBe('timed-out');
    const waiting = elsewhere.waitFor(last, ['jars'], 10_000);
    await service.running([jarProjection()]);
    expect(await waiting).toBe('reached');
    await expect(elsewhere.waitFor(last, ['unheard-of'])).rejects.toThrow('no projection is called unheard-of');
  });
});

describe('the read store', () => {
  it('is migrated once however many processes start at the same time, and hides the log from the application', async () => {
    const service = await ToyService.open();
    try {
      const url = service.owner.options.type === 'postgres' ? service.owner.options.url : undefined;
      await service.owner.query('drop schema read_model cascade');
      await service.owner.query('drop schema app cascade');
      const runs = await Promise.all([1, 2, 3].map(() => migrate(url!, platformReadStoreMigrations)));
      expect(runs.flat()).toEqual(platformReadStoreMigrations.map(({ name }) => name));

      const app = await createDataSource({
        url: url!,
        role: 'checkpoint_app',
        entities: [],
        migrations: [],
        poolSize: 1,
      }).initialize();
      await service.owner.query('create table read_model.later_v1 (x int)');
      await app.query('insert into later_v1 values (1)');
      await expect(app.query('drop table later_v1')).rejects.toThrow('must be owner');
      await expect(app.query(`delete from log.events`)).rejects.toThrow('permission denied');
      await app.destroy();
    } finally {
      await service.close();
    }
  });
});
