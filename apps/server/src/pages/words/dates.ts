import { dayInWords } from '#kernel/business-date.js';
import { dayInEngland } from '#platform/clock/england.js';

export { dayInWords } from '#kernel/business-date.js';

const inEngland = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** The day of an instant in England. */
export const dayOf = (instant: string): string => dayInEngland(Date.parse(instant));

/** An instant (RFC 3339) as people in England read it: "22 November 2026, 16:05". */
export function momentInWords(instant: string): string {
  const parts = Object.fromEntries(inEngland.formatToParts(new Date(instant)).map(({ type, value }) => [type, value]));
  return `${parts['day'] ?? ''} ${parts['month'] ?? ''} ${parts['year'] ?? ''}, ${parts['hour'] ?? ''}:${parts['minute'] ?? ''}`;
}

/** When something was decided and, only where that was another day, when it was recorded here. */
export function decidedAndRecorded(decidedOn: string | undefined, recordedAt: string): string {
  if (decidedOn === undefined) return `Recorded ${momentInWords(recordedAt)}`;
  const recordedOn = dayOf(recordedAt);
  return recordedOn === decidedOn ? dayInWords(decidedOn) : `${dayInWords(decidedOn)}, recorded ${dayInWords(recordedOn)}`;
}

/** The same for a fact copied from a source, which may give no date. */
export const givenAndRecorded = (givenOn: string | null, recordedAt: string): string =>
  givenOn === null ? `Date not given, recorded ${dayInWords(dayOf(recordedAt))}` : decidedAndRecorded(givenOn, recordedAt);
