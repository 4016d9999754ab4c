import { shippedFiles, shippedJson } from '../testing/shipped-pack.js';
import { tallyPack } from '../testing/tally-pack.js';
import { PACK_RULES, type PackRule } from './pack-rules/finding.js';
import { validatePacks } from './validate-packs.js';

type Json = Record<string, unknown>;

const caf = () => shippedJson('ccg-assurance-2013-15');
const pce = () => shippedJson('pce-2018-19');
const drafts = () => shippedJson('ccg-assurance-2015-16.v2');
const iaf = () => shippedJson('ccg-iaf-2016-17');
const tally = () => structuredClone(tallyPack) as unknown as Json;

interface Plant {
  readonly rule: PackRule;
  readonly path: string;
  readonly faulty: () => readonly unknown[];
}

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

const ASSUMED = { certainty: 'assumed', source: 'A test' } as const;

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
    rule: 'consultation-where-rated',
    path: 'pce-2018-19/boardConsultation/cadences/0',
    faulty: () => planted(pce(), { boardConsultation: { cadences: ['quarter'], ...ASSUMED } }),
  },
  {
    rule: 'stages-held',
    path: 'ccg-assurance-2013-15/moderation/mayBeSkipped/0',
    faulty: () =>
      planted(caf(), { 'moderation/year': ['local', 'regional', 'national'], 'moderation/mayBeSkipped': ['confirmation'] }),
  },
  {
    rule: 'rule-kind-known',
    path: 'ccg-assurance-2013-15/rules/0/kind',
    faulty: () => planted(caf(), { 'rules/0/kind': 'best-of' }),
  },
  {
    rule: 'scale-without-order',
    path: 'ccg-assurance-2013-15/scales/0/order',
    faulty: () => planted(caf(), { 'scales/0/order': 'none' }),
  },
  {
    rule: 'scale-without-order',
    path: 'ccg-assurance-2013-15/items/6/rule/quarter',
    faulty: () => planted(caf(), { 'scales/0': { id: 'caf-3', order: 'none', ratings: [{ id: 'told', label: 'Told' }] } }),
  },
  {
    rule: 'scale-without-order',
    path: 'tally/rules/4/caps/0',
    faulty: () =>
      planted(tally(), { 'scales/1': { id: 'override', order: 'none', ratings: [{ id: 'applied', label: 'Applied' }] } }),
  },
  {
    rule: 'rule-on-one-scale',
    path: 'tally/items/4/rule/quarter',
    faulty: () =>
      planted(tally(), {
        'scales/3': { id: 'worst-first', ratings: [{ id: '1', label: '1' }] },
        'items/1/scale/quarter': 'worst-first',
      }),
  },
  {
    rule: 'mapping-on-known-scales',
    path: 'ccg-iaf-2016-17/mappings/0',
    faulty: () => planted(iaf(), { 'mappings/0/to': 'caf-4' }),
  },
  {
    rule: 'mapping-complete',
    path: 'ccg-iaf-2016-17/mappings/0/pairs',
    faulty: () => planted(iaf(), { 'mappings/0/pairs/3': undefined }),
  },
  {
    rule: 'mapping-keeps-order',
    path: 'ccg-iaf-2016-17/mappings/0/pairs',
    faulty: () => planted(iaf(), { 'mappings/0/pairs/0/to': 'inadequate' }),
  },
  {
    rule: 'item-in-known-group',
    path: 'ccg-iaf-2016-17/items/5/group',
    faulty: () => planted(iaf(), { 'items/5/group': 'headline' }),
  },
  {
    rule: 'item-recorded-is-indicator',
    path: 'ccg-iaf-2016-17/items/11/recorded',
    faulty: () =>
      planted(iaf(), {
        'items/11/kind': 'area',
        'items/11/recorded': { fields: ['value'], certainty: 'assumed', source: 'A test' },
      }),
  },
  {
    rule: 'score-on-known-scale',
    path: 'ccg-iaf-2016-17/scales',
    faulty: () => planted(iaf(), { 'unlistedIndicators/fields': ['value', 'score'] }),
  },
  {
    rule: 'rule-version-known',
    path: 'ccg-assurance-2015-16/ruleVersions/0/item',
    faulty: () => planted(drafts(), { 'ruleVersions/0/item': 'overall' }),
  },
  {
    rule: 'rule-version-in-force',
    path: 'ccg-assurance-2015-16/ruleVersions/0/status',
    faulty: () => planted(drafts(), { 'ruleVersions/0/status': 'in-force' }),
  },
  {
    rule: 'item-by-known-rule',
    path: 'ccg-assurance-2015-16/ruleVersions/0/rule',
    faulty: () => planted(drafts(), { 'ruleVersions/0/rule': 'highest-component' }),
  },
  {
    rule: 'ids-unique',
    path: 'ccg-assurance-2015-16/ruleVersions/1/id',
    faulty: () => planted(drafts(), { 'ruleVersions/1/id': 'local-drafts' }),
  },
  {
    rule: 'rules-without-cycle',
    path: 'ccg-assurance-2015-16/ruleVersions/0',
    faulty: () => planted(drafts(), { 'rules/2/over': 'headline' }),
  },
  // A cycle of caps: the segment is capped by what is itself taken from the segment.
  {
    rule: 'rules-without-cycle',
    path: 'tally/rules',
    faulty: () => planted(tally(), { 'rules/1/caps': [{ when: { item: 'segment', atOrBelow: '4' }, atBest: '4', ...ASSUMED }] }),
  },
  {
    rule: 'cap-has-inputs',
    path: 'tally/rules/4/caps/0',
    faulty: () => planted(tally(), { 'rules/4/caps/0/when': { atOrBelow: 'applied' } }),
  },
  {
    rule: 'cap-on-scale',
    path: 'tally/rules/4/caps/0',
    faulty: () => planted(tally(), { 'rules/4/caps/0/atBest': '7' }),
  },
  {
    rule: 'cap-on-scale',
    path: 'tally/rules/4/caps/0',
    faulty: () => planted(tally(), { 'rules/4/caps/0/when/atOrBelow': '2' }),
  },
  {
    rule: 'rule-capped-on-scale',
    path: 'tally/items/8/rule/quarter',
    faulty: () => planted(tally(), { 'rules/4/of': 'financial-override' }),
  },
  {
    rule: 'rule-weights-name-items',
    path: 'tally/items/5/rule/quarter',
    faulty: () => planted(tally(), { 'rules/2/weights/0': { item: 'finance', over: 'score', weight: 25 } }),
  },
  {
    rule: 'rule-thresholds-ordered',
    path: 'tally/items/4/rule/quarter',
    faulty: () => planted(tally(), { 'rules/1/better': 'higher' }),
  },
  {
    rule: 'rule-thresholds-ordered',
    path: 'tally/items/4/rule/quarter',
    faulty: () => planted(tally(), { 'rules/1/thresholds/1/rating': '1' }),
  },
  {
    rule: 'rule-thresholds-complete',
    path: 'tally/items/4/rule/quarter',
    faulty: () => planted(tally(), { 'rules/1/thresholds/3/edge': 3.9 }),
  },
  {
    rule: 'rule-tiers-ordered',
    path: 'tally/items/6/rule/quarter',
    faulty: () => planted(tally(), { 'rules/3/tiers/0/rating': '9' }),
  },
  {
    rule: 'rule-tiers-complete',
    path: 'tally/items/6/rule/quarter',
    faulty: () => planted(tally(), { 'rules/3/tiers/2': undefined }),
  },
  {
    rule: 'rule-tiers-countable',
    path: 'tally/items/6/rule/quarter',
    faulty: () => planted(tally(), { 'rules/3/tiers/0/needs/0/ratings': ['green'] }),
  },
  {
    rule: 'rule-tiers-countable',
    path: 'tally/items/6/rule/quarter',
    faulty: () => planted(tally(), { 'rules/3/tiers/0/needs/0/atLeast': undefined }),
  },
  { rule: 'sources-present', path: 'ccg-assurance-2013-15/sources', faulty: () => planted(caf(), { sources: [] }) },
];

