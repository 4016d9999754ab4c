import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { createDataSource } from '../read-store/data-source.js';
import { ProjectionLeases } from './projection-leases.js';
import { applyToJars, jarProjection, watchingProjection } from '../../../../test/support/toy-read-model.js';
import { ToyService } from '../../../../test/support/toy-service.js';

const QUICK = { beatMs: 50, expiresMs: 1000 };
const ones = (count: number): number[] => Array.from({ length: count }, () => 1);

describe('of several engines on one database', () => {
  let service: ToyService;
  beforeEach(async () => {
    service = await ToyService.open();
  });
  afterEach(() => service.close());

  /** A data source of one machine of its own, which can be cut off from the database for good. */
  async function machine(): Promise<{ dataSource: DataSource; cutOff: () => Promise<void> }> {
    const login = `machine_${randomBytes(4).toString('hex')}`;
    await service.owner.query(`create role ${login} login password '${login}' in role checkpoint_app`);
    const { options } = service.owner;
    const url = new URL((options.type === 'postgres' && options.url) || '');
    [url.username, url.password] = [login, login];
    const made = createDataSource({ url: url.href, role: 'checkpoint_app', entities: [], migrations: [], poolSize: 4 });
    const dataSource = await made.initialize();
    const cutOff = async () => {
      await service.owner.query(`alter role ${login} nologin`);
      await service.owner.query('select pg_terminate_backend(pid) from pg_stat_activity where usename = $1', [login]);
    };
    return { dataSource, cutOff };
  }

  const runBy = async () => (await service.engine([jarProjection()]).status())[0]?.runBy;
  async function eventually<Value>(look: () => Promise<Value>, wanted: Value): Promise<void> {
    for (let attempt = 0; attempt < 100; attempt++) {
      if ((await look()) === wanted) return;
      await pause(50);
    }
    expect(await look()).toEqual(wanted);
  }

  it('exactly one runs each projection, and the status says which', async () => {
    const applied: string[] = [];
    const heardBy = (engine: string) =>
      jarProjection({
        apply: async (events, manager) => {
          applied.push(engine);
          await applyToJars(events, manager);
        },
      });
    const first = await service.running([heardBy('first')], { lease: { ...QUICK, holder: 'first' } });
    const second = await service.running([heardBy('second')], { lease: { ...QUICK, holder: 'second' } });
    for (let turn = 0; turn < 10; turn++) {
      const last = await service.add('a', [1]);
      expect(await Promise.all([first, second].map((engine) => engine.waitFor(last)))).toEqual(['reached', 'reached']);
    }

    expect(new Set(applied)).toEqual(new Set(['first']));
    expect(await runBy()).toBe('first');
    expect((await second.status())[0]).toMatchObject({ runBy: 'first', live: true, status: 'running' });
    expect((await service.jars()).entries).toBe(10);
  });

  it('another takes over at once when the one that ran it ends', async () => {
    const first = await service.running([jarProjection()], { lease: { ...QUICK, holder: 'first' } });
    const second = await service.running([jarProjection()], { lease: { ...QUICK, holder: 'second' } });
    await first.stop();
    const last = await service.add('a', [1]);

    expect(await second.waitFor(last, undefined, 5000)).toBe('reached');
    expect(await runBy()).toBe('second');
    await second.stop();
    expect(await runBy()).toBeUndefined();
  });

  it('another takes over within seconds from one that is cut off in the middle, and no event is lost or applied twice', async () => {
    const { dataSource, cutOff } = await machine();
    const first = await service.running([jarProjection()], { dataSource, lease: { ...QUICK, holder: 'first' } });
    const second = await service.running([jarProjection()], { lease: { ...QUICK, holder: 'second' } });
    await first.waitFor(await service.add('a', ones(20)));
    const recording = service.add('a', ones(200));
    await cutOff();
    const last = await recording;

    expect(await second.waitFor(last, undefined, 8000)).toBe('reached');
    expect(await runBy()).toBe('second');
    expect(await service.jars()).toEqual({ totals: { a: 220 }, entries: 220 });
    await first.stop();
    await dataSource.destroy();
  }, 30_000);

  it('one whose lease was cut gets another, and goes on', async () => {
    const engine = await service.running([jarProjection(), watchingProjection('watcher')], {
      lease: { ...QUICK, holder: 'only' },
    });
    await service.owner.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where application_name = 'checkpoint-assurance leases' and datname = current_database()`,
    );
    const last = await service.add('a', ones(5));

    expect(await engine.waitFor(last, undefined, 8000)).toBe('reached');
    await eventually(runBy, 'only');
  });

  it('one that hangs and gives no sign of life loses its lease', async () => {
    const keys = [{ name: 'jars', version: 1 }];
    const leases = (holder: string, beatMs: number) =>
      new ProjectionLeases({
        dataSource: service.dataSource,
        projections: keys,
        log: service.log,
        holder,
        beatMs,
        expiresMs: 300,
      });
    const [hanging, next] = [leases('hanging', 60_000), leases('next', 50)];
    await hanging.start();
    await next.start();
    expect([hanging.holds('jars'), next.holds('jars')]).toEqual([true, false]);

    await eventually(() => Promise.resolve(next.holds('jars')), true);
    expect(hanging.holds('jars')).toBe(false);
    await Promise.all([hanging.stop(), next.stop()]);
  });

  it('each may run what the others do not: versions of one projection stand beside each other', async () => {
    const raised = watchingProjection('jars');
    await service.running([jarProjection()], { lease: { ...QUICK, holder: 'old release' } });
    const second = await service.running([{ ...raised, version: 2 }], { lease: { ...QUICK, holder: 'new release' } });

    expect((await second.status())[0]).toMatchObject({ version: 2, runBy: 'new release' });
    expect(await runBy()).toBe('old release');
  });
});
