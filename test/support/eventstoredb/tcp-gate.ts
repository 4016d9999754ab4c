import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A socket in front of a server that can be cut without the server's doing, as a network fails. */
export class TcpGate {
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;

  private constructor(server: Server) {
    this.#server = server;
  }

  /** Lets what connects to `port` of this machine (any free one unless given) through to another, of this one unless said. */
  static async open(toPort: number, port = 0, toHost = '127.0.0.1'): Promise<TcpGate> {
    const server = createServer();
    const gate = new TcpGate(server);
    server.on('connection', (outside) => gate.#join(outside, connect(toPort, toHost)));
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', resolve);
    });
    return gate;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  /** Resets every connection; new ones are let through. */
  cut(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.cut();
    await closed;
  }

  #join(outside: Socket, inside: Socket): void {
    for (const [socket, other] of [
      [outside, inside],
      [inside, outside],
    ] as const) {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      // Whichever side goes, the other goes too.
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        this.#sockets.delete(socket);
        other.destroy();
      });
      socket.pipe(other);
    }
  }
}
