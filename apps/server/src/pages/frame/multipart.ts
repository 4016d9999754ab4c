import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import { Busboy, type BusboyFileStream } from '@fastify/busboy';
import { decodeText } from '#platform/files/decode-text.js';
import { LARGEST_FILE } from '../../edge/large-body.js';
import { problem } from '../../edge/problem.js';

type Field = readonly [name: string, value: string];

/** Whether a form comes with files. */
export const isMultipart = (contentType: string | undefined): contentType is string =>
  contentType?.startsWith('multipart/form-data') === true;

/**
 * The fields of a form that came with files. A file is a field like any other, its text as the value, so that whoever shows
 * the form again shows it too; its name is in a field beside it (`file` and `file-name`). A file that was not chosen is none.
 */
export async function multipartFields(body: Readable, contentType: string): Promise<readonly Field[]> {
  const limits = { files: 2, fileSize: LARGEST_FILE, fields: 200, fieldSize: LARGEST_FILE };
  const parser = Busboy({ headers: { 'content-type': contentType }, limits });
  const fields: Field[] = [];
  const files: Promise<readonly Field[]>[] = [];
  parser.on('field', (name, value) => fields.push([name, value]));
  parser.on('file', (name, file, fileName) => {
    const read = readFile(name, file, fileName);
    // Awaited below; a form that breaks off before then fails by itself.
    read.catch(() => undefined);
    files.push(read);
  });
  await pipeline(body, parser).catch((error: unknown) => {
    throw error instanceof Error && 'code' in error
      ? error
      : problem('bad-request', 'The form broke off before its end. Nothing was recorded.');
  });
  return [...fields, ...(await Promise.all(files)).flat()];
}

async function readFile(name: string, file: BusboyFileStream, fileName: string): Promise<readonly Field[]> {
  const content = await buffer(file);
  if (file.truncated) throw problem('body-too-large', 'The file is larger than 8 MiB. Nothing was recorded; send less at once.');
  if (content.length === 0 && fileName === '') return [];
  return [
    [name, decodeText(content)],
    [`${name}-name`, fileName],
  ];
}
