import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { canonicalJson } from '#kernel/canonical-json.js';
import { fold } from '#kernel/decider.js';
import { isRefusal } from '#kernel/refusal.js';
import { projectionEventCodec, type ProjectionEvent, type StepOver, steppedOverDecider } from './stepped-over.js';

const STOPPED_AT = { position: 7n, storedName: 'Poisoned.v1', reason: 'cannot be read' };
const command: StepOver = {
  projection: { name: 'jars', version: 2 },
  position: 7n,
  reason: 'Recorded by a release that was withdrawn.',
  steppedOverOn: '2026-11-22',
  stoppedAt: STOPPED_AT,
};
const steppedOver: ProjectionEvent = {
  type: 'ProjectionSteppedOver',
  data: {
    projection: 'jars',
    version: 2,
    position: '7',
    storedName: 'Poisoned.v1',
    reason: 'Recorded by a release that was withdrawn.',
    steppedOverOn: '2026-11-22',
  },
};
const decide = (change: Partial<StepOver>, given: readonly ProjectionEvent[] = []) => {
  const decided = steppedOverDecider.decide({ ...command, ...change }, fold(steppedOverDecider, given));
  return isRefusal(decided) ? decided.rule : decided;
};

describe('stepping over an event', () => {
  it('records which event of which projection, why and when', () => {
    expect(decide({})).toEqual([steppedOver]);
  });

  it('is refused where the projection has not stopped', () => {
    expect(decide({ position: 6n })).toBe('not-stopped-there');
    expect(decide({ stoppedAt: undefined })).toBe('not-stopped-there');
  });

  it('is refused without a reason that can be recorded', () => {
    expect(decide({ reason: '  ' })).toBe('reason-missing');
    expect(decide({ reason: 'half \ud800' })).toBe('reason-missing');
  });

  it('says nothing new when the version does without the event already, and is decided anew for another version', () => {
    expect(decide({}, [steppedOver])).toEqual([]);
    expect(decide({ projection: { name: 'jars', version: 3 } }, [steppedOver])).toHaveLength(1);
  });
});

describe('stored events of projections', () => {
  const folder = fileURLToPath(new URL('stored/', import.meta.url));
  const names = readdirSync(folder).map((file) => file.replace(/\.json$/, ''));

  it('have a golden for every name ever written', () => {
    expect(names).toEqual([...projectionEventCodec.storedNames]);
  });

  it.each(names)('%s still decodes, and lies in the log as it always did', (name) => {
    const { type, payload } = JSON.parse(readFileSync(`${folder}${name}.json`, 'utf8')) as { type: string; payload: unknown };
    const stored = { type, payload: canonicalJson(payload) };
    const event = projectionEventCodec.decode(stored, (sealed) => Buffer.from(sealed, 'base64url').toString());
    expect(projectionEventCodec.encode(event, (text) => Buffer.from(text).toString('base64url'))).toEqual(stored);
  });
});
