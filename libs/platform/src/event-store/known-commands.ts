import { LRUCache } from 'lru-cache';
import type { RecordedEvent } from './port.js';

interface KnownStream {
  /** Everything up to this revision is known; -1 for a stream of which nothing is. */
  revision: bigint;
  /** Where each command's first event lies. */
  readonly commands: Map<string, bigint>;
}

/** Reads a stream's events after a revision. */
type ReadTail = (stream: string, afterRevision: bigint) => Promise<readonly Placed[]>;
type Placed = Pick<RecordedEvent, 'revision' | 'metadata'>;

/** Where a command's first event lies; undefined where it is not. */
type Found = bigint | undefined;

/**
 * Which commands the streams last used have recorded. A command belongs to one stream, so no engine needs an index by command:
 * that one stream is looked through, once, and from then on only what is new in it.
 */
export class KnownCommands {
  readonly #streams: LRUCache<string, KnownStream>;
  readonly #readTail: ReadTail;

  constructor(readTail: ReadTail, kept = 4_000) {
    this.#readTail = readTail;
    this.#streams = new LRUCache({ max: kept });
  }

  /** The revision of the command's first event, looking at least as far as a revision, or to the stream's end; at once if known. */
  find(stream: string, commandId: string, through: bigint | 'end'): Found | Promise<Found> {
    const known = this.#streams.get(stream);
    const found = known?.commands.get(commandId);
    if (found !== undefined || (through !== 'end' && (known?.revision ?? -1n) >= through)) return found;
    return this.#look(stream, commandId, known?.revision ?? -1n);
  }

  async #look(stream: string, commandId: string, after: bigint): Promise<Found> {
    this.learn(stream, await this.#readTail(stream, after));
    return this.#streams.get(stream)?.commands.get(commandId);
  }

  /** Takes in a command that was just appended, given where its events lie, if it goes on where the stream's known part ends. */
  appended(stream: string, commandId: string, first: bigint, last: bigint): void {
    const known = this.#known(stream);
    if (first !== known.revision + 1n) return;
    known.commands.set(commandId, first);
    known.revision = last;
  }

  /** Takes in events of a stream that were read anyway, if they go on where its known part ends. */
  learn(stream: string, events: readonly Placed[]): void {
    const known = this.#known(stream);
    for (const { metadata, revision } of events) {
      if (revision !== known.revision + 1n) continue;
      if (!known.commands.has(metadata.commandId)) known.commands.set(metadata.commandId, revision);
      known.revision = revision;
    }
  }

  #known(stream: string): KnownStream {
    const known = this.#streams.get(stream);
    if (known !== undefined) return known;
    const nothing = { revision: -1n, commands: new Map<string, bigint>() };
    this.#streams.set(stream, nothing);
    return nothing;
  }
}
