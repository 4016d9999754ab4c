import { setTimeout as pause } from 'node:timers/promises';
import type { EntityManager } from 'typeorm';
import { buildProjection, type BuildOptions } from './build.js';
import { describeBuilding } from './projection-status.js';
import type { ProjectedEvent, SqlProjection } from './projection.js';
import { dropProjectionVersion, projectionVersions, switchProjection } from './versions.js';
import { type Added, applyToJars, jarProjection } from '../../../../test/support/toy-read-model.js';
import { ToyService } from '../../../../test/support/toy-service.js';

type Batch = readonly ProjectedEvent<Added>[];

const ones = (count: number): number[] => Array.from({ length: count }, () => 1);
const values = (events: Batch) => [
  events.map(({ event }) => event.data.jar),
  events.map(({ event }) => event.data.amount),
  events.map((event) => String(event.position)),
];

/** The toy's tables again, under the names of version 2; amounts count `times` over. */
const sameShape = (times = 1): SqlProjection =>
  jarProjection({
    version: 2,
    tables: ['jar_totals_v2', 'jar_entries_v2'],
    apply: async (events, manager) => {
      const counted = events.map((each) => ({
        ...each,
        event: { ...each.event, data: { ...each.event.data, amount: each.event.data.amount * times } },
      }));
      await applyToJars(counted, renamed(manager));
    },
  });

/** The manager as given, but statements about the tables of version 1 go to those of version 2. */
const renamed = (manager: EntityManager): EntityManager =>
  ({
    query: (sql: string, parameters: unknown[]) =>
      manager.query(sql.replaceAll('_v1', '_v2').replace('jar_totals_key', 'jar_totals_v2_pkey'), parameters),
  }) as unknown as EntityManager;

/** One table instead of two, with a column the first version did not have. */
const otherShape = jarProjection({
  version: 2,
  tables: ['jar_sums_v2'],
  apply: async (events, manager) => {
    await manager.query(
      `insert into jar_sums_v2 select jar, sum(amount), count(*)
         from unnest($1::text[], $2::int[], $3::bigint[]) as added(jar, amount, position) group by jar
       on conflict (jar) do update set total = jar_sums_v2.total + excluded.total, entries = jar_sums_v2.entries + excluded.entries`,
      values(events),
    );
  },
});

