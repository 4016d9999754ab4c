import type { Edition } from './state.js';

/** What of an edition its standing follows from. */
export type TimedEdition = Pick<Edition, 'number' | 'embargoUntil' | 'stopped' | 'withdrawn'>;
interface Editions<Timed extends TimedEdition> {
  readonly editions: readonly Timed[];
}

/** How an edition stands at an instant. */
export type EditionStanding = 'under-embargo' | 'stopped' | 'published' | 'superseded' | 'withdrawn';

/**
 * What decides is what was frozen and the clock, and nothing that has to be recorded at the embargo's end: an edition that
 * was not stopped is public from the instant its embargo ends. `at` is an instant in UTC with milliseconds.
 */
export function standingOf({ editions }: Editions<TimedEdition>, edition: TimedEdition, at: string): EditionStanding {
  if (edition.stopped !== undefined) return 'stopped';
  if (edition.embargoUntil > at) return 'under-embargo';
  if (edition.withdrawn !== undefined && edition.withdrawn.withdrawnAt <= at) return 'withdrawn';
  return editions.some((later) => later.number > edition.number && hasBeenPublic(later, at)) ? 'superseded' : 'published';
}

/** Whether the edition was ever public by that instant, whatever became of it. */
export const hasBeenPublic = ({ stopped, embargoUntil }: TimedEdition, at: string): boolean =>
  stopped === undefined && embargoUntil <= at;

/** The edition whose values stand at that instant: of those published, the last, unless that one was withdrawn. */
export const standingEdition = <Timed extends TimedEdition>(scorecard: Editions<Timed>, at: string): Timed | undefined =>
  scorecard.editions.find((edition) => standingOf(scorecard, edition, at) === 'published');

/** The edition that was made public last by that instant: what a new one supersedes, withdrawn or not. */
export const lastPublished = <Timed extends TimedEdition>({ editions }: Editions<Timed>, at: string): Timed | undefined =>
  editions.findLast((edition) => hasBeenPublic(edition, at));

/** The edition that waits for the end of its embargo: there is never more than one. */
export const underEmbargo = <Timed extends TimedEdition>(scorecard: Editions<Timed>, at: string): Timed | undefined =>
  scorecard.editions.find((edition) => standingOf(scorecard, edition, at) === 'under-embargo');
