import { shippedPack } from '../testing/shipped-pack.js';
import { diffPacks } from './diff-packs.js';

const pack = shippedPack('pce-2018-19');

describe('what a version of a pack changed', () => {
  it('is nothing for the same content under another version', () => {
    expect(diffPacks(pack, { ...pack, version: 2 })).toEqual([]);
  });

  it('is named by the ids of items, scales and rules', () => {
    const items = pack.items.map((item) => (item.id === 'a' ? { ...item, label: 'Governance and leadership' } : item));
    expect(diffPacks(pack, { ...pack, items })).toEqual([
      { change: 'changed', path: 'items/a/label', before: 'Governance', after: 'Governance and leadership' },
    ]);
  });

  it('tells what came and what went', () => {
    const items = pack.items.filter((item) => item.id !== 'e');
    const changes = diffPacks(pack, { ...pack, items, remarks: [] });
    expect(changes).toEqual(
      expect.arrayContaining([expect.objectContaining({ change: 'removed', path: 'items/e', before: pack.items[4] })]),
    );
  });

  it('tells that a scale was turned round, although nothing came or went', () => {
    const scales = pack.scales.map((scale, index) => (index === 0 ? { ...scale, ratings: [...scale.ratings].reverse() } : scale));
    expect(diffPacks(pack, { ...pack, scales })).toEqual([
      {
        change: 'reordered',
        path: 'scales/pce-score/ratings',
        before: ['3', '2', '1', '0'],
        after: ['0', '1', '2', '3'],
      },
    ]);
  });

  it('between the shipped versions of 2015-16 leaves every item and rating as it was', () => {
    const changes = diffPacks(shippedPack('ccg-assurance-2015-16'), shippedPack('ccg-assurance-2015-16.v2'));
    expect(changes.filter(({ path }) => path.startsWith('items/') || path.startsWith('scales/caf-4'))).toEqual([]);
    expect(changes.map(({ path }) => path)).toEqual(expect.arrayContaining(['ruleVersions', 'mappings', 'unlistedIndicators']));
  });
});
