import canonicalize from 'canonicalize';
import fc from 'fast-check';
import { canonicalJson } from './canonical-json.js';

const unusualNames = fc.constantFrom('10', '9', '__proto__', '', 'é', 'e', '\u{1f600}', '\ufb33', '\ud800', 'toJSON', 'a');
const anything = fc.anything({
  key: fc.oneof(unusualNames, fc.string({ unit: 'binary' })),
  withDate: true,
  withBigInt: true,
  withMap: true,
  withNullPrototype: true,
  withUnicodeString: true,
});

/** The text, or that there is none. */
function outcomeOf(write: () => string | undefined): string | undefined {
  try {
    return write();
  } catch {
    return undefined;
  }
}

describe('canonical JSON', () => {
  it('is what the reference implementation of RFC 8785 writes, and refuses what it refuses, for any value', () => {
    fc.assert(
      fc.property(anything, (value) => {
        expect(outcomeOf(() => canonicalJson(value))).toBe(outcomeOf(() => canonicalize(value)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('orders names by UTF-16 code units, also those that JavaScript lists first', () => {
    const value = { '10': 1, '9': 2, '\u{1f600}': 3, '\ufb33': 4, b: undefined, a: { z: [1, { d: 1, c: 2 }] } };
    expect(canonicalJson(value)).toBe('{"10":1,"9":2,"a":{"z":[1,{"c":2,"d":1}]},"\u{1f600}":3,"\ufb33":4}');
  });

  it('orders many names as it orders few', () => {
    const names = Array.from({ length: 100 }, (_, index) => `n${String((index * 37) % 100)}`);
    const value = Object.fromEntries(names.map((name, index) => [name, index]));
    expect(canonicalJson(value)).toBe(canonicalize(value));
  });

  it('refuses a circle, a number that is none, and half a character', () => {
    const circle: Record<string, unknown> = {};
    circle['itself'] = [circle];
    for (const value of [circle, Number.NaN, Number.POSITIVE_INFINITY, '\ud800', { '\udc00': 1 }, undefined])
      expect(() => canonicalJson(value)).toThrow();
  });
});
