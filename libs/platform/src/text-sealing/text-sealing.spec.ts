import fc from 'fast-check';
import { codecOf } from '#kernel/codec.js';
import { eventFamily } from '#kernel/event-family.js';
import { ERASED_TEXT, freeText } from '#kernel/text.js';
import { z } from 'zod';
import type { NewEvent, RecordedEvent } from '../event-store/port.js';
import { readerOf, toNewEvent, UnreadableRecord } from './event-sealing.js';
import { BrokenSeal, newTextKey, openText, sealText } from './text-sealing.js';

const anyText = fc.string({ unit: 'grapheme' });

describe('sealing a text', () => {
  it('opens to the same text under the same key', () => {
    fc.assert(fc.property(anyText, (text) => openSame(text)));
    function openSame(text: string): void {
      const key = newTextKey();
      expect(openText(key, sealText(key, text))).toBe(text);
    }
  });

  it('shows nothing of the text, and never the same seal twice', () => {
    const key = newTextKey();
    const [one, other] = [sealText(key, 'Mrs Example'), sealText(key, 'Mrs Example')];
    expect(one).not.toBe(other);
    expect(Buffer.from(one, 'base64url').toString('latin1')).not.toContain('Example');
    expect(one).toMatch(/^[A-Za-z0-9_-]+$/);
  });

  it('refuses another key and any flipped bit', () => {
    const key = newTextKey();
    const sealed = Buffer.from(sealText(key, 'a note'), 'base64url');
    expect(() => openText(newTextKey(), sealed.toString('base64url'))).toThrow(BrokenSeal);
    expect(() => openText(key, 'c2hvcnQ')).toThrow(BrokenSeal);
    fc.assert(
      fc.property(fc.nat(sealed.length * 8 - 1), (bit) => {
        const damaged = Buffer.from(sealed);
        damaged[bit >> 3]! ^= 1 << (bit & 7);
        expect(() => openText(key, damaged.toString('base64url'))).toThrow(BrokenSeal);
      }),
    );
  });
});

describe('an event with free text', () => {
  const codec = codecOf(
    eventFamily({
      MeetingHeld: {
        version: 2,
        schema: z.object({ heldOn: z.string(), note: freeText(), actions: z.array(freeText()).optional() }),
      },
      MeetingMissed: { version: 1, schema: z.object({ heldOn: z.string() }) },
    }),
  );
  const metadata = { actor: 'p', role: 'r', commandId: 'c', commandHash: 'h', correlationId: 'c', causationId: 'c' };
  const recorded = (event: NewEvent): RecordedEvent => ({
    ...event,
    position: 7n,
    stream: 's',
    revision: 0n,
    recordedAt: '2014-07-01T00:00:00.000Z',
  });
  const held = { type: 'MeetingHeld', data: { heldOn: '2014-07-01', note: 'Mrs Example', actions: ['write', 'call'] } } as const;
  const heldEvent = (): NewEvent =>
    toNewEvent(codec, { ...held, data: { ...held.data, actions: [...held.data.actions] } }, { id: 'e', metadata });

  it('is stored sealed under a key of its own and reads back whole', () => {
    const [one, other] = [heldEvent(), heldEvent()];
    expect(one).toMatchObject({ id: 'e', type: 'MeetingHeld.v2', metadata });
    expect(one.payload).not.toContain('Example');
    expect(JSON.parse(one.payload)).toMatchObject({ heldOn: '2014-07-01', note: { sealed: expect.any(String) as unknown } });
    expect(Buffer.from(one.textKey!).equals(Buffer.from(other.textKey!))).toBe(false);
    expect(readerOf(codec).read(recorded(one))).toEqual(held);
  });

  it('reads back without its texts once its key is gone', () => {
    const { textKey: _gone, ...keyless } = recorded(heldEvent());
    expect(readerOf(codec).read(keyless)).toEqual({
      type: 'MeetingHeld',
      data: { heldOn: '2014-07-01', note: ERASED_TEXT, actions: [ERASED_TEXT, ERASED_TEXT] },
    });
  });

  it('gets no key when it holds no free text', () => {
    const event = toNewEvent(codec, { type: 'MeetingMissed', data: { heldOn: '2014-07-01' } }, { id: 'e', metadata });
    expect(event).not.toHaveProperty('textKey');
    expect(event.payload).toBe('{"heldOn":"2014-07-01"}');
  });

  it('stops its reader, naming the position, when its seal is broken or its name is unknown', () => {
    const event = recorded(heldEvent());
    expect(() => readerOf(codec).read({ ...event, textKey: newTextKey() })).toThrow(UnreadableRecord);
    expect(() => readerOf(codec).read({ ...event, type: 'MeetingHeld.v9' })).toThrow('position 7');
  });
});
