import fc from 'fast-check';
import { code, freeText, line, unstorable } from './text.js';

const messagesOf = (schema: ReturnType<typeof line>, text: string): readonly string[] =>
  schema.safeParse(text).error?.issues.map((issue) => issue.message) ?? [];

describe('what a text may hold', () => {
  it.each([
    ['U+0000', 'a\u0000b', 'contains the character U+0000, which cannot be stored'],
    ['half a surrogate pair', 'a\ud800b', 'contains half of a surrogate pair (broken Unicode), which cannot be stored'],
    ['the other half', 'a\udc00b', 'contains half of a surrogate pair (broken Unicode), which cannot be stored'],
  ])('%s is refused by name, in every kind of text', (_, text, reason) => {
    expect(unstorable(text)).toBe(reason);
    expect(messagesOf(line(), text)).toContain(reason);
    expect(messagesOf(freeText(), text)).toContain(reason);
    expect(code().safeParse(text).success).toBe(false);
  });

  it('a whole surrogate pair and every other character are fine', () => {
    expect(freeText().parse('Dorset 🏥 naïve ￿')).toBe('Dorset 🏥 naïve ￿');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        if (!text.includes('\u0000')) expect(unstorable(text)).toBeUndefined();
      }),
    );
  });

  it('is trimmed, and nothing but blanks is empty', () => {
    expect(line().parse('  Wessex ')).toBe('Wessex');
    expect(messagesOf(line(), '   ')).toContain('must not be empty');
    expect(messagesOf(freeText(), '\n')).toContain('must not be empty');
  });

  it('is as long as it may be and no longer', () => {
    expect(line(5).safeParse('12345').success).toBe(true);
    expect(line(5).safeParse('123456').success).toBe(false);
    expect(freeText().safeParse('x'.repeat(20_001)).success).toBe(false);
  });
});

describe('a code', () => {
  it.each(['11J', '11J.ccg-assurance-2013-15.2014-15-q1', 'domain_1', 'a'])('%s is one', (text) => {
    expect(code(200).parse(text)).toBe(text);
  });
  it.each(['', '-a', '.a', 'a b', 'a/b', '__proto__', 'é'])('%j is none', (text) => {
    expect(code().safeParse(text).success).toBe(false);
  });
});
