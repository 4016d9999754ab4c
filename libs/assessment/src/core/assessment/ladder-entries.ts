import type { Broken } from './command.js';
import type { AssessmentEventOf } from './events.js';
import type { FrameworkTerms } from './framework-terms.js';
import { given } from '#kernel/given.js';
import { itemInForce, itemsJudged, itemsRatedByHand } from './items-in-force.js';
import { type Judgement, ratingsByItem, ratingUnder } from './judgement.js';
import { type Change, ratingsWith } from './ladder-changes.js';
import { firstBroken } from './refusals.js';
import {
  eachItemIsNamedOnce,
  theItemIsInTheFramework,
  theItemIsRatedByHand,
  theReturnNamesItems,
  theReturnSaysWhy,
} from './rules.js';
import type { AssessmentCase } from './state.js';

type Entries = AssessmentEventOf<'StageDecided'>['data']['items'];

/**
 * One entry for every item judged, computed ones included. A computed item whose value moved because of the other changes
 * is recorded as changed, without a reason of its own: the rule's explanation stands in `computed`.
 */
export function entriesOf(state: AssessmentCase, before: Judgement, after: Judgement, changes: readonly Change[]): Entries {
  const [ratings, changed] = [ratingsByItem(state), ratingsWith(state, changes)];
  return itemsJudged(state.terms).map(({ id }) => {
    const from = ratingUnder(state.terms, id, ratings, before);
    const to = ratingUnder(state.terms, id, changed, after);
    const named = changes.find((change) => change.item === id);
    return {
      item: id,
      decision: from === to ? 'upheld' : 'changed',
      before: from,
      after: to,
      ...given({ reason: named?.reason }),
    };
  });
}

/** One entry for every item judged: those returned, and the others upheld. */
export function entriesReturned(state: AssessmentCase, judgement: Judgement, returned: readonly string[]): Entries {
  const ratings = ratingsByItem(state);
  return itemsJudged(state.terms).map(({ id }) => {
    const rating = ratingUnder(state.terms, id, ratings, judgement);
    return { item: id, decision: returned.includes(id) ? 'returned' : 'upheld', before: rating, after: rating };
  });
}

/** The items a return is about: those named, or all that are rated by hand. */
export const itemsReturned = (terms: FrameworkTerms, named: readonly string[] | undefined): readonly string[] =>
  named ?? itemsRatedByHand(terms).map((item) => item.id);

/** The rules a return must keep. */
export function theReturnIsSound(
  terms: FrameworkTerms,
  { items = itemsReturned(terms, undefined), reason }: { items?: readonly string[] | undefined; reason?: string | undefined },
): Broken {
  const pointer = (index: number): string => `/items/${String(index)}`;
  return (
    theReturnNamesItems(items) ??
    theReturnSaysWhy(reason) ??
    eachItemIsNamedOnce(items, pointer) ??
    firstBroken(items, (id, index) => {
      const item = itemInForce(terms, id);
      return item === undefined
        ? theItemIsInTheFramework(terms, id, pointer(index))
        : theItemIsRatedByHand(terms, item, pointer(index));
    })
  );
}
