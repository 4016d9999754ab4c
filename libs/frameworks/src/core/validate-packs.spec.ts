import { readdirSync } from 'node:fs';
import { projectPath } from '#platform/project-root.js';
import { shippedJson } from '../testing/shipped-pack.js';
import { PACK_RULES, type PackRule } from './pack-rules/finding.js';
import { validatePacks } from './validate-packs.js';

const caf = () => shippedJson('ccg-assurance-2013-15');
const pce = () => shippedJson('pce-2018-19');

interface Plant {
  readonly rule: PackRule;
  readonly path: string;
  readonly faulty: () => readonly unknown[];
}

type Json = Record<string, unknown>;

/** The pack with the value at each path set; `undefined` takes it out, of a list too. */
function planted(pack: Json, faults: Json): readonly unknown[] {
  for (const [path, value] of Object.entries(faults)) {
    const steps = path.split('/');
    const last = steps.pop() ?? '';
    const parent = steps.reduce((at, step) => at[step] as Json, pack);
    if (value !== undefined) parent[last] = value;
    else if (Array.isArray(parent)) parent.splice(Number(last), 1);
    else delete parent[last];
  }
  return [pack];
}

const plants: readonly Plant[] = [
  {
    rule: 'pack-shape',
    path: 'ccg-assurance-2013-15/assessor',
    faulty: () => planted(caf(), { assessor: 'anybody' }),
  },
  { rule: 'pack-shape', path: 'ccg-assurance-2013-15', faulty: () => planted(caf(), { colour: 'green' }) },
  {
    rule: 'pack-shape',
    path: 'ccg-assurance-2013-15/rules/0/source',
    faulty: () => planted(caf(), { 'rules/0/source': undefined }),
  },
  { rule: 'pack-version-unique', path: 'ccg-assurance-2013-15/version', faulty: () => [caf(), caf()] },
  {
    rule: 'window-quarters',
    path: 'ccg-assurance-2013-15/window/until',
    faulty: () => planted(caf(), { 'window/until': '2014-15-year' }),
  },
  {
    rule: 'window-ordered',
    path: 'ccg-assurance-2013-15/window',
    faulty: () => planted(caf(), { 'window/until': '2013-14-q3' }),
  },
  {
    rule: 'windows-apart',
    path: 'another/window',
    faulty: () => [caf(), { ...caf(), id: 'another', window: { from: '2014-15-q4', until: '2016-17-q1' } }],
  },
  {
    rule: 'ids-unique',
    path: 'ccg-assurance-2013-15/items/1/id',
    faulty: () => planted(caf(), { 'items/1/id': 'domain-1' }),
  },
  {
    rule: 'ids-unique',
    path: 'ccg-assurance-2013-15/rules/1/id',
    faulty: () => planted(caf(), { 'rules/1/id': 'worst-of-domains' }),
  },
  {
    rule: 'ids-unique',
    path: 'pce-2018-19/scales/1/id',
    faulty: () => planted(pce(), { 'scales/1/id': 'pce-score' }),
  },
  {
    rule: 'ids-unique',
    path: 'ccg-assurance-2013-15/scales/0/ratings/2/id',
    faulty: () => planted(caf(), { 'scales/0/ratings/2/id': 'assured' }),
  },
  {
    rule: 'scale-has-ratings',
    path: 'ccg-assurance-2013-15/scales/0/ratings',
    faulty: () => planted(caf(), { 'scales/0/ratings': [] }),
  },
  {
    rule: 'scale-reserves-not-applicable',
    path: 'ccg-assurance-2013-15/scales/0/ratings',
    faulty: () => planted(caf(), { 'scales/0/ratings/2/id': 'not-applicable' }),
  },
  {
    rule: 'published-labels-sourced',
    path: 'ccg-assurance-2013-15/scales/0',
    faulty: () => planted(caf(), { 'scales/0/ratings/0/publishedLabel': 'Outstanding' }),
  },
  {
    rule: 'item-on-known-scale',
    path: 'ccg-assurance-2013-15/items/0/scale/year',
    faulty: () => planted(caf(), { 'items/0/scale/year': 'caf-5' }),
  },
  {
    rule: 'item-rated-somewhere',
    path: 'ccg-assurance-2013-15/items/0/scale',
    faulty: () => planted(caf(), { 'items/0/scale': undefined }),
  },
  {
    rule: 'group-not-rated',
    path: 'ccg-assurance-2013-15/items/0',
    faulty: () => planted(caf(), { 'items/0/kind': 'group' }),
  },
  {
    rule: 'cadence-has-stages',
    path: 'ccg-assurance-2013-15/items/0/scale/quarter',
    faulty: () => planted(caf(), { 'moderation/quarter': undefined }),
  },
  {
    rule: 'cadence-has-items',
    path: 'pce-2018-19/moderation/quarter',
    faulty: () => planted(pce(), { 'moderation/quarter': ['local'] }),
  },
  {
    rule: 'item-by-known-rule',
    path: 'ccg-assurance-2013-15/items/6/rule/quarter',
    faulty: () => planted(caf(), { 'items/6/rule/quarter': 'best-of-domains' }),
  },
  {
    rule: 'rule-where-rated',
    path: 'ccg-assurance-2013-15/items/6/rule/quarter',
    faulty: () => planted(caf(), { 'items/6/scale/quarter': undefined }),
  },
  {
    rule: 'given-not-computed',
    path: 'ccg-assurance-2013-15/items/6/rule/year',
    faulty: () => planted(caf(), { 'items/6/given': true }),
  },
  {
    rule: 'rule-used',
    path: 'ccg-assurance-2013-15/rules/0',
    faulty: () => planted(caf(), { 'items/6/rule/quarter': undefined }),
  },
  {
    rule: 'rule-has-inputs',
    path: 'ccg-assurance-2013-15/items/6/rule/quarter',
    faulty: () => planted(caf(), { 'rules/0/over': 'indicator' }),
  },
  {
    rule: 'rule-on-one-scale',
    path: 'ccg-assurance-2013-15/items/6/rule/quarter',
    faulty: () =>
      planted(caf(), {
        'scales/1': { id: 'caf-3b', ratings: [{ id: 'assured', label: 'Assured' }] },
        'items/2/scale/quarter': 'caf-3b',
      }),
  },
  {
    rule: 'rule-points-complete',
    path: 'pce-2018-19/items/5/rule/year',
    faulty: () => planted(pce(), { 'rules/0/points/3': undefined }),
  },
  {
    rule: 'rule-points-complete',
    path: 'pce-2018-19/items/5/rule/year',
    faulty: () => planted(pce(), { 'rules/0/points/4': { rating: '3', points: 2 } }),
  },
  {
    rule: 'rule-sum-on-scale',
    path: 'pce-2018-19/items/5/rule/year',
    faulty: () => planted(pce(), { 'scales/1/ratings/0': undefined }),
  },
  {
    rule: 'rule-bands-ordered',
    path: 'pce-2018-19/items/6/rule/year',
    faulty: () => planted(pce(), { 'rules/1/bands/1/from': '15' }),
  },
  {
    rule: 'rule-bands-ordered',
    path: 'pce-2018-19/items/6/rule/year',
    faulty: () => planted(pce(), { 'rules/1/bands/1/rating': 'turquoise' }),
  },
  {
    rule: 'rule-bands-complete',
    path: 'pce-2018-19/items/6/rule/year',
    faulty: () => planted(pce(), { 'rules/1/bands/3/from': '1' }),
  },
  {
    rule: 'rule-certainty-honest',
    path: 'pce-2018-19/rules/1/certainty',
    faulty: () => planted(pce(), { 'rules/1/certainty': 'published' }),
  },
  {
    rule: 'rules-without-cycle',
    path: 'ccg-assurance-2013-15/rules',
    faulty: () => planted(caf(), { 'items/6/kind': 'domain' }),
  },
  {
    rule: 'stages-in-order',
    path: 'ccg-assurance-2013-15/moderation/quarter',
    faulty: () => planted(caf(), { 'moderation/quarter': ['regional', 'local'] }),
  },
  {
    rule: 'stages-in-order',
    path: 'ccg-assurance-2013-15/moderation/year',
    faulty: () => planted(caf(), { 'moderation/year': ['local', 'local'] }),
  },
  {
    rule: 'stages-held',
    path: 'ccg-assurance-2013-15/moderation/mayBeSkipped/0',
    faulty: () =>
      planted(caf(), { 'moderation/year': ['local', 'regional', 'national'], 'moderation/mayBeSkipped': ['confirmation'] }),
  },
  { rule: 'sources-present', path: 'ccg-assurance-2013-15/sources', faulty: () => planted(caf(), { sources: [] }) },
];

