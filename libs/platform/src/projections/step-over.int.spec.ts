import { originOf } from '../decisions/command-identity.js';
import { readerOf } from '../text-sealing/event-sealing.js';
import { rebuildProjection } from './rebuild.js';
import { stepOver, type StepOverRequest } from './step-over.js';
import { projectionEventCodec, streamOfProjection } from './stepped-over.js';
import { jarProjection, watchingProjection } from '../../../../test/support/toy-read-model.js';
import { ToyService } from '../../../../test/support/toy-service.js';

const ones = (count: number): number[] => Array.from({ length: count }, () => 1);
const REASON = 'Recorded twice by hand on 3 March; agreed with the panel.';

describe('stepping over a poison event', () => {
  let service: ToyService;
  let poisoned: bigint;
  let last: bigint;
  beforeEach(async () => {
    service = await ToyService.open();
    await service.add('a', ones(3));
    poisoned = await service.add('a', [1], 'Poisoned.v1');
    last = await service.add('a', ones(3));
  });
  afterEach(() => service.close());

  const request = (position: bigint, key = 'first'): StepOverRequest => {
    const origin = {
      actor: 'person-9',
      role: 'administrator',
      stream: streamOfProjection('jars'),
      request: { position: String(position), reason: REASON },
      idempotencyKey: key,
    };
    return { position, reason: REASON, steppedOverOn: '2026-11-22', origin: originOf(origin) };
  };
  const decisions = () => service.store.readStream(streamOfProjection('jars'));

  it('lets the projection go on without it, and records who decided so and why', async () => {
    const engine = await service.running([jarProjection(), watchingProjection('watcher')]);
    const outcome = await stepOver(jarProjection(), request(poisoned), service);

    expect(outcome).toMatchObject({ recorded: true, repeated: false, events: [{ type: 'ProjectionSteppedOver.v1' }] });
    expect(await engine.waitFor(last + 1n, undefined, 5000)).toBe('reached');
    expect(await service.jars()).toEqual({ totals: { a: 6 }, entries: 6 });
    const [recorded] = await decisions();
    expect(recorded).toMatchObject({ metadata: { actor: 'person-9', role: 'administrator', businessDate: '2026-11-22' } });
    expect(recorded?.payload).not.toContain('panel');
    expect(readerOf(projectionEventCodec).read(recorded!).data).toEqual({
      projection: 'jars',
      version: 1,
      position: String(poisoned),
      storedName: 'Poisoned.v1',
      reason: REASON,
      steppedOverOn: '2026-11-22',
    });
  });

  it('is refused at any other event, and nothing is recorded', async () => {
    const engine = await service.running([jarProjection()]);

    expect(await stepOver(jarProjection(), request(poisoned + 1n), service)).toMatchObject({
      rule: 'not-stopped-there',
      facts: { stoppedAt: String(poisoned) },
    });
    expect(await stepOver(watchingProjection('watcher'), request(poisoned), service)).toMatchObject({
      rule: 'not-stopped-there',
    });
    expect((await engine.status())[0]).toMatchObject({ status: 'stopped', failure: { position: poisoned } });
    expect(await decisions()).toEqual([]);
  });

  it('answers a repeated request as the first time, and records one decision', async () => {
    const engine = await service.running([jarProjection()]);
    const first = await stepOver(jarProjection(), request(poisoned), service);
    await engine.waitFor(last, undefined, 5000);

    expect(await stepOver(jarProjection(), request(poisoned), service)).toEqual({ ...first, repeated: true });
    expect(await stepOver(jarProjection(), request(poisoned, 'second'), service)).toMatchObject({ rule: 'not-stopped-there' });
    expect(await decisions()).toHaveLength(1);
  });

  it('does what is left when it was cut off after it was recorded', async () => {
    const engine = await service.running([jarProjection()]);
    await engine.stop();
    const stopped = await service.owner.query<object[]>('select * from projection_checkpoints');
    await stepOver(jarProjection(), request(poisoned), service);
    await service.owner.query(
      `update projection_checkpoints set status = 'stopped', failed_position = $1, failed_event = 'Poisoned.v1', failure = 'as before'`,
      [String(poisoned)],
    );
    expect(stopped).toHaveLength(1);

    expect(await stepOver(jarProjection(), request(poisoned, 'by another person'), service)).toMatchObject({ events: [] });
    const again = await service.running([jarProjection()]);
    expect(await again.waitFor(last, undefined, 5000)).toBe('reached');
    expect(await decisions()).toHaveLength(1);
  });

  it('holds for a rebuild as well', async () => {
    const engine = await service.running([jarProjection()]);
    await stepOver(jarProjection(), request(poisoned), service);
    await engine.waitFor(last, undefined, 5000);
    const report = await rebuildProjection(jarProjection(), { store: service.store, dataSource: service.owner });

    expect(report.tables).toEqual([
      { name: 'jar_totals_v1', rows: 1, onlyInLive: 0, onlyInRebuilt: 0 },
      { name: 'jar_entries_v1', rows: 6, onlyInLive: 0, onlyInRebuilt: 0 },
    ]);
    expect(await service.jars()).toEqual({ totals: { a: 6 }, entries: 6 });
  });

  it('does not hold for a raised version, which meets the event again', async () => {
    const engine = await service.running([jarProjection()]);
    await stepOver(jarProjection(), request(poisoned), service);
    await engine.waitFor(last, undefined, 5000);
    const raised = await service.running([jarProjection({ version: 2, tables: [], apply: () => Promise.resolve() })]);

    expect((await raised.status())[0]).toMatchObject({ status: 'stopped', failure: { position: poisoned }, live: false });
  });
});
