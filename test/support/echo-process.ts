import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { z } from 'zod';
import { codecOf } from '#kernel/codec.js';
import { eventFamily, type EventOf } from '#kernel/event-family.js';
import type { ProcessManager } from '#kernel/process-manager.js';
import { refuse } from '#kernel/refusal.js';
import type { Clock } from '#platform/clock/clock.js';
import { Decisions } from '#platform/decisions/decisions.js';
import type { RecordedEvent } from '#platform/event-store/port.js';
import { eventLogMigrations } from '#platform/event-store/postgres/event-log-migrations.js';
import { PostgresEventStore } from '#platform/event-store/postgres/postgres-event-store.js';
import type { HostedProcess } from '#platform/process-managers/hosted-process.js';
import { processManagerMigrations } from '#platform/process-managers/process-manager-migrations.js';
import { ProcessManagerRunner, type ProcessManagerRunnerOptions } from '#platform/process-managers/process-manager-runner.js';
import { APP_ROLE, createDataSource, migrate } from '#platform/read-store/data-source.js';
import { platformReadStoreMigrations } from '#platform/read-store/migrations/index.js';
import type { MortalSessions } from './mortal-sessions.js';
import { createTestDatabase, type TestDatabase } from './postgres-for-tests.js';
import { added, type Added, keptLog, readAdded } from './toy-read-model.js';

const echoes = eventFamily({ Echoed: { version: 1, schema: z.strictObject({ amount: z.int() }) } });
type Echoed = EventOf<typeof echoes>;

/** So that a test that waits in vain ends, and says what happened. */
const PATIENCE_MS = 15_000;

interface Echo {
  readonly jar: string;
  readonly amount: number;
}

/**
 * What is added to a jar is echoed in a stream of the jar's. The jar `sum` echoes its total; jars called `later…` echo theirs in
 * 2030, unless 0 is added before.
 */
const echoManager: ProcessManager<number, Added, Echo> = {
  name: 'echo',
  version: 1,
  initialState: 0,
  instanceOf: ({ event }) => event.data.jar,
  evolve: (total, { event }) => total + event.data.amount,
  react({ event: { data } }, total) {
    if (data.jar.startsWith('later')) {
      const change = data.amount === 0 ? { cancel: data.jar } : { set: data.jar, due: { on: '2030-01-01' } };
      return { commands: [], timers: [change] };
    }
    return { commands: [{ jar: data.jar, amount: data.jar === 'sum' ? total : data.amount }], timers: [] };
  },
  onTimer: (jar, total) => ({ commands: [{ jar, amount: total }], timers: [] }),
};

/** The process on a real log; one that dies does so on either side of recording, too. */
export function echoProcess(service: EchoService, mortal?: MortalSessions): HostedProcess<number, Added, Echo> {
  return {
    manager: echoManager,
    reader: {
      storedNames: ['Added.v1', 'Poisoned.v1'],
      read: (recorded) => readAdded(service.readsPoison ? { ...recorded, type: 'Added.v1' } : recorded),
    },
    async dispatch({ id, command, causationId, correlationId }) {
      await mortal?.step();
      if (command.amount === service.refuses) return refuse('unlucky', 'That number brings bad luck.');
      const failure = service.fails.shift();
      if (failure?.when === 'before it is recorded') throw failure.error;
      const origin = { actor: 'process:echo', role: 'system', commandId: id, commandHash: '0'.repeat(64) };
      const outcome = await service.decisions.run(`echo-${command.jar}`, command, { ...origin, causationId, correlationId });
      if (failure !== undefined) throw failure.error;
      await mortal?.step();
      return outcome;
    },
  };
}

/** A log, the tables of process managers, and runners that are stopped at the end. */
export class EchoService {
  readonly log = keptLog();
  today = '2026-01-01';
  /** The amount whose echo is refused. */
  refuses: number | undefined;
  /** What the next attempts end in. */
  fails: { readonly error: Error; readonly when: 'before it is recorded' | 'after it was recorded' }[] = [];
  readsPoison = false;
  readonly decisions: Decisions<number, Echo, Echoed, never>;
  readonly #clock: Clock = { now: () => Date.now(), today: () => this.today };
  readonly #runners = new Set<ProcessManagerRunner>();

