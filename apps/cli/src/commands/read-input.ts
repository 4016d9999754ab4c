import { readFile } from 'node:fs/promises';
import { CommandFailed } from '../session/command.js';

/** A file's content; a file that cannot be read is told in one sentence. */
export async function readInput(path: string): Promise<Buffer> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new CommandFailed(`${path} cannot be read: ${reasonOf(error)}.`);
  });
}

/** What the system says of a file, in words. */
export function reasonOf({ code, message }: NodeJS.ErrnoException): string {
  if (code === 'ENOENT') return 'there is no such file or folder';
  if (code === 'EISDIR') return 'it is a folder';
  if (code === 'EEXIST') return 'it is there already';
  return code === 'EACCES' ? 'you may not' : message;
}
