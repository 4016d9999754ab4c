import { jest } from '@jest/globals';
import { MortalSessions } from '../../../../test/support/mortal-sessions.js';
import { echoProcess, EchoService } from '../../../../test/support/echo-process.js';
import { AppendOutcomeUnknown, EventStoreBusy } from '../event-store/port.js';

jest.setTimeout(60_000);

describe('a process manager', () => {
  let service: EchoService;
  beforeEach(async () => {
    service = await EchoService.open();
  });
  afterEach(() => service.close());

  it('carries out once what follows from each event, recorded before or after it started', async () => {
    await service.add('a', [1, 2]);
    const runner = await service.start();
    await service.add('a', [3]);
    await service.settled(runner);

    expect(await service.echoes('a')).toEqual([1, 2, 3]);
    expect(await runner.status()).toMatchObject([
      { name: 'echo', status: 'running', lag: { positions: 0n }, outbox: { waiting: 0 }, deadLetters: 0, leased: true },
    ]);
  });

  it('that begins at the head takes what was there before it first ran as history, and nothing that came while it was stopped', async () => {
    await service.add('a', [1, 2]);
    const processes = [{ ...echoProcess(service), begins: 'at-the-head' as const }];
    const first = await service.start({ processes });
    await service.until(() => Promise.resolve(first.runningHere.length === 1));
    await service.settled(first);
    await service.stop(first);
    await service.add('a', [3]);
    await service.settled(await service.start({ processes }));

    expect(await service.echoes('a')).toEqual([3]);
  });

  it('names the event it acted on as the cause of what was recorded, under ids that a repetition gives again', async () => {
    const [cause] = await service.add('a', [1]);
    await service.settled(await service.start());

    const [echo] = await service.store.readStream('echo-a');
    expect(echo?.metadata).toMatchObject({ causationId: cause?.id, correlationId: cause?.metadata.correlationId });
  });

  it('goes on from its checkpoint after a restart, with what it remembers', async () => {
    await service.add('sum', [1, 2]);
    await service.ranOnce();
    await service.add('sum', [4]);
    await service.settled(await service.start());

    expect(await service.echoes('sum')).toEqual([1, 3, 7]);
  });

  it('keeps a refused command as a dead letter that names the rule, and carries it out when it is retried', async () => {
    service.refuses = 13;
    const runner = await service.start();
    await service.add('a', [1, 13, 2]);
    await service.settled(runner);

    expect(await service.echoes('a')).toEqual([1, 2]);
    const [letter] = await runner.deadLetters.list();
    expect(letter).toMatchObject({ manager: 'echo', instance: 'a', command: { amount: 13 }, rule: 'unlucky', attempts: 1 });

    service.refuses = undefined;
    expect(await runner.deadLetters.retry(letter?.commandId ?? '')).toBe(true);
    await service.settled(runner);
    expect(await service.echoes('a')).toEqual([1, 2, 13]);
    expect(await runner.deadLetters.list()).toEqual([]);
    expect(await runner.deadLetters.retry(letter?.commandId ?? '')).toBe(false);
  });

  it('lets an operator put a dead letter aside with a reason, and never sends it again', async () => {
    service.refuses = 13;
    const runner = await service.start();
    await service.add('a', [13]);
    await service.settled(runner);
    const [letter] = await runner.deadLetters.list();

    expect(await runner.deadLetters.dismiss(letter?.commandId ?? '', { by: 'operator-1', reason: 'Recorded by hand' })).toBe(
      true,
    );
    expect(await runner.deadLetters.list()).toEqual([]);
    expect(await runner.deadLetters.retry(letter?.commandId ?? '')).toBe(false);
    expect(await runner.status()).toMatchObject([{ deadLetters: 0 }]);
  });

  it('tries again, later each time, what the event store could not answer, and does it once', async () => {
    const runner = await service.start();
    service.fails = [
      { error: new EventStoreBusy(0), when: 'before it is recorded' },
      { error: new AppendOutcomeUnknown(), when: 'after it was recorded' },
      { error: new AppendOutcomeUnknown(), when: 'before it is recorded' },
    ];
    await service.add('a', [1]);
    await service.settled(runner);

    expect(await service.echoes('a')).toEqual([1]);
    const pauses = service.log.entries.flatMap(({ details }) => ('tryAgainInMs' in details ? [details.tryAgainInMs] : []));
    expect(pauses).toEqual([10, 20, 40]);
  });

  it('gives up a command that fails too often, visibly', async () => {
    const runner = await service.start();
    service.fails = Array.from({ length: 6 }, () => ({ error: new EventStoreBusy(0), when: 'before it is recorded' }));
    await service.add('a', [1]);
    await service.settled(runner);

    expect(await runner.deadLetters.list()).toMatchObject([{ rule: 'too-many-attempts', attempts: 6 }]);
    expect(await service.echoes('a')).toEqual([]);
  });

  it('stops at an event it cannot read, with what follows from those before it, and goes on when told to', async () => {
    const runner = await service.start();
    await service.add('a', [1]);
    const [poison] = await service.add('a', [2], 'Poisoned.v1');
    await service.add('a', [3]);
    await service.until(async () => (await runner.status())[0]?.status === 'stopped');

    expect(await runner.status()).toMatchObject([{ failure: { position: poison?.position, storedName: 'Poisoned.v1' } }]);
    await service.until(async () => (await service.echoes('a')).length === 1);

    service.readsPoison = true;
    expect(await runner.retry('echo')).toBe(true);
    await service.settled(runner);
    expect(await service.echoes('a')).toEqual([1, 2, 3]);
  });

  it('folds its states anew when its version rises, and sends nothing again', async () => {
    await service.add('sum', [1, 2]);
    await service.ranOnce();
    await service.dataSource.query(`update app.process_states set state = '100'`);
    const raised = { ...echoProcess(service), manager: { ...echoProcess(service).manager, version: 2 } };
    const runner = await service.start({ processes: [raised] });
    await service.add('sum', [4]);
    await service.settled(runner);

    expect(await service.echoes('sum')).toEqual([1, 3, 7]);
  });

  it('is run by one of two runners, and taken over by the other when that one is killed', async () => {
    const mortal = new MortalSessions(service.doomed, service.owner);
    const first = await service.start({ dataSource: mortal });
    await service.until(() => Promise.resolve(first.runningHere.length === 1));
    const second = await service.start();
    await service.add('a', [1, 2, 3]);
    await service.settled(first);
    expect([first.runningHere, second.runningHere]).toEqual([['echo'], []]);

    await mortal.kill();
    await service.add('a', [4]);
    await service.settled(second);
    expect(second.runningHere).toEqual(['echo']);
    expect(await service.echoes('a')).toEqual([1, 2, 3, 4]);
  });

  it('gives its lease back when it is stopped', async () => {
    const runner = await service.start();
    await service.settled(runner);
    await runner.stop();

    expect(await runner.status()).toMatchObject([{ leased: false }]);
  });

  describe('with a timer', () => {
    it('does nothing before the day, fires on it once, and survives a restart', async () => {
      await service.add('later', [1]);
      await service.ranOnce();
      expect(await service.echoes('later')).toEqual([]);

      service.today = '2030-01-01';
      await service.ranOnce();
      expect(await service.echoes('later')).toEqual([1]);
      await service.ranOnce();
      expect(await service.echoes('later')).toEqual([1]);
    });

    it('fires at the last time set, and not at all when it was cancelled', async () => {
      await service.add('later', [1, 2]);
      await service.add('later-cancelled', [1]);
      await service.add('later-cancelled', [0]);
      service.today = '2030-01-01';
      const runner = await service.start();
      await service.settled(runner);

      expect(await service.echoes('later')).toEqual([3]);
      expect(await service.echoes('later-cancelled')).toEqual([]);
      expect(await runner.status()).toMatchObject([{ timers: 0 }]);
    });
  });

  it('does everything exactly once, wherever it is killed', async () => {
    await service.add('a', [1, 2]);
    await service.add('later', [5]);
    service.today = '2030-01-01';
    const uneventful = new MortalSessions(service.doomed, service.owner);
    const unharmed = await service.start({ dataSource: uneventful, processes: [echoProcess(service, uneventful)] });
    await service.until(async () => (await service.echoes('a')).length + (await service.echoes('later')).length === 3);
    const enough = uneventful.steps + 2;
    await service.stop(unharmed);

    for (let step = 1; step <= enough; step += 1) {
      const amounts = [step, step + 1];
      await service.add(`a-${String(step)}`, amounts);
      await service.add(`later-${String(step)}`, [step]);
      const mortal = new MortalSessions(service.doomed, service.owner, step);
      const dying = await service.start({ dataSource: mortal, processes: [echoProcess(service, mortal)] });
      await mortal.died;
      await service.stop(dying);
      const heir = await service.start();
      await service.settled(heir);
      await service.stop(heir);

      const done = { step, a: await service.echoes(`a-${String(step)}`), later: await service.echoes(`later-${String(step)}`) };
      expect(done).toEqual({ step, a: amounts, later: [step] });
    }
  });
});
