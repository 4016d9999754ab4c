import { connect, type Socket } from 'node:net';
import { closedLoop } from '../measure/closed-loop.js';
import { seededRandom } from '../measure/seeded-random.js';
import type { Target } from './requests.js';

/*
 * The load, from a process of its own. It speaks the HTTP it needs over plain sockets, so that on few cores it is the servers
 * that are measured and not their client.
 */

/** What the benchmark asks this process for. */
export interface LoadOrder {
  readonly port: number;
  readonly targets: readonly Target[];
  readonly connections: number;
  readonly milliseconds: number;
  readonly seed: number;
}

/** What came of it: times in milliseconds, answers by their status. */
export interface LoadReport {
  readonly perSecond: number;
  readonly latencies: readonly number[];
  readonly statuses: Readonly<Record<string, number>>;
}

/** One connection that is kept alive, with one request under way at a time. */
class Connection {
  readonly #socket: Socket;
  #received = '';
  #answered: (status: string) => void = () => undefined;
  #failed: (error: Error) => void = () => undefined;

  constructor(port: number) {
    this.#socket = connect({ port, host: '127.0.0.1', noDelay: true });
    this.#socket.setEncoding('latin1');
    this.#socket.on('data', (text: string) => this.#take(text));
    this.#socket.on('error', (error) => this.#failed(error));
    this.#socket.on('close', () => this.#failed(new Error('the server closed the connection')));
  }

  send(request: string): Promise<string> {
    return new Promise((resolve, reject) => {
      [this.#answered, this.#failed] = [resolve, reject];
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(text: string): void {
    this.#received += text;
    const head = this.#received.indexOf('\r\n\r\n');
    if (head < 0) return;
    const length = /\r\ncontent-length: *(\d+)/i.exec(this.#received)?.[1];
    if (length === undefined) return this.#failed(new Error(`an answer without a length: ${this.#received.slice(0, 200)}`));
    if (this.#received.length < head + 4 + Number(length)) return;
    const status = this.#received.slice(9, 12);
    this.#received = '';
    this.#answered(status);
  }
}

async function load({ port, targets, connections, milliseconds, seed }: LoadOrder): Promise<LoadReport> {
  const random = seededRandom(seed);
  const open = Array.from({ length: connections }, () => new Connection(port));
  const statuses: Record<string, number> = {};
  let sent = 0;
  const { perSecond, latencies } = await closedLoop(connections, milliseconds, async (caller) => {
    const target = targets[Math.floor(random() * targets.length)];
    const connection = open[caller];
    if (target === undefined || connection === undefined) throw new Error('nothing to send, or nobody to send it');
    const status = await connection.send(written(target, `bench-${String(seed)}-${String((sent += 1))}`));
    statuses[status] = (statuses[status] ?? 0) + 1;
  });
  for (const connection of open) connection.close();
  return { perSecond, latencies, statuses };
}

const written = ({ path, token, body }: Target, key: string): string =>
  `POST ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\n` +
  `Idempotency-Key: ${key}\r\nContent-Length: ${String(Buffer.byteLength(body))}\r\n\r\n${body}`;

process.on('message', (order: LoadOrder) => {
  load(order).then(
    (report) => process.send?.(report),
    (error: unknown) => {
      throw error;
    },
  );
});
