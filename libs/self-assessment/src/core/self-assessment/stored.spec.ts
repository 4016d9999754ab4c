import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { canonicalJson } from '#kernel/canonical-json.js';
import { selfAssessmentCodec } from './codec.js';

const folder = fileURLToPath(new URL('stored/', import.meta.url));
const seal = (text: string): string => Buffer.from(text).toString('base64url');
const unseal = (sealed: string): string => Buffer.from(sealed, 'base64url').toString();

describe('stored events of self-assessments', () => {
  const names = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));

  it('have a golden for every name ever written, and none besides', () => {
    expect(names.toSorted()).toEqual([...selfAssessmentCodec.storedNames].toSorted());
  });

  it.each(names)('%s still decodes, and lies in the log as it always did, what was typed sealed', (name) => {
    const text = readFileSync(`${folder}${name}.json`, 'utf8');
    const stored = { type: name, payload: canonicalJson(JSON.parse(text)) };
    expect(selfAssessmentCodec.encode(selfAssessmentCodec.decode(stored, unseal), seal)).toEqual(stored);
    const isSealed = text.includes(seal('Typed by somebody.'));
    expect(isSealed).toBe(selfAssessmentCodec.holdsFreeText(name.replace(/\.v\d+$/, '')));
  });
});
