import type { Broken } from './command.js';
import type { ComputeRatings, FrameworkTerms, ItemInForce } from './framework-terms.js';
import { headlineItem, isComputed, itemInForce, itemsJudged } from './items-in-force.js';
import { type Judgement, judgementAsItStands, judgementOver, ratingsByItem, ratingUnder } from './judgement.js';
import { broken, firstBroken } from './refusals.js';
import {
  aChangeHasAReason,
  eachItemIsNamedOnce,
  theItemIsInTheFramework,
  theItemIsRatedByHand,
  theRatingIsOnTheScale,
} from './rules.js';
import type { AssessmentCase, HeadlineFacts } from './state.js';

/** One item's change by a stage; of a computed headline it is an override, dropped by naming what the rule computes. */
export interface Change {
  readonly item: string;
  readonly rating: string;
  readonly reason?: string | undefined;
}

const isOverridable = (terms: FrameworkTerms, item: ItemInForce): boolean =>
  item.id === headlineItem(terms)?.id && isComputed(terms, item);

/** The ratings set by hand once the changes are made. */
export function ratingsWith(state: AssessmentCase, changes: readonly Change[]): Readonly<Record<string, string>> {
  const byHand = changes.filter(({ item }) => {
    const inForce = itemInForce(state.terms, item);
    return inForce !== undefined && !isComputed(state.terms, inForce);
  });
  return { ...ratingsByItem(state), ...Object.fromEntries(byHand.map(({ item, rating }) => [item, rating])) };
}

/** The judgement once the changes are made: recomputed, and overridden where the headline is among them. */
export function judgementAfter(state: AssessmentCase, changes: readonly Change[], compute: ComputeRatings): Judgement {
  const recomputed = judgementOver(
    compute,
    state.terms,
    ratingsWith(state, changes),
    judgementAsItStands(state, compute).headline,
  );
  const headline = headlineItem(state.terms);
  if (headline === undefined || !isComputed(state.terms, headline)) return recomputed;
  const named = changes.find((change) => change.item === headline.id);
  return named === undefined ? recomputed : { ...recomputed, headline: overridden(recomputed.headline, named) };
}

function overridden({ computed }: HeadlineFacts, { rating, reason = '' }: Change): HeadlineFacts {
  return { computed, override: rating === computed ? null : { rating, reason }, result: rating };
}

/** The rules a stage's changes must keep. */
export function theChangesAreSound(state: AssessmentCase, changes: readonly Change[], compute: ComputeRatings): Broken {
  return (
    eachItemIsNamedOnce(
      changes.map((change) => change.item),
      (index) => `/changes/${String(index)}/item`,
    ) ??
    firstBroken(changes, (change, index) => theChangeIsSound(state.terms, change, `/changes/${String(index)}`)) ??
    theChangesHaveAnEffect(state, changes, compute) ??
    theOverrideIsRestated(state, changes, compute)
  );
}

function theChangeIsSound(terms: FrameworkTerms, change: Change, pointer: string): Broken {
  const item = itemInForce(terms, change.item);
  if (item === undefined) return theItemIsInTheFramework(terms, change.item, `${pointer}/item`);
  return (
    (isOverridable(terms, item) ? undefined : theItemIsRatedByHand(terms, item, `${pointer}/item`)) ??
    theRatingIsOnTheScale(item, change, pointer) ??
    aChangeHasAReason(change.item, change.reason, pointer)
  );
}

/** The outcome changed changes something (design of the assessment, "Decisions bind to what was judged"). */
export function theChangesHaveAnEffect(state: AssessmentCase, changes: readonly Change[], compute: ComputeRatings): Broken {
  const [before, after] = [judgementAsItStands(state, compute), judgementAfter(state, changes, compute)];
  const [ratings, changed] = [ratingsByItem(state), ratingsWith(state, changes)];
  const alters = ({ id }: ItemInForce): boolean =>
    ratingUnder(state.terms, id, ratings, before) !== ratingUnder(state.terms, id, changed, after);
  const overrides = before.headline.override?.rating !== after.headline.override?.rating;
  if (overrides || itemsJudged(state.terms).some(alters)) return undefined;
  return broken(
    'change-has-no-effect',
    'Every change named is the rating that stands already. Uphold the ratings, or name a change.',
  );
}

/** A change that alters what the rule computes under an override restates or drops it ("Decisions bind to what was judged"). */
export function theOverrideIsRestated(state: AssessmentCase, changes: readonly Change[], compute: ComputeRatings): Broken {
  const { headline } = judgementAsItStands(state, compute);
  if (headline.override === null || changes.some((change) => change.item === headlineItem(state.terms)?.id)) return undefined;
  const after = judgementAfter(state, changes, compute).headline.computed;
  if (after === headline.computed) return undefined;
  const detail = `These changes alter the computed headline from ${headline.computed ?? 'none'} to ${after ?? 'none'}, under an override to ${headline.override.rating}. Name the headline among the changes too: to restate the override, or to drop it.`;
  return broken('override-must-be-restated', detail, { facts: { computed: after, override: headline.override.rating } });
}

/** Whether a decision's entries already say all of the changes, with the same reasons. */
export const theyAlterTheJudgement = (
  entries: readonly { item: string; decision: string; after: string | null; reason?: string | undefined }[],
  changes: readonly Change[],
): boolean =>
  changes.every((change) =>
    entries.some((entry) => entry.item === change.item && entry.after === change.rating && entry.reason === change.reason),
  ) && entries.every((entry) => entry.reason === undefined || changes.some((change) => change.item === entry.item));
