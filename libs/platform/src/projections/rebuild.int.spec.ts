import { setTimeout as pause } from 'node:timers/promises';
import type { EventStore } from '../event-store/port.js';
import { loadCheckpoints } from './checkpoints.js';
import { rebuildProjection, rebuildProjections } from './rebuild.js';
import { applyToJars, jarProjection, readAdded, watchingProjection } from '../../../../test/support/toy-read-model.js';
import { ToyService } from '../../../../test/support/toy-service.js';

const ones = (count: number): number[] => Array.from({ length: count }, () => 1);
const EQUAL = (name: string, rows: number) => ({ name, rows, onlyInLive: 0, onlyInRebuilt: 0 });

describe('a rebuild', () => {
  let service: ToyService;
  beforeEach(async () => {
    service = await ToyService.open();
  });
  afterEach(() => service.close());

  const options = () => ({ store: service.store, dataSource: service.owner, batchSize: 10 });
  const shapeOfTables = () =>
    service.owner.query(`
      select 'index' as kind, indexdef as what from pg_indexes where schemaname = 'read_model' and tablename like 'jar%'
      union all
      select 'key', conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
       where conrelid in ('read_model.jar_totals_v1'::regclass, 'read_model.jar_entries_v1'::regclass)
      union all
      select 'right', table_name || ' ' || grantee || ' ' || privilege_type from information_schema.role_table_grants
       where table_schema = 'read_model' and table_name like 'jar%'
      union all
      select 'column', table_name || ' ' || column_name || ' ' || is_nullable || ' ' || coalesce(column_default, '') || ' ' || is_identity || ' '
               || coalesce(pg_get_serial_sequence('read_model.' || table_name, column_name), '')
        from information_schema.columns where table_schema = 'read_model' and table_name like 'jar%'
      union all
      select 'schema', nspname from pg_namespace where nspname like 'rebuild%'
      order by 1, 2`);

  it('gives the same rows, keys, indexes, sequences and rights, twice in a row', async () => {
    const engine = await service.running([jarProjection()]);
    await engine.waitFor(await service.add('a', ones(33)));
    const last = await service.add('b', ones(12));
    await engine.waitFor(last);
    const before = [await shapeOfTables(), await service.jars()];

    for (const turn of ['first', 'second']) {
      const report = await rebuildProjection(jarProjection(), options());
      expect({ turn, ...report, seconds: 0 }).toEqual({
        turn,
        projection: 'jars',
        version: 1,
        events: 45,
        seconds: 0,
        position: last,
        tables: [EQUAL('jar_totals_v1', 2), EQUAL('jar_entries_v1', 45)],
      });
      expect([await shapeOfTables(), await service.jars()]).toEqual(before);
    }

    expect(await engine.waitFor(await service.add('a', [1]))).toBe('reached');
    expect(await service.jars()).toEqual({ totals: { a: 34, b: 12 }, entries: 46 });
  });

  it('tells which rows differ, row by row, and puts them right', async () => {
    const engine = await service.running([jarProjection()]);
    await engine.waitFor(await service.add('a', ones(5)));
    await service.owner.query(`update jar_totals_v1 set total = 99`);
    await service.owner.query(`delete from jar_entries_v1 where position > 3`);
    const differences = [
      { name: 'jar_totals_v1', rows: 1, onlyInLive: 1, onlyInRebuilt: 1 },
      { name: 'jar_entries_v1', rows: 5, onlyInLive: 0, onlyInRebuilt: 2 },
    ];

    expect((await rebuildProjection(jarProjection(), { ...options(), compareOnly: true })).tables).toEqual(differences);
    expect((await service.jars()).totals).toEqual({ a: 99 });
    expect((await rebuildProjection(jarProjection(), options())).tables).toEqual(differences);
    expect(await service.jars()).toEqual({ totals: { a: 5 }, entries: 5 });
  });

  it('loses and doubles nothing while commands go on, and readers never see a hole', async () => {
    const engine = await service.running([jarProjection(), watchingProjection('watcher')]);
    await engine.waitFor(await service.add('a', ones(50)));
    let writing = true;
    const writer = (async () => {
      let [count, last] = [50, 0n];
      for (; writing; count += 5) {
        last = await service.add('a', ones(5));
        // Leaves the others their share of a small machine.
        await pause(10);
      }
      return { count, last };
    })();
    const reader = (async () => {
      let least = 50;
      let reads = 0;
      for (; writing; reads++) {
        const [row] = await service.dataSource.query<{ total: string }[]>(`select total from jar_totals_v1 where jar = 'a'`);
        const total = Number(row?.total ?? 0);
        if (total < least) throw new Error(`a reader saw ${total} after ${least}`);
        least = total;
      }
      return reads;
    })();
    const reports = [];
    for (let turn = 0; turn < 3; turn++)
      reports.push(...(await rebuildProjections([jarProjection(), watchingProjection('watcher')], options())));
    writing = false;
    const { count, last } = await writer;

    expect(await reader).toBeGreaterThan(0);
    for (const { tables } of reports)
      for (const table of tables) expect(table).toMatchObject({ onlyInLive: 0, onlyInRebuilt: 0 });
    expect(await engine.waitFor(last, undefined, 10_000)).toBe('reached');
    expect(await service.jars()).toEqual({ totals: { a: count }, entries: count });
  }, 30_000);

  it('reads the log once for several projections that stand at different positions', async () => {
    await service.add('a', ones(23));
    const first = await service.running([jarProjection()]);
    await first.stop();
    await service.add('a', ones(40));
    const second = await service.running([watchingProjection('watcher')]);
    await second.stop();
    const [jars, watcher] = await rebuildProjections([jarProjection(), watchingProjection('watcher')], options());

    expect(jars).toMatchObject({ events: 23, position: 23n, tables: [EQUAL('jar_totals_v1', 1), EQUAL('jar_entries_v1', 23)] });
    expect(watcher).toMatchObject({ events: 63, position: 63n });
  });

  it('lets long readers finish first, and then takes its turn', async () => {
    const engine = await service.running([jarProjection()]);
    await engine.waitFor(await service.add('a', ones(3)));
    const reading = service.dataSource.query<{ total: string }[]>('select total from jar_totals_v1, pg_sleep(1.2)');
    const report = await rebuildProjection(jarProjection(), options());

    expect((await reading).map((row) => row.total)).toEqual(['3']);
    expect(report).toMatchObject({ events: 3, tables: [EQUAL('jar_totals_v1', 1), EQUAL('jar_entries_v1', 3)] });
    expect(await service.jars()).toEqual({ totals: { a: 3 }, entries: 3 });
  });

  it('can be interrupted and run again, and leaves the live tables alone meanwhile', async () => {
    const engine = await service.running([jarProjection()]);
    await engine.waitFor(await service.add('a', ones(30)));
    const { store } = service;
    const interrupted = Object.create(store, {
      readStream: { value: (stream: string) => store.readStream(stream) },
      readAll: {
        value: (after: bigint, limit: number) =>
          after >= 20n ? Promise.reject(new Error('killed')) : store.readAll(after, limit),
      },
    }) as EventStore;

    await expect(rebuildProjection(jarProjection(), { ...options(), store: interrupted })).rejects.toThrow('killed');
    expect(await service.jars()).toEqual({ totals: { a: 30 }, entries: 30 });
    expect((await rebuildProjection(jarProjection(), options())).tables[0]).toEqual(EQUAL('jar_totals_v1', 1));
  });

  it('is refused beside another one of the same read model', async () => {
    await service.running([jarProjection()]);
    const both = await Promise.allSettled([
      rebuildProjection(jarProjection(), options()),
      rebuildProjection(jarProjection(), options()),
    ]);

    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const refused = both.find((outcome) => outcome.status === 'rejected');
    expect(String(refused?.reason)).toContain('another one is under way');
  });

  it('ends at an event it cannot apply, says which, and changes nothing', async () => {
    const engine = await service.running([jarProjection()]);
    await engine.waitFor(await service.add('a', ones(12)));
    const faulty = jarProjection({
      apply: (events, manager) =>
        events.some((event) => event.position === 11n) ? Promise.reject(new TypeError('no')) : applyToJars(events, manager),
    });

    await expect(rebuildProjection(faulty, options())).rejects.toThrow(
      /between positions 11 and 12 cannot be applied: TypeError at/,
    );
    expect(await service.jars()).toEqual({ totals: { a: 12 }, entries: 12 });
  });

  it('fails rather than write to a live table the projection has not listed', async () => {
    const engine = await service.running([jarProjection()]);
    await engine.waitFor(await service.add('a', [1]));

    await expect(rebuildProjection(jarProjection({ tables: ['jar_totals_v1'] }), options())).rejects.toThrow('SQLSTATE 42P01');
    expect((await service.jars()).entries).toBe(1);
  });

  it('goes only as far as a stopped projection, which then goes on from there', async () => {
    await service.add('a', ones(3));
    await service.add('a', [1], 'Poisoned.v1');
    const last = await service.add('a', ones(3));
    const engine = await service.running([jarProjection()]);

    expect(await rebuildProjection(jarProjection(), options())).toMatchObject({ events: 3, position: 3n });
    expect((await loadCheckpoints(service.owner, [jarProjection()]))[0]).toMatchObject({
      position: 3n,
      failure: { position: 4n },
    });
    await engine.stop();
    const mended = jarProjection({ reader: { storedNames: ['Added.v1'], read: readAdded } });
    await service.running([mended]);
    expect(await service.jars()).toEqual({ totals: { a: 6 }, entries: 6 });
    expect((await loadCheckpoints(service.owner, [mended]))[0]?.position).toBe(last);
  });
});
