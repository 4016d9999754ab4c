import type { Certainty, ItemKind, Pack, Rule } from '#frameworks/contract.js';

/** Something a pack says, with where it stands and how sure that is. */
export interface Statement {
  readonly text: string;
  readonly certainty: Certainty;
  readonly source: string;
}

/** A rule in words: what it does, and each part of it that has a certainty of its own. */
export interface RuleInWords extends Statement {
  readonly id: string;
  readonly parts: readonly Statement[];
}

/** A rule of a pack as people read it. */
export function ruleInWords(pack: Pack, rule: Rule): RuleInWords {
  const words = new Words(pack, rule.id);
  const { id, certainty, source } = rule;
  return { id, certainty, source, text: does(rule, words), parts: [...partsOf(rule, words), ...capsOf(rule, words)] };
}

/** The names of items and ratings of a pack, as they stand where a rule is used. */
class Words {
  constructor(
    private readonly pack: Pack,
    private readonly rule: string,
  ) {}

  item(id: string): string {
    return this.pack.items.find((item) => item.id === id)?.label ?? id;
  }

  kind(kind: ItemKind): string {
    return kind === 'domain' ? this.pack.labels.items : `${kind}s`;
  }

  /** A rating that the rule gives. */
  given(rating: string): string {
    const target = this.pack.items.find((item) => Object.values(item.rule ?? {}).includes(this.rule));
    return this.#label(Object.values(target?.scale ?? {}), rating);
  }

  /** A rating of an item, or of any item of a kind, that the rule looks at. */
  seen(of: { readonly item?: string | undefined; readonly over?: ItemKind | undefined }, rating: string): string {
    const items = this.pack.items.filter(({ id, kind }) => id === of.item || kind === of.over);
    return this.#label(
      items.flatMap(({ scale = {} }) => Object.values(scale)),
      rating,
    );
  }

  #label(scales: readonly (string | undefined)[], rating: string): string {
    const ratings = this.pack.scales.filter(({ id }) => scales.includes(id)).flatMap((scale) => scale.ratings);
    return ratings.find(({ id }) => id === rating)?.label ?? rating;
  }
}

function does(rule: Rule, words: Words): string {
  switch (rule.kind) {
    case 'worst-of':
      return `The lowest rating among the ${words.kind(rule.over)}.`;
    case 'counts':
      return `The ratings of the ${words.kind(rule.over)} are counted; the first of these that holds gives the result.`;
    case 'sum':
      return `The points of the ${words.kind(rule.over)} are added up: ${pointsIn(rule, words)}.`;
    case 'bands':
      return `The band in which ${words.item(rule.of)} falls gives the result.`;
    case 'weighted':
      return `A mean of points by weight (${rule.weights.map((one) => weightIn(one, words)).join(', ')}). Points: ${pointsIn(rule, words)}.`;
    case 'mean':
      return `The mean of the points of the ${words.kind(rule.over)}: ${pointsIn(rule, words)}.`;
    case 'capped':
      return `What ${words.item(rule.of)} is, held down by the caps below.`;
    case 'judgement':
      return 'People judge: no rule works it out.';
  }
}

type Weight = Extract<Rule, { kind: 'weighted' }>['weights'][number];

const weightIn = ({ item, over, weight }: Weight, words: Words): string =>
  item === undefined && over !== undefined
    ? `${words.kind(over)} together ${String(weight)}`
    : `${words.item(item ?? '')} ${String(weight)}`;

function pointsIn(rule: Extract<Rule, { kind: 'sum' | 'mean' | 'weighted' }>, words: Words): string {
  const over = rule.kind === 'weighted' ? rule.weights[0] : rule;
  return rule.points.map(({ rating, points }) => `${words.seen(over ?? {}, rating)} counts ${String(points)}`).join(', ');
}

function partsOf(rule: Rule, words: Words): readonly Statement[] {
  switch (rule.kind) {
    case 'counts':
      return rule.tiers.map(({ rating, needs, certainty, source }) => {
        const asked = needs.map((need) => needIn(need, rule.over, words)).join(', and ');
        return { text: `${words.given(rating)}: ${asked === '' ? 'otherwise' : asked}.`, certainty, source };
      });
    case 'bands':
      return rule.bands.map(({ rating, from, certainty, source }) => ({
        text: `${words.given(rating)}: from ${words.seen({ item: rule.of }, from)}.`,
        certainty,
        source,
      }));
    case 'weighted':
    case 'mean':
      return rule.thresholds.map(({ rating, edge, certainty, source }) => {
        const reached = edge === undefined ? 'otherwise' : `${String(edge)} or ${rule.better === 'higher' ? 'more' : 'less'}`;
        return { text: `${words.given(rating)}: ${reached}.`, certainty, source };
      });
    case 'worst-of':
    case 'sum':
    case 'capped':
    case 'judgement':
      return [];
  }
}

type Need = Extract<Rule, { kind: 'counts' }>['tiers'][number]['needs'][number];

function needIn({ ratings, atLeast, atMost }: Need, over: ItemKind, words: Words): string {
  const named = ratings.map((rating) => words.seen({ over }, rating)).join(' or ');
  const bounds = [
    ...(atLeast === undefined ? [] : [`at least ${String(atLeast)}`]),
    ...(atMost === undefined ? [] : [atMost === 0 ? 'none' : `at most ${String(atMost)}`]),
  ];
  return `${bounds.join(' and ')} rated ${named}`;
}

function capsOf(rule: Rule, words: Words): readonly Statement[] {
  const caps = 'caps' in rule ? (rule.caps ?? []) : [];
  return caps.map(({ when, atBest, certainty, source }) => {
    const looked = when.over === undefined ? words.item(when.item ?? '') : `any of the ${words.kind(when.over)}`;
    const text = `At best ${words.given(atBest)} where ${looked} is ${words.seen(when, when.atOrBelow)} or lower.`;
    return { text, certainty, source };
  });
}
