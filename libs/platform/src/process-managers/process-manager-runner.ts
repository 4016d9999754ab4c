import { setMaxListeners } from 'node:events';
import type { DataSource } from 'typeorm';
import type { Clock } from '../clock/clock.js';
import type { EventStore } from '../event-store/port.js';
import type { EngineLog } from '../projections/projection-run.js';
import { DeadLetters } from './dead-letters.js';
import { PATIENT, type RetryPolicy } from './dispatch-commands.js';
import type { HostedProcess } from './hosted-process.js';
import { type Sessions, statementsOf } from './leased-session.js';
import { letProcessesTryAgain } from './process-checkpoint.js';
import { ProcessRun } from './process-run.js';
import { type ProcessStatus, processStatus } from './process-status.js';

export interface ProcessManagerRunnerOptions {
  readonly store: EventStore;
  /** Each process manager takes one connection of it for as long as it has the lease. */
  readonly dataSource: Sessions & Pick<DataSource, 'query'>;
  readonly processes: readonly HostedProcess[];
  readonly clock: Clock;
  readonly log: EngineLog;
  readonly retries?: RetryPolicy;
  /** How often timers, retries and a lease held elsewhere are looked at; each second unless given. */
  readonly pollEveryMs?: number;
  readonly batchSize?: number;
}

/**
 * Runs process managers, each where its lease is free: start a runner in as many processes as you like, one of them runs
 * each manager, and another takes over when it stops or dies. Unlike read models they are never rebuilt: what was sent stays
 * sent.
 */
export class ProcessManagerRunner {
  /** What operators see and do about commands that were given up. */
  readonly deadLetters: DeadLetters;
  readonly #runs: readonly ProcessRun[];
  readonly #stopping = new AbortController();
  #working: Promise<unknown> | undefined;

  constructor(private readonly options: ProcessManagerRunnerOptions) {
    const { store, dataSource, clock, log, processes, retries = PATIENT, pollEveryMs = 1000, batchSize = 500 } = options;
    const names = processes.map(({ manager }) => manager.name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) throw new Error(`two process managers are called ${twice}`);
    this.deadLetters = new DeadLetters(dataSource);
    const common = { store, sessions: dataSource, clock, log, retries, pollEveryMs, batchSize };
    this.#runs = processes.map((process) => new ProcessRun({ process, ...common }));
    // Each run waits for the stop in a few places; however many managers there are, that is no leak.
    setMaxListeners(0, this.#stopping.signal);
  }

  /**
   * Begins to work. A manager that had stopped is tried once more: a restart is how a corrected release arrives. Throws when
   * the database cannot be reached at all.
   */
  async start(): Promise<void> {
    if (this.#working !== undefined) throw new Error('the process managers were started before');
    await letProcessesTryAgain(statementsOf(this.options.dataSource), this.#names);
    this.#working = Promise.all(this.#runs.map((run) => run.run(this.#stopping.signal)));
  }

  /** Ends after the step under way and gives the leases back, for another process to go on at once. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#working;
  }

  /** Where each manager stands, wherever it runs. */
  status(): Promise<readonly ProcessStatus[]> {
    const { store, dataSource, processes } = this.options;
    return processStatus(
      processes.map(({ manager }) => manager),
      { store, dataSource },
    );
  }

  /** The managers that run here. */
  get runningHere(): readonly string[] {
    return this.#names.filter((_, index) => this.#runs[index]?.holdsLease);
  }

  /** Lets a stopped manager try again; false when it was not stopped. */
  async retry(name: string): Promise<boolean> {
    if (!this.#names.includes(name)) throw new TypeError(`no process manager is called ${name}`);
    return (await letProcessesTryAgain(statementsOf(this.options.dataSource), [name])).length === 1;
  }

  get #names(): readonly string[] {
    return this.options.processes.map(({ manager }) => manager.name);
  }
}
