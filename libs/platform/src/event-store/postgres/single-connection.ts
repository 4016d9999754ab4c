import { Client, type ClientConfig, type QueryConfig, type QueryResultRow } from 'pg';
import { isConnectionLoss } from './connection-loss.js';

/** One connection for one user at a time, opened when first needed and opened anew after it was lost. */
export class SingleConnection {
  readonly #config: ClientConfig;
  #client: Client | undefined;

  constructor(config: ClientConfig) {
    this.#config = config;
  }

  /** Runs one statement. A lost connection rejects this one; the next call opens another. */
  async query<Row extends QueryResultRow>(statement: QueryConfig): Promise<readonly Row[]> {
    const client = this.#client ?? (await this.#open());
    try {
      return (await client.query<Row>(statement)).rows;
    } catch (error) {
      if (isConnectionLoss(error)) this.#abandon(client);
      throw error;
    }
  }

  async close(): Promise<void> {
    const client = this.#client;
    this.#client = undefined;
    await client?.end();
  }

  async #open(): Promise<Client> {
    const client = new Client(this.#config);
    // An idle connection that is cut has nobody else to tell.
    client.on('error', () => this.#abandon(client));
    await client.connect();
    this.#client = client;
    return client;
  }

  #abandon(client: Client): void {
    if (this.#client === client) this.#client = undefined;
    // It may hang half open after a time-out; that it cannot be closed in good order is what we know already.
    client.end().catch(() => undefined);
  }
}
