import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import type { z } from 'zod';
import type { RecordedEvent } from '#platform/event-store/port.js';
import { reasonOf } from '../commands/read-input.js';
import { CommandFailed } from '../session/command.js';
import { endLine, eventLine, eventOf, headerLine } from './dump-format.js';

/** An event of a dump, and how many the dump says it holds. */
export interface DumpedEvent {
  readonly event: RecordedEvent;
  readonly events: bigint;
}

/**
 * The events of a dump, in order. That the file is whole and unchanged is known only when the last one has been given: then the
 * digest is compared.
 *
 * @throws CommandFailed, naming the line, for a file that is not a dump, is damaged, or was cut off.
 */
export async function* readDump(path: string): AsyncGenerator<DumpedEvent, void, undefined> {
  const digest = createHash('sha256');
  let [number, announced, given, ended] = [0, 0n, 0n, false];
  for await (const line of linesOf(path)) {
    number += 1;
    if (ended) throw damaged(path, number, 'something follows the digest');
    if (number === 1) announced = parsed(headerLine, line, path, number, 'is no dump of the log').events;
    else if (given === announced) {
      const { sha256 } = parsed(endLine, line, path, number, 'holds more than it says');
      if (sha256 !== digest.digest('hex')) throw damaged(path, number, 'its digest is not that of its content');
      ended = true;
      continue;
    } else {
      yield { event: eventOf(parsed(eventLine, line, path, number, 'is no event')), events: announced };
      given += 1n;
    }
    digest.update(line).update('\n');
  }
  if (!ended) throw damaged(path, number + 1, 'it was cut off: the line with its digest is missing');
}

const damaged = (path: string, line: number, what: string): CommandFailed =>
  new CommandFailed(`${path} is damaged at line ${String(line)}: ${what}.`);

function parsed<Schema extends z.ZodType>(
  schema: Schema,
  line: Buffer,
  path: string,
  number: number,
  what: string,
): z.infer<Schema> {
  try {
    const read = schema.safeParse(JSON.parse(line.toString('utf8')));
    if (read.success) return read.data;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw damaged(path, number, `it ${what}`);
}

const LINE_FEED = 10;

/** The bytes of each line: only a line feed ends one, for the characters that some also take for an end stand in texts. */
async function* linesOf(path: string): AsyncGenerator<Buffer, void, undefined> {
  let rest: Buffer = Buffer.alloc(0);
  try {
    for await (const chunk of createReadStream(path) as AsyncIterable<Buffer>) {
      const bytes = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
      let from = 0;
      for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, from)) {
        yield bytes.subarray(from, end);
        from = end + 1;
      }
      rest = bytes.subarray(from);
    }
  } catch (error) {
    throw new CommandFailed(`${path} cannot be read: ${reasonOf(error as NodeJS.ErrnoException)}.`);
  }
  if (rest.length > 0) yield rest;
}