describe('the validator of packs', () => {
  it('finds nothing wrong with the shipped packs, taken together', () => {
    const files = readdirSync(projectPath('libs/frameworks/packs'));
    const packs = files.map((file) => shippedJson(file.replace(/\.json$/, '')));
    expect(files.sort()).toEqual([
      'ccg-assurance-2013-15.json',
      'ccg-assurance-2015-16.json',
      'pce-2017-18.json',
      'pce-2018-19.json',
    ]);
    expect(validatePacks(packs)).toEqual([]);
  });

  it.each(plants)('reports $rule at $path', ({ rule, path, faulty }) => {
    expect(validatePacks(faulty())).toContainEqual(expect.objectContaining({ rule, path }));
  });

  it('has a planted fault for each thing it checks', () => {
    expect([...new Set(plants.map((plant) => plant.rule))].sort()).toEqual([...PACK_RULES].sort());
  });

  it('lets two versions of one framework, and windows that only touch, stand side by side', () => {
    expect(validatePacks([caf(), { ...caf(), version: 2 }, shippedJson('ccg-assurance-2015-16')])).toEqual([]);
  });

  it('names a pack that has no id by its place', () => {
    expect(validatePacks([caf(), 'not a pack'])).toEqual([expect.objectContaining({ rule: 'pack-shape', path: 'pack 2' })]);
  });
});
