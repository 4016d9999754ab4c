import { Client, type ClientConfig } from 'pg';
import type { ChangeSignal } from '../change-signal.js';

const REOPEN_AFTER_MS = 500;

/** Raises a signal for each NOTIFY of the log. It is a hint: what a lost connection does not hear, polling finds. */
export class LogListener {
  readonly #config: ClientConfig;
  readonly #changes: ChangeSignal;
  #client: Client | undefined;
  #reopening: NodeJS.Timeout | undefined;
  #closed = false;

  constructor(config: ClientConfig, changes: ChangeSignal) {
    this.#config = config;
    this.#changes = changes;
  }

  /** Begins to listen; calls after the first do nothing. */
  start(): void {
    if (this.#client !== undefined || this.#reopening !== undefined || this.#closed) return;
    const client = new Client(this.#config);
    this.#client = client;
    client.on('notification', () => this.#changes.raise());
    client.on('error', () => this.#reopen(client));
    client.on('end', () => this.#reopen(client));
    client
      .connect()
      .then(() => client.query('LISTEN event_log'))
      .then(() => this.#changes.raise())
      .catch(() => this.#reopen(client));
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#reopening);
    await this.#client?.end().catch(() => undefined);
  }

  #reopen(client: Client): void {
    if (this.#client !== client || this.#closed) return;
    this.#client = undefined;
    client.end().catch(() => undefined);
    this.#reopening = setTimeout(() => {
      this.#reopening = undefined;
      this.start();
    }, REOPEN_AFTER_MS);
  }
}
