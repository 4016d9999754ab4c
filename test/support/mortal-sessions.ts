import type { DataSource, QueryRunner } from 'typeorm';
import type { Sessions } from '#platform/process-managers/leased-session.js';

/** What a killed process can no longer do: anything. */
export class Killed extends Error {
  constructor() {
    super('this process was killed');
    this.name = 'Killed';
  }
}

/**
 * The database as a process sees it that is killed at its n-th step, from the outside and without a word: its sessions end on
 * the server, and nothing it still tries has an effect. A step is each side of a statement, and whatever else says so.
 */
export class MortalSessions implements Sessions {
  #steps = 0;
  #dead = false;
  readonly #backends = new Set<number>();
  readonly #died: Promise<void>;
  #tellDied: () => void = () => undefined;

  constructor(
    /** The connections of this process alone: they break when it is killed, and nobody else may be handed one. */
    private readonly own: DataSource,
    /** Ends sessions on the server, and asks what does not count as a step. */
    private readonly owner: DataSource,
    /** Absent in one that lives. */
    private readonly diesAtStep = Infinity,
  ) {
    this.#died = new Promise((resolve) => (this.#tellDied = resolve));
  }

  /** How many steps were taken. */
  get steps(): number {
    return this.#steps;
  }

  /** Resolves when the process has been killed. */
  get died(): Promise<void> {
    return this.#died;
  }

  /** Takes a step; throws Killed from the step it dies at. */
  async step(): Promise<void> {
    this.#steps += 1;
    if (!this.#dead && this.#steps >= this.diesAtStep) await this.kill();
    if (this.#dead) throw new Killed();
  }

  async kill(): Promise<void> {
    this.#dead = true;
    for (const backend of this.#backends) await this.owner.query('select pg_terminate_backend($1, 5000)', [backend]);
    this.#tellDied();
  }

  createQueryRunner(): QueryRunner {
    const runner = this.own.createQueryRunner();
    const query = runner.query.bind(runner);
    let known = false;
    const mortalQuery = async (...statement: Parameters<typeof query>): Promise<unknown> => {
      if (!known) {
        const [{ pid }] = (await query('select pg_backend_pid() as pid')) as [{ pid: number }];
        this.#backends.add(pid);
        known = true;
      }
      await this.step();
      const answer: unknown = await query(...statement);
      await this.step();
      return answer;
    };
    // Its overloads tell what the last parameter makes of the answer, which is passed through.
    runner.query = mortalQuery as QueryRunner['query'];
    return runner;
  }

  query<Answer>(sql: string, parameters?: unknown[]): Promise<Answer> {
    return this.owner.query(sql, parameters);
  }
}
