import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { canonicalJson } from '#kernel/canonical-json.js';
import { bulkEntryCodec } from './codec.js';

const folder = fileURLToPath(new URL('stored/', import.meta.url));
const seal = (text: string): string => Buffer.from(text).toString('base64url');
const unseal = (sealed: string): string => Buffer.from(sealed, 'base64url').toString();

describe('stored events of bulk entries', () => {
  const names = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));

  it('have a golden for every name ever written, and none besides', () => {
    expect(names.toSorted()).toEqual([...bulkEntryCodec.storedNames].toSorted());
  });

  it.each(names)('%s still decodes, and lies in the log as it always did', (name) => {
    const payload = canonicalJson(JSON.parse(readFileSync(`${folder}${name}.json`, 'utf8')));
    const event = bulkEntryCodec.decode({ type: name, payload }, unseal);
    expect(bulkEntryCodec.encode(event, seal)).toEqual({ type: name, payload });
  });
});
