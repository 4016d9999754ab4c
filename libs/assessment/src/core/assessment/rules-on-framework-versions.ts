import type { Broken } from './command.js';
import type { FrameworkTerms } from './framework-terms.js';
import { finalRatings } from './final-ratings.js';
import { isComputed } from './items-in-force.js';
import { atField, broken } from './refusals.js';
import type { LiveAssessment } from './state.js';

/* The rules on applying a new version of the framework to an assessment that is not finished. */

/** Final ratings stand under the version they were judged by. */
export function theRatingsAreNotFinal(state: LiveAssessment): Broken {
  if (finalRatings(state) === undefined) return undefined;
  return broken(
    'assessment-is-finished',
    'Its ratings are final, and stand under the version they were judged by. Nothing was recorded. They are reopened first.',
  );
}

/** A version that is applied is newer than the one the assessment stands under. */
export function theVersionIsNewer(before: FrameworkTerms, after: FrameworkTerms): Broken {
  const [from, to] = [before.framework.version, after.framework.version];
  if (to > from) return undefined;
  const detail = `The assessment stands under version ${String(from)} already, and ${String(to)} is older.`;
  return atField('framework-version-not-newer', '/version', detail);
}

/** A version that is applied keeps the items, their scales, who rates them and the stages: what was judged stays what it was. */
export function theVersionIsAlike(before: FrameworkTerms, after: FrameworkTerms): Broken {
  const differs = [...itemsThatDiffer(before, after), ...(sameList(before.stages, after.stages) ? [] : ['the stages'])];
  if (differs.length === 0) return undefined;
  const detail = `Version ${String(after.framework.version)} is no other rule for the same ratings: it changes ${differs.join(', ')}.`;
  return atField('framework-version-not-alike', '/version', detail);
}

function itemsThatDiffer(before: FrameworkTerms, after: FrameworkTerms): readonly string[] {
  const [old, young] = [shapes(before), shapes(after)];
  const labels = new Map([...after.items, ...before.items].map(({ id, label }) => [id, label]));
  return [...labels].flatMap(([id, label]) => (old.get(id) === young.get(id) ? [] : [label]));
}

/** What of an item its ratings depend on, to be compared. */
const shapes = (terms: FrameworkTerms): ReadonlyMap<string, string> =>
  new Map(
    terms.items.map((item) => {
      const scale = item.scale.ratings.map(({ id }) => id);
      return [item.id, JSON.stringify([item.kind, scale, item.notApplicable, item.given, isComputed(terms, item)])];
    }),
  );

const sameList = (one: readonly string[], other: readonly string[]): boolean => one.join(' ') === other.join(' ');
