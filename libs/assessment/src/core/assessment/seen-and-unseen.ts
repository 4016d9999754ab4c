import type { AssessmentCase, LoggedEvent } from './state.js';

/** The material events recorded after a revision, oldest first: what makes a decision on that revision stale. */
export const newMaterialSince = (state: Pick<AssessmentCase, 'log'>, judged: bigint): readonly LoggedEvent[] =>
  state.log.toArray().filter((entry) => entry.material && entry.revision > judged);

/** What was recorded after a revision but is not material: the decision stands, and says that it had not seen these. */
export const recordedSince = (
  state: Pick<AssessmentCase, 'log'>,
  judged: bigint,
): readonly { readonly revision: string; readonly type: string }[] =>
  state.log
    .toArray()
    .filter((entry) => !entry.material && entry.revision > judged)
    .map(({ revision, type }) => ({ revision: String(revision), type }));

/** The revision at which an item's rating, or its turn to be rated, last changed; undefined when it never did. */
export const lastMaterialChangeOf = (state: Pick<AssessmentCase, 'log'>, item: string): bigint | undefined =>
  state.log.toArray().findLast((entry) => entry.changes.includes(item))?.revision;
