import type { ClientBase, Connection, Submittable } from 'pg';
import { type DataSource, type EntityManager, QueryFailedError } from 'typeorm';

/** A statement as it is sent. Its text is prepared once on each connection, so what varies belongs into the values. */
export interface Statement {
  readonly text: string;
  readonly values?: readonly (string | null)[];
  /** What a `copy ... from stdin` reads. */
  readonly data?: Buffer;
}

/** A flight that failed: nothing of it was done, unless it was part of a transaction that is rolled back by whoever began it. */
export class FlightFailed extends QueryFailedError {
  constructor(
    statement: Statement | undefined,
    /** Which of the statements failed. */
    readonly index: number,
    error: Error,
  ) {
    super(statement?.text ?? '', [], error);
  }
}

/**
 * Sends statements all at once and waits for one answer: outside a transaction they are one of their own. On a busy machine each
 * answer waited for costs more than its statement. The driver's pipeline can neither send COPY nor do without a transaction
 * begun and ended, hence this, which speaks the extended query protocol through the driver's connection.
 */
export async function fly(client: ClientBase, statements: readonly Statement[]): Promise<void> {
  if (statements.length > 0) await client.query(new Flight(statements)).landed;
}

/** The connection of the manager's transaction. */
export async function clientOf({ queryRunner }: EntityManager): Promise<ClientBase> {
  if (queryRunner === undefined) throw new TypeError('the manager is not that of a transaction');
  return (await queryRunner.connect()) as ClientBase;
}

/** Does some work with a connection of the pool. */
export async function withClient<Result>(dataSource: DataSource, work: (client: ClientBase) => Promise<Result>): Promise<Result> {
  const runner = dataSource.createQueryRunner();
  try {
    return await work((await runner.connect()) as ClientBase);
  } finally {
    await runner.release();
  }
}

class Flight implements Submittable {
  readonly landed: Promise<void>;
  #land: () => void = () => undefined;
  #fail: (reason: FlightFailed) => void = () => undefined;
  /** How many of the statements were done. */
  #done = 0;
  #prepared = new Set<string>();

  constructor(private readonly statements: readonly Statement[]) {
    this.landed = new Promise((resolve, reject) => {
      this.#land = resolve;
      this.#fail = reject;
    });
  }

  submit(connection: Connection): void {
    this.#prepared = preparedOn(connection);
    connection.stream.cork();
    for (const statement of this.statements) this.#send(statement, connection);
    connection.sync();
    connection.stream.uncork();
  }

  handleCommandComplete(): void {
    const statement = this.statements[this.#done];
    if (statement !== undefined) this.#prepared.add(statement.text);
    this.#done += 1;
  }

  handleError(error: Error): void {
    this.#fail(new FlightFailed(this.statements[this.#done], this.#done, error));
  }

  handleReadyForQuery(): void {
    this.#land();
  }

  /** Its data are on their way already. */
  handleCopyInResponse(): void {}
  handleDataRow(): void {}
  handleRowDescription(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}

  #send({ text, values = [], data }: Statement, connection: Connection): void {
    const name = nameOf(text);
    if (!this.#prepared.has(text)) {
      // It may have been prepared by a flight that failed; closing one that does not exist is no error.
      connection.close({ type: 'S', name }, true);
      connection.parse({ name, text, types: [] }, true);
    }
    connection.bind({ statement: name, values: [...values] }, true);
    connection.execute(null, true);
    if (data !== undefined) sendCopied(data, connection);
  }
}

const COPY_DATA = 0x64;
const COPY_DONE = Buffer.from([0x63, 0, 0, 0, 4]);

function sendCopied(data: Buffer, { stream }: Connection): void {
  const head = Buffer.from([COPY_DATA, 0, 0, 0, 0]);
  head.writeUInt32BE(data.length + 4, 1);
  stream.write(head);
  stream.write(data);
  stream.write(COPY_DONE);
}

/** The texts each connection has prepared. */
const prepared = new WeakMap<Connection, Set<string>>();

function preparedOn(connection: Connection): Set<string> {
  const texts = prepared.get(connection) ?? new Set<string>();
  prepared.set(connection, texts);
  return texts;
}

const names = new Map<string, string>();

/** A short name for a text; the server cuts off long ones. */
function nameOf(text: string): string {
  const name = names.get(text) ?? `flight_${String(names.size)}`;
  names.set(text, name);
  return name;
}