  private constructor(
    private readonly database: TestDatabase,
    readonly store: PostgresEventStore,
    /** Works as the application does. */
    readonly dataSource: DataSource,
    /** Works as the owner, who may end other sessions. */
    readonly owner: DataSource,
    /** For a process that is to be killed. */
    readonly doomed: DataSource,
  ) {
    const decide = ({ amount }: Echo): readonly Echoed[] => [{ type: 'Echoed', data: { amount } }];
    const decider = { initialState: 0, evolve: (count: number) => count, decide };
    this.decisions = new Decisions({ store, codec: codecOf(echoes), decider });
  }

  static async open(): Promise<EchoService> {
    const migrations = [...platformReadStoreMigrations, ...eventLogMigrations, ...processManagerMigrations];
    const database = await createTestDatabase({
      name: 'with_process_managers',
      prepare: async (connectionString) => void (await migrate(connectionString, migrations)),
    });
    const url = database.connectionString;
    const common = { url, entities: [], migrations: [], poolSize: 6 };
    return new EchoService(
      database,
      new PostgresEventStore({ connectionString: url, role: APP_ROLE }),
      await createDataSource({ ...common, role: APP_ROLE }).initialize(),
      await createDataSource(common).initialize(),
      await createDataSource({ ...common, role: APP_ROLE }).initialize(),
    );
  }

  /** Starts a runner of the echo. */
  async start(options: Partial<ProcessManagerRunnerOptions> = {}): Promise<ProcessManagerRunner> {
    const { store, dataSource, log } = this;
    const runner = new ProcessManagerRunner({
      ...{ store, dataSource, log, clock: this.#clock, processes: [echoProcess(this)] },
      ...{ pollEveryMs: 10, retries: { firstPauseMs: 10, longestPauseMs: 100, mostAttempts: 6 } },
      ...options,
    });
    this.#runners.add(runner);
    await runner.start();
    return runner;
  }

  /** Lets a runner do all there is to do, and stops it. */
  async ranOnce(): Promise<void> {
    const runner = await this.start();
    await this.settled(runner);
    await this.stop(runner);
  }

  async stop(runner: ProcessManagerRunner): Promise<void> {
    await runner.stop();
    this.#runners.delete(runner);
  }

  /** Adds amounts to a jar; the events as recorded. */
  async add(jar: string, amounts: readonly number[], type?: string): Promise<readonly RecordedEvent[]> {
    const recorded: RecordedEvent[] = [];
    for (const amount of amounts) {
      const event = added(jar, amount, type);
      await this.store.append(`jar-${event.id}`, 'no-stream', [event]);
      recorded.push(...(await this.store.readStream(`jar-${event.id}`)));
    }
    return recorded;
  }

  /** What was echoed of a jar, in the order recorded. */
  async echoes(jar: string): Promise<readonly number[]> {
    const events = await this.store.readStream(`echo-${jar}`);
    return events.map(({ payload }) => (JSON.parse(payload) as Echoed['data']).amount);
  }

  /** Waits until the runner's managers have come to the log's end with nothing due left to do. */
  async settled(runner: ProcessManagerRunner): Promise<void> {
    await this.until(async () => {
      // Looked at before and after, so that what moved from one list to the other in between is seen in one of them.
      const before = await this.#isIdle(runner);
      const due = await this.dataSource.query<unknown[]>('select from app.process_timers where due_on <= $1', [this.today]);
      return before && due.length === 0 && (await this.#isIdle(runner));
    });
  }

  async #isIdle(runner: ProcessManagerRunner): Promise<boolean> {
    const statuses = await runner.status();
    return statuses.every(({ lag, outbox }) => lag.positions === 0n && outbox.waiting === 0);
  }

  /** Looks again and again until something is so. */
  async until(isSo: () => Promise<boolean>): Promise<void> {
    const patience = Date.now() + PATIENCE_MS;
    while (!(await isSo())) {
      if (Date.now() > patience) throw new Error(`it did not come to pass; the log says ${JSON.stringify(this.log.entries)}`);
      await pause(5);
    }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#runners].map((runner) => runner.stop()));
    await this.store.close();
    await this.dataSource.destroy();
    await this.owner.destroy();
    await this.doomed.destroy();
    await this.database.drop();
  }
}
