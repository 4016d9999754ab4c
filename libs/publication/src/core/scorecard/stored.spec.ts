import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { canonicalJson } from '#kernel/canonical-json.js';
import { scorecardCodec } from './codec.js';

const folder = fileURLToPath(new URL('stored/', import.meta.url));
const seal = (text: string): string => Buffer.from(text).toString('base64url');
const unseal = (sealed: string): string => Buffer.from(sealed, 'base64url').toString();

describe('stored events of scorecards', () => {
  const names = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));

  it('have a golden for every name ever written, and none besides', () => {
    expect(names.toSorted()).toEqual([...scorecardCodec.storedNames].toSorted());
  });

  it.each(names)('%s still decodes, and lies in the log as it always did', (name) => {
    const payload = canonicalJson(JSON.parse(readFileSync(`${folder}${name}.json`, 'utf8')));
    const event = scorecardCodec.decode({ type: name, payload }, unseal);
    const again = scorecardCodec.encode(event, seal);
    // What is stepped up is written under its later name, and nothing is added to what was hashed.
    expect(again.payload).toBe(payload);
    if (again.type !== name) expect(again.type > name).toBe(true);
  });

  it.each(names)('%s keeps what was typed sealed', (name) => {
    const typed = Buffer.from('Typed by somebody.').toString('base64url');
    const text = readFileSync(`${folder}${name}.json`, 'utf8');
    expect(text.includes(typed)).toBe(scorecardCodec.holdsFreeText(name.replace(/\.v\d+$/, '')));
  });
});
