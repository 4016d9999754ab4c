import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, link, open, rm } from 'node:fs/promises';
import { canonicalJson } from '#kernel/canonical-json.js';
import type { EventStore } from '#platform/event-store/port.js';
import { reasonOf } from '../commands/read-input.js';
import { CommandFailed, goOnUnless } from '../session/command.js';
import { dumpFormat, lineOf } from './dump-format.js';

/** How a dump is made. */
export interface DumpOptions {
  readonly interrupted: AbortSignal;
  readonly onProgress: (done: bigint, total: bigint) => void;
}

/** What was written. */
export interface WrittenDump {
  readonly events: bigint;
  readonly sha256: string;
}

const BATCH = 1_000;

/**
 * Writes the log, as it is now, to a new file that only its owner may read; what is recorded meanwhile is not in it. The file
 * appears under its name when it is whole, and not at all otherwise.
 */
export async function writeDump(path: string, store: EventStore, options: DumpOptions): Promise<WrittenDump> {
  const unfinished = `${path}.unfinished-${String(process.pid)}`;
  const file = await open(unfinished, 'wx', 0o600).catch((error: NodeJS.ErrnoException) => refuse(path, error));
  try {
    const written = await writeEvents(file, store, options).finally(() => file.close());
    // A link, unlike a renaming, never takes the place of a file that is there.
    await link(unfinished, path).catch((error: NodeJS.ErrnoException) => refuse(path, error));
    return written;
  } finally {
    await rm(unfinished, { force: true });
  }
}

function refuse(path: string, error: NodeJS.ErrnoException): never {
  throw new CommandFailed(`${path} cannot be written: ${reasonOf(error)}. Nothing was kept.`);
}

async function writeEvents(file: FileHandle, store: EventStore, { interrupted, onProgress }: DumpOptions): Promise<WrittenDump> {
  const { position: last } = await store.head();
  const digest = createHash('sha256');
  await write(file, `${canonicalJson({ checkpointLog: dumpFormat, events: String(last) })}\n`, digest);
  for (let position = 0n; position < last;) {
    goOnUnless(interrupted);
    const left = last - position;
    const events = await store.readAll(position, left < BATCH ? Number(left) : BATCH);
    const end = events.at(-1)?.position;
    if (end === undefined) throw new Error(`the log ends at position ${String(position)}, before its head ${String(last)}`);
    await write(file, events.map(lineOf).join(''), digest);
    position = end;
    onProgress(position, last);
  }
  const sha256 = digest.digest('hex');
  await write(file, `${canonicalJson({ sha256 })}\n`);
  await file.sync();
  return { events: last, sha256 };
}

async function write(file: FileHandle, text: string, digest?: Hash): Promise<void> {
  digest?.update(text);
  await file.writeFile(text);
}
