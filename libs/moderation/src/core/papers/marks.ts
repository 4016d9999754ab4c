import type { MarkName } from './mark-names.js';
import { MARKS } from './mark-names.js';
import type { Marking } from './marking.js';
import { inWords, type ItemBeforePanel, placeOn, type Subject } from './subject.js';

/*
 * Why the papers point an assessment out: one small function per mark, named after it, with its sentence in `mark-book.ts`. Each
 * says in words what it found, or nothing.
 */

/** A mark on a paper, and what it says there. */
export interface Mark {
  readonly mark: MarkName;
  readonly says: string;
}

/** Among which others an assessment stands: all of the panel's area that are rated, itself among them. */
export type Among = readonly Subject[];

type Find = (subject: Subject, among: Among, marking: Marking) => string | undefined;

const sentence = (parts: readonly string[]): string | undefined => (parts.length === 0 ? undefined : `${parts.join('; ')}.`);
const listed = (labels: readonly string[]): string =>
  labels.length < 2 ? labels.join('') : `${labels.slice(0, -1).join(', ')} and ${labels.at(-1) ?? ''}`;

/** What the assessor made of the ratings since they came back. */
export function changedSinceLastRound({ round, items }: Subject): string | undefined {
  if (round < 2) return undefined;
  const before = `round ${String(round - 1)}`;
  const changed = items.filter(({ byHand, rating, lastRound }) => byHand && lastRound !== undefined && rating !== lastRound);
  if (changed.length === 0) return `No rating is another than ${before} left it.`;
  const changes = changed.map(
    (item) => `${item.label} from ${inWords(item, item.lastRound ?? null)} to ${inWords(item, item.rating)}`,
  );
  return sentence([`Since ${before}: ${listed(changes)}`]);
}

/** The headline rests on one item, or an item was flagged at risk. */
export function borderline(subject: Subject, _among: Among, { borderlineSteps }: Marking): string | undefined {
  const lifting = subject.items.filter((item) => lifts(subject, item, borderlineSteps));
  const atRisk = subject.items.filter((item) => item.atRisk);
  const steps = borderlineSteps === 1 ? 'One step' : `${String(borderlineSteps)} steps`;
  return sentence([
    ...(lifting.length === 0
      ? []
      : [`${steps} better on ${listed(lifting.map(({ label }) => label))} alone would lift the headline`]),
    ...(atRisk.length === 0 ? [] : [`${listed(atRisk.map(({ label }) => label))} flagged at risk on a call`]),
  ]);
}

function lifts({ headline, items, headlineWith }: Subject, item: ItemBeforePanel, steps: number): boolean {
  const own = items.find((one) => one.item === headline?.item);
  const place = placeOn(item, item.rating);
  if (own === undefined || headline === undefined || !item.byHand || place === undefined) return false;
  const better = item.scale[place - steps]?.id;
  const stands = placeOn(own, headline.computed);
  const lifted = better === undefined ? undefined : placeOn(own, headlineWith({ [item.item]: better }));
  return stands !== undefined && lifted !== undefined && lifted < stands;
}

/** An item far from the middle of the area. */
export function outlying(subject: Subject, among: Among, { outlyingSteps, outlyingAmong }: Marking): string | undefined {
  const far = subject.items.flatMap((item) => {
    const place = placeOn(item, item.rating);
    const places = among.flatMap((other) => {
      const same = other.items.find((one) => one.item === item.item);
      return (same && placeOn(same, same.rating)) ?? [];
    });
    const middle = middleOf(places);
    if (place === undefined || middle === undefined || places.length < outlyingAmong) return [];
    const steps = Math.abs(place - middle);
    if (steps < outlyingSteps) return [];
    const middleRating = item.scale[middle]?.id ?? null;
    return [
      `${item.label} stands ${String(steps)} ${steps === 1 ? 'step' : 'steps'} ${place > middle ? 'below' : 'above'} the middle, ${inWords(item, middleRating)}`,
    ];
  });
  return sentence(far);
}

/** The middle place; of two in the middle the better. */
function middleOf(places: readonly number[]): number | undefined {
  return [...places].sort((one, other) => one - other)[Math.ceil(places.length / 2) - 1];
}

/** The organisation sees it differently. */
export function disagreed({ items, comments }: Subject): string | undefined {
  const labels = items.filter((item) => item.organisationDisagrees).map(({ label }) => label);
  return sentence([
    ...(labels.length === 0 ? [] : [`The organisation disagrees on ${listed(labels)}`]),
    ...(comments.disagree === 0
      ? []
      : [`${String(comments.disagree)} of its comments ${comments.disagree === 1 ? 'disagrees' : 'disagree'}`]),
  ]);
}

/** The organisation has said something of the draft. */
export const commented = ({ comments: { count } }: Subject): string | undefined =>
  count === 0 ? undefined : `The organisation commented ${count === 1 ? 'once' : `${String(count)} times`}.`;

const finders: Readonly<Record<MarkName, Find>> = {
  'changed-since-last-round': changedSinceLastRound,
  borderline,
  outlying,
  disagreed,
  commented,
};

/** The marks on an assessment's paper, in the order of the book. */
export const marksOn = (subject: Subject, among: Among, marking: Marking): readonly Mark[] =>
  MARKS.flatMap((mark) => {
    const says = finders[mark](subject, among, marking);
    return says === undefined ? [] : [{ mark, says }];
  });
