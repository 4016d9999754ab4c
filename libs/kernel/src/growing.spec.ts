import fc from 'fast-check';
import { GrowingList, GrowingMap } from './growing.js';

/** Which version so far is added to (counted from the latest back), and what: few keys, so that they come again. */
const additions = fc.array(fc.record({ back: fc.nat(3), key: fc.nat(6), value: fc.nat() }), { maxLength: 30 });

describe('a growing list', () => {
  it('is at every version what a copied array would be, whichever version was added to', () => {
    fc.assert(
      fc.property(additions, (all) => {
        const versions = [{ list: GrowingList.empty<number>(), copy: [] as readonly number[] }];
        for (const { back, value } of all) {
          const { list, copy } = versions.at(-1 - back) ?? versions[0]!;
          versions.push({ list: list.with(value), copy: [...copy, value] });
        }
        for (const { list, copy } of versions) {
          expect([...list]).toEqual(copy);
          expect(list.toArray()).toEqual(copy);
          expect(list).toHaveLength(copy.length);
        }
      }),
    );
  });

  it('is changed by nobody through the array it gives', () => {
    const list = GrowingList.empty<string>().with('a');
    list.toArray().push('b');
    expect([...list.with('c')]).toEqual(['a', 'c']);
  });
});

describe('a growing map', () => {
  it('is at every version what a copied Map would be, whichever version was added to', () => {
    fc.assert(
      fc.property(additions, (all) => {
        const versions = [{ map: GrowingMap.empty<number, number>(), copy: new Map<number, number>() }];
        for (const { back, key, value } of all) {
          const { map, copy } = versions.at(-1 - back) ?? versions[0]!;
          versions.push({ map: map.with(key, value), copy: new Map(copy).set(key, value) });
        }
        for (const { map, copy } of versions) {
          expect([...map]).toEqual([...copy]);
          expect(map.keys()).toEqual([...copy.keys()]);
          expect(map.values()).toEqual([...copy.values()]);
          expect(map.size).toBe(copy.size);
          for (let key = 0; key < 7; key++) expect([map.get(key), map.has(key)]).toEqual([copy.get(key), copy.has(key)]);
        }
      }),
    );
  });

  it('costs as much to add to when it holds much as when it holds little', () => {
    let map = GrowingMap.empty<number, number>();
    const began = performance.now();
    for (let key = 0; key < 100_000; key++) map = map.with(key, key);
    expect(map.size).toBe(100_000);
    // By copies it is minutes.
    expect(performance.now() - began).toBeLessThan(2_000);
  });
});
