import {
  type ComputedRating,
  type ComputeRatings,
  type FrameworkTerms,
  type ItemInForce,
  NOT_APPLICABLE,
} from '../framework-terms.js';

/*
 * Small frameworks made by hand for the specifications of the core, which knows the catalogue only by its shape.
 */

const scale = (id: string, ...ratings: readonly string[]): ItemInForce['scale'] => ({
  id,
  ratings: ratings.map((rating) => ({ id: rating, label: rating })),
});
const THREE = scale('three', 'assured', 'assured-with-support', 'not-assured');
const SCORES = scale('scores', '3', '2', '1', '0');

function item(id: string, kind: ItemInForce['kind'], more: Partial<ItemInForce> = {}): ItemInForce {
  return { id, kind, label: id, scale: THREE, notApplicable: false, given: false, ...more };
}

const worstOf = {
  id: 'worst-of-domains',
  kind: 'worst-of',
  over: 'domain',
  certainty: 'assumed',
  source: 'made for tests',
} as const;
const judgement = { id: 'judgement', kind: 'judgement', certainty: 'published', source: 'made for tests' } as const;
const sum = { id: 'sum', kind: 'sum', over: 'score', certainty: 'published', source: 'made for tests' } as const;
const bands = { id: 'bands', kind: 'bands', certainty: 'assumed', source: 'made for tests' } as const;

const common = {
  framework: { id: 'test-assurance', version: 1, hash: 'f'.repeat(64), title: 'Test Assurance Framework', issuer: 'Nobody' },
  rules: [worstOf, judgement, sum, bands],
  mayBeSkipped: [],
  needsPanel: [],
  assessor: 'local-office',
  commentWorkingDays: 10,
  moderationCertainty: 'assumed',
  moderationSource: 'made for tests',
} as const;

/** A quarter: two domains, a third that may be not applicable, one item given from elsewhere, a computed headline; three stages. */
export const quarterTerms: FrameworkTerms = {
  ...common,
  period: '2014-15-q1',
  cadence: 'quarter',
  items: [
    item('domain-1', 'domain'),
    item('domain-2', 'domain'),
    item('domain-3', 'domain', { notApplicable: true }),
    item('clinical-area', 'area', { given: true }),
    item('headline', 'headline', { rule: 'worst-of-domains' }),
  ],
  stages: ['local', 'regional', 'national'],
};

/** A year: the headline is a judgement, the national stage may be left out, the regional one sits as a panel, a committee confirms. */
export const yearTerms: FrameworkTerms = {
  ...common,
  period: '2014-15-year',
  cadence: 'year',
  items: [item('domain-1', 'domain'), item('headline', 'headline', { rule: 'judgement' })],
  stages: ['local', 'regional', 'national', 'confirmation'],
  mayBeSkipped: ['national'],
  needsPanel: ['regional'],
};

/** The same quarter with an indicator the framework lists, and a dashboard whose metrics it does not. */
export const indicatorTerms: FrameworkTerms = {
  ...quarterTerms,
  indicators: [{ id: '103a', label: 'Treatment targets', fields: ['value', 'period', 'england', 'score', 'source'] }],
  unlistedIndicators: ['value', 'period', 'standard', 'source'],
};

/** Scores, with a total and a headline that both follow from them. */
export const scoredTerms: FrameworkTerms = {
  ...common,
  period: '2017-18-year',
  cadence: 'year',
  items: [
    item('a', 'score', { scale: SCORES }),
    item('b', 'score', { scale: SCORES }),
    item('total', 'total', { scale: scale('totals', '6', '5', '4', '3', '2', '1', '0'), rule: 'sum' }),
    item('headline', 'headline', { scale: scale('stars', 'green', 'amber'), rule: 'bands' }),
  ],
  stages: ['national'],
};

/** Worst of the domains; the sum of the scores, and green from four up. */
export const computeForTests: ComputeRatings = (terms, ratings) =>
  terms.items.flatMap((each) => {
    const rule = terms.rules.find((candidate) => candidate.id === each.rule);
    if (rule === undefined) return [];
    return [
      { item: each.id, rule: rule.id, certainty: rule.certainty ?? 'assumed', outcome: outcomeOf(rule.kind, terms, ratings) },
    ];
  });

function outcomeOf(kind: string, terms: FrameworkTerms, ratings: Readonly<Record<string, string>>): ComputedRating['outcome'] {
  if (kind === 'judgement') return { kind: 'judgement' };
  const over = terms.items.filter((each) => each.kind === 'domain' || each.kind === 'score');
  const missing = over.map((each) => each.id).filter((id) => ratings[id] === undefined);
  if (missing.length > 0) return { kind: 'incomplete', missing };
  const values = over.map((each) => ratings[each.id] ?? '').filter((rating) => rating !== NOT_APPLICABLE);
  return {
    kind: 'computed',
    rating: kind === 'worst-of' ? worst(values) : kind === 'best-of' ? best(values) : scored(kind, values),
    explanation: `from ${values.join(', ')}`,
  };
}

const worst = (values: readonly string[]): string =>
  THREE.ratings.findLast((rating) => values.includes(rating.id))?.id ?? THREE.ratings[0]?.id ?? '';

const best = (values: readonly string[]): string => THREE.ratings.find((rating) => values.includes(rating.id))?.id ?? '';

function scored(kind: string, values: readonly string[]): string {
  const total = values.reduce((before, value) => before + Number(value), 0);
  return kind === 'sum' ? String(total) : total >= 4 ? 'green' : 'amber';
}

/** Another version of some terms, in which what was the worst of the domains is the best of them, and the other way round. */
export const versionOf = (terms: FrameworkTerms, version: number): FrameworkTerms => ({
  ...terms,
  framework: { ...terms.framework, version, hash: String(version % 10).repeat(64) },
  rules: terms.rules.map((rule) => ({ ...rule, kind: OTHER_KINDS[rule.kind] ?? rule.kind })),
});
const OTHER_KINDS: Readonly<Record<string, string>> = { 'worst-of': 'best-of', 'best-of': 'worst-of' };
