import fc from 'fast-check';
import { z } from 'zod';
import { codecOf, UnreadableEvent } from './codec.js';
import { eventFamily } from './event-family.js';
import { code, freeText } from './text.js';

const family = eventFamily({
  Noted: {
    version: 3,
    schema: z.strictObject({ item: code(), note: freeText(), by: z.string(), tags: z.array(z.string()) }),
    older: [
      {
        version: 1,
        schema: z.strictObject({ item: code(), note: freeText() }),
        stepUp: (data) => ({ ...(data as object), by: 'unknown' }),
      },
      {
        version: 2,
        schema: z.strictObject({ item: code(), note: freeText(), by: z.string() }),
        stepUp: (data) => ({ ...(data as object), tags: [] }),
      },
    ],
  },
  Counted: { version: 1, schema: z.strictObject({ count: z.int() }) },
  Discussed: {
    version: 1,
    schema: z.strictObject({
      notes: z.array(z.strictObject({ text: freeText().optional() })).readonly(),
      why: freeText().nullable(),
    }),
  },
});
const codec = codecOf(family);
const seal = (text: string): string => `<${text}>`;
const unseal = (sealed: string): string => sealed.slice(1, -1);
const noted = (payload: unknown, version = 3) => ({ type: `Noted.v${String(version)}`, payload: JSON.stringify(payload) });

describe('the codec', () => {
  it('names every stored version, and knows which events hold free text', () => {
    expect([...codec.storedNames].toSorted()).toEqual(['Counted.v1', 'Discussed.v1', 'Noted.v1', 'Noted.v2', 'Noted.v3']);
    expect(codec.knows('Noted.v2')).toBe(true);
    expect(codec.knows('Noted')).toBe(false);
    expect([codec.holdsFreeText('Noted'), codec.holdsFreeText('Counted')]).toEqual([true, false]);
  });

  it('refuses to store what it could not read back', () => {
    expect(() => codec.encode({ type: 'Counted', data: { count: 1.5 } }, seal)).toThrow('Counted cannot be stored: count');
    expect(() => codec.encode({ type: 'Counted', data: { count: 1, more: true } as never }, seal)).toThrow(
      'Counted cannot be stored',
    );
  });

  it('gives back what it was given, and never shows a free text in between', () => {
    const texts = fc
      .string({ unit: 'grapheme', minLength: 1 })
      .filter((text) => text.trim() === text && !text.includes('\u0000'));
    fc.assert(
      fc.property(texts, fc.array(fc.option(texts, { nil: undefined })), (why, notes) => {
        const said = { notes: notes.map((text) => (text === undefined ? {} : { text })), why };
        const event = { type: 'Discussed', data: said } as const;
        const stored = codec.encode(event, (text) => `<${Buffer.from(text).toString('hex')}>`);
        expect(codec.decode(stored, (sealed) => Buffer.from(unseal(sealed), 'hex').toString())).toEqual(event);
        expect((JSON.parse(stored.payload) as { why: unknown }).why).toEqual({ sealed: `<${Buffer.from(why).toString('hex')}>` });
      }),
    );
  });

  it('leaves an absent or null free text alone', () => {
    const event = { type: 'Discussed', data: { notes: [{}], why: null } } as const;
    expect(codec.encode(event, seal).payload).toBe('{"notes":[{}],"why":null}');
    expect(codec.decode(codec.encode(event, seal), unseal)).toEqual(event);
  });

  it('steps older versions up, one at a time', () => {
    const note = { sealed: '<Seen>' };
    const today = { type: 'Noted', data: { item: 'a', note: 'Seen', by: 'unknown', tags: [] } };
    expect(codec.decode(noted({ item: 'a', note }, 1), unseal)).toEqual(today);
    expect(codec.decode(noted({ item: 'a', note, by: 'b' }, 2), unseal)).toEqual({ ...today, data: { ...today.data, by: 'b' } });
  });

  it.each([
    ['an unknown name', { type: 'Lost.v1', payload: '{}' }, /no event of that name/],
    ['a name without its version', { type: 'Counted', payload: '{"count":1}' }, /no event of that name/],
    ['broken JSON', { type: 'Counted.v1', payload: '{' }, /not JSON/],
    ['a payload its schema refuses', { type: 'Counted.v1', payload: '{"count":"1"}' }, /count/],
    ['a field it does not know', { type: 'Counted.v1', payload: '{"count":1,"more":1}' }, /more/],
    ['no object at all', { type: 'Counted.v1', payload: 'null' }, /cannot be read/],
    ['a free text that is not sealed', noted({ item: 'a', note: 'Seen', by: 'b', tags: [] }), /not sealed/],
  ])('stops at %s', (_, stored, reason) => {
    expect(() => codec.decode(stored, unseal)).toThrow(UnreadableEvent);
    expect(() => codec.decode(stored, unseal)).toThrow(reason);
  });

  it('refuses, when it is built, free text whose place would have to be guessed', () => {
    const either = { Either: { version: 1, schema: z.strictObject({ said: z.union([freeText(), z.number()]) }) } };
    expect(() => codecOf(either)).toThrow(/union/);
  });

  it('fails on an event of no known type', () => {
    expect(() => codec.encode({ type: 'Lost', data: {} } as never, seal)).toThrow(/no event is called Lost/);
  });
});
