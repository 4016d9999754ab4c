import type { Status } from './per-assessment/standing.js';

/** What the committee has before it: ratings that every stage of moderation has judged, and what became of them. */
export const BEFORE_THE_COMMITTEE = ['moderated', 'confirmed', 'published'] as const satisfies readonly Status[];

/**
 * What a list shows besides what is public: everybody's drafts, those of one office or region (as recorded with the
 * assessment), what the committee has before it now, or nothing.
 */
export type Shown = 'public' | 'all' | 'before-the-committee' | `office:${string}` | `region:${string}`;

const IS_BEFORE_THE_COMMITTEE = `status in (${BEFORE_THE_COMMITTEE.map((status) => `'${status}'`).join(', ')})`;

/** SQL for the rows of a table that somebody may see. `parameter` is a placeholder such as `$2` that holds a `Shown`. */
export const shownTo = (parameter: string, isPublic = `visibility = 'public'`): string =>
  shownWhere(parameter, isPublic, `assessment in (select assessment from assessments_v1 where ${IS_BEFORE_THE_COMMITTEE})`);

/** The same for a table that holds the status of each assessment itself. */
export const shownByStatus = (parameter: string): string =>
  shownWhere(parameter, `status in ('transcribed', 'published')`, IS_BEFORE_THE_COMMITTEE);

const shownWhere = (parameter: string, isPublic: string, isBeforeTheCommittee: string): string =>
  `(${isPublic} or ${parameter}::text in ('all', 'office:' || office, 'region:' || region)
    or (${parameter}::text = 'before-the-committee' and ${isBeforeTheCommittee}))`;
