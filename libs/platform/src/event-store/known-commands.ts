import { LRUCache } from 'lru-cache';
import { GrowingMap } from '#kernel/growing.js';
import type { RecordedEvent } from './port.js';

interface KnownStream {
  /** Everything up to this revision is known; -1 for a stream of which nothing is. */
  readonly revision: bigint;
  /** Where each command's first event lies. */
  readonly commands: GrowingMap<string, bigint>;
}

/** Reads a stream's events after a revision. */
type ReadTail = (stream: string, afterRevision: bigint) => Promise<readonly Placed[]>;
type Placed = Pick<RecordedEvent, 'revision' | 'metadata'>;

const NOTHING: KnownStream = { revision: -1n, commands: GrowingMap.empty() };

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

  /** The revision of the command's first event, looking at least as far as a revision, or to the stream's end. */
  async find(stream: string, commandId: string, through: bigint | 'end'): Promise<bigint | undefined> {
    const known = this.#streams.get(stream) ?? NOTHING;
    const found = known.commands.get(commandId);
    if (found !== undefined || (through !== 'end' && known.revision >= through)) return found;
    this.learn(stream, await this.#readTail(stream, known.revision));
    return this.#streams.get(stream)?.commands.get(commandId);
  }

  /** Takes in a command that was just appended, given where its events lie, if it goes on where the stream's known part ends. */
  appended(stream: string, commandId: string, first: bigint, last: bigint): void {
    const known = this.#streams.get(stream) ?? NOTHING;
    if (first !== known.revision + 1n) return;
    this.#streams.set(stream, { revision: last, commands: known.commands.with(commandId, first) });
  }

  /** Takes in events of a stream that were read anyway, if they go on where its known part ends. */
  learn(stream: string, events: readonly Placed[]): void {
    const known = this.#streams.get(stream) ?? NOTHING;
    const news = events.filter(({ revision }) => revision > known.revision);
    const last = news.at(-1);
    if (last === undefined || news[0]?.revision !== known.revision + 1n) return;
    let { commands } = known;
    for (const { metadata, revision } of news)
      if (!commands.has(metadata.commandId)) commands = commands.with(metadata.commandId, revision);
    this.#streams.set(stream, { revision: last.revision, commands });
  }
}
