import type { DataSource } from 'typeorm';

/** A command that was refused, or that failed too often: nothing of it was recorded. */
export interface DeadLetter {
  readonly commandId: string;
  readonly manager: string;
  /** The process it belongs to: for an assessment's, its stream or id. */
  readonly instance: string;
  readonly command: unknown;
  /** The event it follows from. */
  readonly causationId: string;
  readonly correlationId: string;
  readonly attempts: number;
  /** The rule that refused it, or `too-many-attempts`. */
  readonly rule: string;
  readonly detail: string;
  readonly issuedAt: Date;
  readonly givenUpAt: Date;
}

/** Who puts a dead letter aside, and why. */
export interface Dismissal {
  /** The operator's person id. */
  readonly by: string;
  readonly reason: string;
}

const COLUMNS = `command_id as "commandId", manager, instance, command, causation_id as "causationId",
  correlation_id as "correlationId", attempts, rule, detail, issued_at as "issuedAt", given_up_at as "givenUpAt"`;

/** What operators see and do about commands that were given up; works in any process. */
export class DeadLetters {
  constructor(private readonly dataSource: Pick<DataSource, 'query'>) {}

  /** Those nobody has dealt with, oldest first, at most `limit`. */
  list({ manager, limit = 200 }: { readonly manager?: string; readonly limit?: number } = {}): Promise<readonly DeadLetter[]> {
    return this.dataSource.query(
      `select ${COLUMNS} from app.process_dead_letters
        where dismissed_at is null and ($1::text is null or manager = $1) order by given_up_at, command_id limit $2`,
      [manager ?? null, limit],
    );
  }

  /**
   * Sends a command again, under the same id: had it been carried out after all, it is answered and not done twice. False
   * when there is no such dead letter.
   */
  async retry(commandId: string): Promise<boolean> {
    const moved: unknown[] = await this.dataSource.query(
      `with again as (delete from app.process_dead_letters where command_id = $1 and dismissed_at is null returning *)
       insert into app.process_outbox
         (command_id, manager, instance, command, causation_id, correlation_id, issued_at, next_attempt_at, last_failure)
       select command_id, manager, instance, command, causation_id, correlation_id, issued_at, '-infinity', detail from again
       returning command_id`,
      [commandId],
    );
    return moved.length === 1;
  }

  /** Puts one aside for good, with the reason on record. False when there is no such dead letter. */
  async dismiss(commandId: string, { by, reason }: Dismissal): Promise<boolean> {
    const [dismissed]: [unknown[], number] = await this.dataSource.query(
      `update app.process_dead_letters set dismissed_at = clock_timestamp(), dismissed_by = $2, dismissed_because = $3
        where command_id = $1 and dismissed_at is null returning command_id`,
      [commandId, by, reason],
    );
    return dismissed.length === 1;
  }
}
