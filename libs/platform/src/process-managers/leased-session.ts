import type { DataSource, QueryRunner } from 'typeorm';

/** Where sessions come from. */
export type Sessions = Pick<DataSource, 'createQueryRunner'>;

/** What a statement needs of a session, in a transaction or not. */
export interface Sql {
  query<Row>(sql: string, parameters?: readonly unknown[]): Promise<readonly Row[]>;
}

/** Statements over whichever connection is free. */
export const statementsOf = (dataSource: Pick<DataSource, 'query'>): Sql => ({
  async query<Row>(sql: string, parameters: readonly unknown[] = []) {
    const answer: Row[] | [Row[], number] = await dataSource.query(sql, [...parameters]);
    // TypeORM answers an update with its rows and how many there were.
    return (Array.isArray(answer[0]) ? answer[0] : answer) as readonly Row[];
  },
});

/** Silence after which the database ends the session of a process that hangs, and so frees its lease, in milliseconds. */
const SILENCE_MS = 60_000;

/**
 * The right to run one process manager, and the one connection its work goes over. The lease is an advisory lock of that
 * connection's session: whoever loses the connection loses lease and work together, and another process takes over.
 */
export class LeasedSession implements Sql {
  private constructor(private readonly runner: QueryRunner) {}

  /** Takes the lease; undefined when another session has it. */
  static async acquire(sessions: Sessions, manager: string): Promise<LeasedSession | undefined> {
    const runner = sessions.createQueryRunner();
    try {
      const session = new LeasedSession(runner);
      const [answer] = await session.query<{ taken: boolean }>(
        `select pg_try_advisory_lock(hashtextextended('process manager ' || $1, 0)) as taken`,
        [manager],
      );
      if (answer?.taken === true) {
        await session.query(`select set_config('idle_session_timeout', $1, false)`, [String(SILENCE_MS)]);
        return session;
      }
    } catch (error) {
      await runner.release();
      throw error;
    }
    await runner.release();
    return undefined;
  }

  async query<Row>(sql: string, parameters: readonly unknown[] = []): Promise<readonly Row[]> {
    const { records } = await this.runner.query(sql, [...parameters], true);
    return (records ?? []) as readonly Row[];
  }

  /** All of the work's statements, or none. */
  async transaction<Result>(work: () => Promise<Result>): Promise<Result> {
    await this.runner.startTransaction();
    try {
      const result = await work();
      await this.runner.commitTransaction();
      return result;
    } catch (error) {
      // A connection that broke has rolled back by itself, and the first error says more than this one.
      await this.runner.rollbackTransaction().catch(() => undefined);
      throw error;
    }
  }

  /** Gives the lease back, for another process to take at once. */
  async release(): Promise<void> {
    // The connection returns to a pool, and must carry nothing of this there; one that broke has nothing.
    await this.query(`select pg_advisory_unlock_all(), set_config('idle_session_timeout', '0', false)`).catch(() => undefined);
    await this.runner.release();
  }
}
