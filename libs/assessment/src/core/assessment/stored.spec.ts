import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { canonicalJson } from '#kernel/canonical-json.js';
import type { StoredEvent } from '#kernel/codec.js';
import { assessmentCodec } from './codec.js';

const folder = fileURLToPath(new URL('stored/', import.meta.url));
const seal = (text: string): string => Buffer.from(text).toString('base64url');
const unseal = (sealed: string): string => Buffer.from(sealed, 'base64url').toString();

function golden(name: string): StoredEvent {
  const { type, payload } = JSON.parse(readFileSync(`${folder}${name}.json`, 'utf8')) as { type: string; payload: unknown };
  return { type, payload: canonicalJson(payload) };
}

describe('stored events', () => {
  const names = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));

  it('have a golden for every name ever written, and none besides', () => {
    expect(names.toSorted()).toEqual([...assessmentCodec.storedNames].toSorted());
  });

  it.each(names)('%s still decodes, and lies in the log as it always did', (name) => {
    const stored = golden(name);
    expect(stored.type).toBe(name);
    const event = assessmentCodec.decode(stored, unseal);
    const again = assessmentCodec.encode(event, seal);
    if (again.type === stored.type) expect(again.payload).toBe(stored.payload);
  });

  it('of a call from before escalation was asked for say that it is not recorded', () => {
    const event = assessmentCodec.decode(golden('TeleconferenceHeld.v1'), unseal);
    expect(event.data).toMatchObject({ escalated: 'not-recorded' });
    expect(assessmentCodec.encode(event, seal).type).toBe('TeleconferenceHeld.v2');
  });

  it('of a publication from before it said what was published say that it was whatever stood', () => {
    const event = assessmentCodec.decode(golden('Published.v1'), unseal);
    expect(event.data).toMatchObject({ publishedOn: '2014-09-10', entry: null });
  });

  it('are refused with a field they do not know', () => {
    const { type, payload } = golden('CheckpointPlanned.v1');
    const altered = { type, payload: payload.replace('{', '{"added":1,') };
    expect(() => assessmentCodec.decode(altered, unseal)).toThrow(/cannot be read/);
  });
});
