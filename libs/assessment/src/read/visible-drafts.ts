import type { Status } from './per-assessment/standing.js';

/** What the committee has before it: ratings that every stage of moderation has judged, and what became of them. */
export const BEFORE_THE_COMMITTEE = ['moderated', 'confirmed', 'published'] as const satisfies readonly Status[];

/**
 * What a list shows besides what is public: everybody's drafts, those that lie in one office or region, what the committee has
 * before it, what was shared with one organisation, or nothing. All of it goes by how things stand now, whatever moment a list
 * is asked for.
 */
export type Shown =
  'public' | 'all' | 'before-the-committee' | `office:${string}` | `region:${string}` | `organisation:${string}`;

const IS_BEFORE_THE_COMMITTEE = `status in (${BEFORE_THE_COMMITTEE.map((status) => `'${status}'`).join(', ')})`;

/** SQL for assessments, by a table that holds the place and the status of each as they are now. */
const isWorkedOn = (parameter: string): string =>
  `(${parameter}::text in ('office:' || office, 'region:' || region)
    or (${parameter}::text = 'before-the-committee' and ${IS_BEFORE_THE_COMMITTEE}))`;

/** SQL for the rows of a table that somebody may see. `parameter` is a placeholder such as `$2` that holds a `Shown`. */
export const shownTo = (parameter: string, isPublic: string): string =>
  `(${isPublic} or ${parameter}::text = 'all'
    or assessment in (select assessment from assessments_v1 where ${isWorkedOn(parameter)}))`;

/** The same for a table that holds the status of each assessment itself. */
export const shownByStatus = (parameter: string): string =>
  `(status in ('transcribed', 'published') or ${parameter}::text = 'all' or ${isWorkedOn(parameter)})`;

const TODAY = `to_char(now() at time zone 'Europe/London', 'YYYY-MM-DD')`;

/**
 * The same for rows whose `visibility` says for whom they are: `public`, `draft`, or `shared` with the organisation, from the day
 * its window opens. What the office took back is shown no more, nor as it stood before; what was published and withdrawn, to nobody who saw it only because it was.
 */
export const shownByVisibility = (parameter: string): string =>
  `case visibility when 'public' then line <> 'published' or retracted_position is null or ${shownTo(parameter, 'false')}
     when 'shared' then ${parameter}::text = 'organisation:' || organisation and business_date <= ${TODAY} and retracted_position is null
     else ${shownTo(parameter, 'false')} end`;

/**
 * The same for a list of sharings, on a day: the office sees all of its own; the organisation what it may still see, from the day
 * its window opens.
 */
export const shownSharings = (parameter: string, today: string): string =>
  `(${parameter}::text = 'organisation:' || organisation and opens_on <= ${today}::text and coalesce(ended_by, 'organisation') = 'organisation'
    or ${shownTo(parameter, 'false')})`;
