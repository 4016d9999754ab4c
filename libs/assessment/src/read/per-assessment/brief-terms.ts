import { createHash } from 'node:crypto';
import type { FrameworkTerms, ItemInForce, Stage } from '../../core/assessment/framework-terms.js';
import { NOT_APPLICABLE } from '../../core/assessment/framework-terms.js';
import { isComputed } from '../../core/assessment/items-in-force.js';
import { interned } from './interned.js';

/** What a read model needs to know of an item: its words, its place in the pack and who rates it. */
export interface BriefItem extends Pick<ItemInForce, 'id' | 'kind' | 'label' | 'given'> {
  readonly shortLabel?: string;
  /** Whether a rule gives its rating. */
  readonly computed: boolean;
  readonly scale: { readonly id: string; readonly ratings: readonly { readonly id: string; readonly label: string }[] };
}

/** A framework's terms without what only rules need and without the period: the same for most assessments of a framework. */
export interface BriefTerms {
  readonly framework: { readonly id: string; readonly version: number; readonly title: string };
  readonly cadence: FrameworkTerms['cadence'];
  readonly assessor: FrameworkTerms['assessor'];
  readonly stages: readonly Stage[];
  /** In the pack's order. */
  readonly items: readonly BriefItem[];
}

/** The part of the terms that read models keep; the same object for equal terms. */
export const briefTermsOf = interned(shortened);

const digests = new WeakMap<BriefTerms, string>();

/** A short name for terms: equal ones have the same. `shortened` fixes the order of fields. */
export function digestOf(terms: BriefTerms): string {
  const digest = digests.get(terms) ?? createHash('sha256').update(JSON.stringify(terms)).digest('hex');
  digests.set(terms, digest);
  return digest;
}

/** The words of the terms, and nothing else; the same object for equal words. */
export const wordsOf: (terms: Labels) => Labels = interned(({ items, indicators }) => ({
  items: items.map(({ id, label, shortLabel, scale }) => ({
    ...{ id, label, shortLabel },
    scale: { ratings: scale.ratings.map((rating) => ({ id: rating.id, label: rating.label })) },
  })),
  indicators: indicators?.map(({ id, label }) => ({ id, label })),
}));

function shortened(terms: FrameworkTerms): BriefTerms {
  const { id, version, title } = terms.framework;
  return {
    framework: { id, version, title },
    cadence: terms.cadence,
    assessor: terms.assessor,
    stages: terms.stages,
    items: terms.items.map((item) => ({
      id: item.id,
      kind: item.kind,
      label: item.label,
      given: item.given,
      ...(item.shortLabel === undefined ? {} : { shortLabel: item.shortLabel }),
      computed: isComputed(terms, item),
      scale: item.scale,
    })),
  };
}

/** Words for items and ratings: any terms will do. */
export interface Labels {
  readonly items: readonly {
    readonly id: string;
    readonly label: string;
    readonly shortLabel?: string | undefined;
    readonly scale: { readonly ratings: readonly { readonly id: string; readonly label: string }[] };
  }[];
  /** The indicators the framework lists. */
  readonly indicators?: readonly { readonly id: string; readonly label: string }[] | undefined;
}

/** What people call an indicator: its label with its id where the framework lists it, else the name it was recorded under. */
export function indicatorName({ indicators }: Pick<Labels, 'indicators'>, indicator: string): string {
  const label = indicators?.find(({ id }) => id === indicator)?.label;
  return label === undefined || label.includes(indicator) ? (label ?? indicator) : `${label} (${indicator})`;
}

/** What people call the item: its short label where it has one. An unknown item is called by its id. */
export function itemName(labels: Labels, item: string): string {
  const found = labels.items.find(({ id }) => id === item);
  return found?.shortLabel ?? found?.label ?? item;
}

/** The label of a rating on the item's scale; an id that is not on it stands for itself. */
export function ratingLabel(labels: Labels, item: string, rating: string): string {
  if (rating === NOT_APPLICABLE) return 'Not applicable';
  const scale = labels.items.find(({ id }) => id === item)?.scale.ratings;
  return scale?.find(({ id }) => id === rating)?.label ?? rating;
}

/** The label, or null where there is no rating. */
export const labelOrNull = (labels: Labels, item: string, rating: string | null): string | null =>
  rating === null ? null : ratingLabel(labels, item, rating);