describe('the validator of packs', () => {
  it('finds nothing wrong with the shipped packs, taken together', () => {
    const packs = shippedFiles().map(shippedJson);
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

  it('lets only the latest version of a framework hold its window', () => {
    const moved = { ...caf(), version: 2, window: { from: '2014-15-q1', until: '2015-16-q1' } };
    const other = { ...caf(), id: 'another', window: { from: '2013-14-q3', until: '2014-15-q1' } };
    expect(validatePacks([caf(), moved, other])).toEqual([]);
  });

  it.each([
    [{ assessor: undefined }, 'is missing: one of local-office, region, national-team belongs here'],
    [{ 'scales/0/ratings': undefined }, 'is missing: a list in square brackets belongs here'],
    [{ assessor: 'anybody' }, 'does not fit: one of local-office, region, national-team belongs here'],
    [{ title: 7 }, 'does not fit: a text in quotation marks belongs here'],
    [{ colour: 'green' }, 'colour is not known here: check the spelling, or take it out'],
    [
      { 'rules/0/kind': 'best-of' },
      'there is no such kind of rule; there are worst-of, counts, sum, bands, weighted, mean, capped, judgement',
    ],
  ])('says what would be right where the shape is wrong: %j', (faults, detail) => {
    expect(validatePacks(planted(caf(), faults))).toEqual([expect.objectContaining({ detail })]);
  });

  it('names a pack that has no id by its place', () => {
    expect(validatePacks([caf(), 'not a pack'])).toEqual([expect.objectContaining({ rule: 'pack-shape', path: 'pack 2' })]);
  });
});
