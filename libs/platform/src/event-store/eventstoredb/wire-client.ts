import { type BaseOptions, EventStoreDBClient } from '@eventstore/db-client';
import type { StreamsClient } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import services from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { AppendReq, AppendResp, ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import type { CallOptions, Channel, ClientReadableStream, Metadata } from '@grpc/grpc-js';
import { ServerSilent } from './wire-failure.js';

type StreamsConstructor = typeof services.StreamsClient;

/**
 * What of the client is used: its discovery, its channel with reconnection, and its credentials, all of them `protected`
 * there. Its calls are not: `appendToStream` keeps what is pending in a map of the whole process, where another client's
 * dead server rejects it and a second answer ends the process; reads hang when the server is silent; `readAll` cannot filter.
 */
interface ClientInside {
  execute<Result>(type: StreamsConstructor, name: string, action: (streams: StreamsClient) => Promise<Result>): Promise<Result>;
  GRPCStreamCreator(
    type: StreamsConstructor,
    name: string,
    creator: (streams: StreamsClient) => ClientReadableStream<ReadResp>,
  ): () => Promise<ClientReadableStream<ReadResp>>;
  callArguments(base: BaseOptions, options?: CallOptions): [Metadata, CallOptions];
  getChannel(): Promise<Channel>;
}

/** The leader is asked for on every call, and each server checks: discovery may have fallen back to any node. */
const LEADER_ONLY = { requiresLeader: true } as const;

/** Calls of EventStoreDB over the client's connection, each under a timer of ours. Connects when first used. */
export class WireClient {
  readonly #client: EventStoreDBClient;
  readonly #inside: ClientInside;
  readonly #timeoutMs: number;
  #used = false;

  /** Takes an `esdb://` connection string (`kurrentdb://` is the same by its later name), and how long a call may be silent. */
  constructor(connectionString: string, timeoutMs: number) {
    this.#client = EventStoreDBClient.connectionString(connectionString.replace(/^kurrentdb/, 'esdb'));
    this.#inside = this.#client as unknown as ClientInside;
    this.#timeoutMs = timeoutMs;
  }

  /** Rejects with the server's status, or with ServerSilent: then the append may have been made, or be made later. */
  append(messages: readonly AppendReq[]): Promise<AppendResp> {
    this.#used = true;
    const call = (streams: StreamsClient): Promise<AppendResp> =>
      this.#within(
        new Promise<AppendResp>((resolve, reject) => {
          const options = this.#inside.callArguments({ ...LEADER_ONLY, deadline: this.#timeoutMs });
          const sink = streams.append(...options, (error, response) => (error ? reject(error) : resolve(response)));
          sink.on('error', reject);
          for (const message of messages) sink.write(message);
          sink.end();
        }),
      );
    return this.#within(this.#inside.execute(services.StreamsClient, 'append', call));
  }

  /** A read that ends by itself. Whoever stops early cancels it. */
  async *read(request: ReadReq): AsyncGenerator<ReadResp> {
    const stream = await this.open(request);
    const silent = (): void => void stream.destroy(new ServerSilent(this.#timeoutMs));
    let alarm = setTimeout(silent, this.#timeoutMs);
    try {
      for await (const message of stream) {
        clearTimeout(alarm);
        yield message as ReadResp;
        alarm = setTimeout(silent, this.#timeoutMs);
      }
    } finally {
      clearTimeout(alarm);
      stream.cancel();
    }
  }

  /** A stream of messages, open for as long as the caller wants it; the caller cancels it. */
  async open(request: ReadReq): Promise<ClientReadableStream<ReadResp>> {
    this.#used = true;
    const create = this.#inside.GRPCStreamCreator(services.StreamsClient, 'read', (streams) =>
      streams.read(request, ...this.#inside.callArguments(LEADER_ONLY, { deadline: Infinity })),
    );
    const opening = create();
    try {
      return await this.#within(opening);
    } catch (error) {
      // It may still open when nobody waits for it any more.
      opening.then((stream) => stream.cancel()).catch(() => undefined);
      throw error;
    }
  }

  /** Ends every stream and closes the channel. */
  async close(): Promise<void> {
    await this.#client.dispose();
    if (!this.#used) return;
    const channel = await this.#within(this.#inside.getChannel()).catch(() => undefined);
    channel?.close();
  }

  async #within<Result>(work: Promise<Result>): Promise<Result> {
    let timer: NodeJS.Timeout | undefined;
    const silence = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new ServerSilent(this.#timeoutMs)), this.#timeoutMs);
    });
    try {
      return await Promise.race([work, silence]);
    } finally {
      clearTimeout(timer);
    }
  }
}