describe('a raised version of a projection', () => {
  let service: ToyService;
  beforeEach(async () => {
    service = await ToyService.open();
    // What the migrations of the next release would do.
    await service.owner.query(`
      create table read_model.jar_totals_v2 (like read_model.jar_totals_v1 including all);
      create table read_model.jar_entries_v2 (like read_model.jar_entries_v1 including all);
      create sequence read_model.of_version_2 owned by read_model.jar_entries_v2.serial_number;
      grant usage on sequence read_model.of_version_2 to checkpoint_app;
      alter table read_model.jar_entries_v2 alter serial_number set default nextval('read_model.of_version_2');
      create table read_model.jar_sums_v2 (jar text primary key, total bigint not null, entries int not null);`);
  });
  afterEach(() => service.close());

  const options = (more: Partial<BuildOptions> = {}): BuildOptions => ({
    store: service.store,
    dataSource: service.dataSource,
    log: service.log,
    batchSize: 10,
    ...more,
  });
  const live = async () => (await projectionVersions(service.dataSource)).filter((version) => version.live);
  const positionOf = async (version: number) =>
    (await projectionVersions(service.dataSource)).find((each) => each.version === version)?.position ?? 0n;

  /** Records on and on until told to stop; answers the last position. */
  function recording(): { stop: () => Promise<bigint> } {
    let going = true;
    const work = (async () => {
      let last = 0n;
      while (going) {
        last = await service.add('b', ones(3));
        // Leaves the others their share of a small machine.
        await pause(20);
      }
      return last;
    })();
    return {
      stop: () => {
        going = false;
        return work;
      },
    };
  }

  it('is built beside the one people read while commands go on, compared row by row, and switched to', async () => {
    const old = await service.running([jarProjection()], { lease: { holder: 'old release' } });
    await old.waitFor(await service.add('a', ones(200)));
    const commands = recording();
    const report = await buildProjection(sameShape(), options());
    const last = await commands.stop();

    expect(report).toMatchObject({ projection: 'jars', version: 2, comparison: { compared: true, with: 1 } });
    const { comparison } = report;
    for (const table of comparison.compared ? comparison.tables : [])
      expect(table).toMatchObject({ onlyInLive: 0, onlyInRebuilt: 0 });
    expect(comparison.compared && comparison.tables.map(({ name }) => name)).toEqual(['jar_totals_v2', 'jar_entries_v2']);
    expect(await live()).toMatchObject([{ name: 'jars', version: 1, runBy: 'old release' }]);

    const next = await service.running([sameShape()], { lease: { holder: 'new release' } });
    expect(await next.waitFor(last)).toBe('reached');
    expect(await live()).toMatchObject([{ name: 'jars', version: 2, runBy: 'new release' }]);
    expect(await old.waitFor(last)).toBe('reached');
    const [one] = await service.dataSource.query<object[]>(
      `select (select json_object_agg(jar, total order by jar) from jar_totals_v1) as old,
              (select json_object_agg(jar, total order by jar) from jar_totals_v2) as new`,
    );
    expect(one).toMatchObject({ new: (one as { old: object }).old });
  }, 30_000);

  it('tells how many rows differ where the new version counts otherwise', async () => {
    const old = await service.running([jarProjection()]);
    await old.waitFor(await service.add('a', ones(5)));

    expect((await buildProjection(sameShape(2), options())).comparison).toMatchObject({
      compared: true,
      position: 5n,
      tables: [
        { name: 'jar_totals_v2', rows: 1, onlyInLive: 1, onlyInRebuilt: 1 },
        { name: 'jar_entries_v2', rows: 5, onlyInLive: 5, onlyInRebuilt: 5 },
      ],
    });
  });

  it('of another shape is built and switched to without a comparison', async () => {
    const old = await service.running([jarProjection()]);
    await old.waitFor(await service.add('a', ones(25)));
    const commands = recording();
    const report = await buildProjection(otherShape, options());
    const last = await commands.stop();

    expect(report.comparison).toEqual({ compared: false, why: 'the tables of version 1 have another shape' });
    const next = await service.running([otherShape]);
    expect(await next.waitFor(last)).toBe('reached');
    expect(await live()).toMatchObject([{ version: 2, tables: ['jar_sums_v2'] }]);
    const sums = await service.dataSource.query<object[]>(`select jar, total, entries from jar_sums_v2 where jar = 'a'`);
    expect(sums).toEqual([{ jar: 'a', total: '25', entries: 25 }]);
  }, 30_000);

  it('is built on from where it was when the building was killed, and building it again changes nothing', async () => {
    const old = await service.running([jarProjection()]);
    await old.waitFor(await service.add('a', ones(100)));
    let batches = 0;
    const slow: SqlProjection = {
      ...sameShape(),
      apply: async (events, manager) => {
        await sameShape().apply(events, manager);
        batches += 1;
        // Half-way through: the database loses the session, with what the batch had written, however often it is tried.
        if (batches >= 5) {
          killed.abort();
          await manager.query('select pg_terminate_backend(pg_backend_pid())').catch(() => undefined);
        }
      },
    };
    const killed = new AbortController();
    const privileged = options({ dataSource: service.owner, signal: killed.signal });
    await expect(buildProjection(slow, privileged)).rejects.toThrow('it was interrupted at 40');
    expect([await positionOf(2), (await live())[0]?.version]).toEqual([40n, 1]);

    const seen: bigint[] = [];
    const onProgress = ({ position }: { position: bigint }) => void seen.push(position);
    const first = await buildProjection(sameShape(), options({ onProgress }));
    expect(seen[0]).toBeGreaterThanOrEqual(40n);
    expect(first).toMatchObject({ position: 100n, comparison: { compared: true, position: 100n } });
    const second = await buildProjection(sameShape(), options());
    expect({ ...second, seconds: 0 }).toEqual({ ...first, seconds: 0 });
  });

  it('stops being built at an event it cannot take in, and people go on reading the one before', async () => {
    await service.running([jarProjection()]);
    await service.add('a', ones(12));
    const faulty = jarProjection({
      version: 2,
      tables: [],
      apply: (events) =>
        events.some(({ position }) => position === 7n) ? Promise.reject(new TypeError('no')) : Promise.resolve(),
    });

    await expect(buildProjection(faulty, options())).rejects.toThrow(
      /^the building of jars v2 has ended: the event Added\.v1 at position 7 TypeError at build\.int\.spec\.ts:\d+\. People go on/,
    );
    expect(await live()).toMatchObject([{ version: 1 }]);
  });

  it('is built by the server of its release when nobody did before, which says how far it is', async () => {
    const old = await service.running([jarProjection()]);
    await old.waitFor(await service.add('a', ones(100)));
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const slow: SqlProjection = {
      ...sameShape(),
      apply: async (events, manager) => {
        if (events.some(({ position }) => position > 43n)) await held;
        await sameShape().apply(events, manager);
      },
    };
    const next = service.engine([slow], { batchSize: 43 });
    await next.start();
    await next.waitFor(43n);

    const [building] = await next.status();
    expect(building).toMatchObject({ live: false, position: 43n });
    expect(describeBuilding(building!)).toBe('building jars v2: 43%');
    expect(await switchProjection({ name: 'jars', version: 3 }, service)).toMatchObject({ rule: 'not-built' });
    release();
    await next.caughtUpOnce();
    const [built] = await next.status();
    expect(built).toMatchObject({ live: true });
    expect(describeBuilding(built!)).toBeUndefined();
  }, 20_000);

  it('leaves the old one as it was, so that people can be switched back, until that is dropped', async () => {
    const old = await service.running([jarProjection()], { lease: { holder: 'old release' } });
    await old.waitFor(await service.add('a', ones(5)));
    const next = await service.running([sameShape()]);
    const versions = { one: { name: 'jars', version: 1 }, two: { name: 'jars', version: 2 } };
    expect(await switchProjection(versions.one, service)).toEqual({ name: 'jars', from: 2, to: 1 });
    expect(await switchProjection(versions.two, service)).toEqual({ name: 'jars', from: 1, to: 2 });

    expect(await dropProjectionVersion(versions.two, service.owner)).toMatchObject({ rule: 'version-live' });
    const running = await dropProjectionVersion(versions.one, service.owner);
    expect(running).toMatchObject({ rule: 'version-running', detail: expect.stringContaining('old release') as string });
    expect(await dropProjectionVersion({ name: 'jars', version: 9 }, service.owner)).toMatchObject({ rule: 'version-unknown' });
    await old.stop();
    await service.owner.query('create view public.report as select * from read_model.jar_totals_v1');
    expect(await dropProjectionVersion(versions.one, service.owner)).toMatchObject({ rule: 'version-needed-elsewhere' });
    expect((await service.jars()).entries).toBe(5);
    await service.owner.query('drop view public.report');
    expect(await dropProjectionVersion(versions.one, service.owner)).toEqual({ dropped: ['jar_totals_v1', 'jar_entries_v1'] });
    expect(await projectionVersions(service.dataSource)).toMatchObject([{ name: 'jars', version: 2, live: true }]);
    expect(await next.waitFor(await service.add('a', [1]))).toBe('reached');
    const rest = await service.owner.query<object[]>(`select from pg_tables where tablename like 'jar%v1'`);
    expect(rest).toHaveLength(0);
  }, 20_000);

  it('is not dropped while it shares a table with another', async () => {
    await service.running([jarProjection()]);
    await service.owner.query(
      `insert into projection_checkpoints (name, version, tables) values ('jars', 0, '{jar_totals_v1}'), ('other', 1, '{jar_sums_v2}')`,
    );

    expect(await dropProjectionVersion({ name: 'jars', version: 0 }, service.owner)).toMatchObject({
      rule: 'version-shares-tables',
      detail: 'jars v0 shares a table with jars v1. Nothing was dropped.',
    });
  });
});
