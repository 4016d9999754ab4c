import type { FastifyReply } from 'fastify';
import { createEvents } from 'ics';

/** A day somebody keeps in their diary. */
export interface CalendarDay {
  /** The same whenever it is taken, so that a diary knows it again. */
  readonly id: string;
  /** `2015-07-14`. */
  readonly day: string;
  readonly title: string;
  /** The whole address of the page it is about. */
  readonly url: string;
}

/** Answers with a calendar file (RFC 5545): each day as an entry of the whole day. */
export function sendCalendar(reply: FastifyReply, name: string, days: readonly CalendarDay[]): void {
  void reply
    .header('Content-Type', 'text/calendar; charset=utf-8')
    .header('Content-Disposition', `attachment; filename="${name}.ics"`)
    .header('Cache-Control', 'no-store')
    .send(calendarOf(days));
}

/** The file's text; one without entries is a calendar as well. */
function calendarOf(days: readonly CalendarDay[]): string {
  const { value, error } = createEvents(
    days.map(({ id, day, title, url }) => {
      const begins = Date.parse(day);
      // Stamped by its day and not by now: the same list is the same file.
      const stamp = { productId: 'checkpoint-assurance', timestamp: begins };
      return { ...stamp, uid: id, title, url, start: dateOf(begins), end: dateOf(begins + DAY_MS) };
    }),
    { productId: 'checkpoint-assurance', calName: 'Checkpoint assurance' },
  );
  if (typeof value !== 'string') throw new Error('the calendar could not be made', { cause: error });
  return value;
}

/** Ends are exclusive, so a day ends with the next. */
const DAY_MS = 86_400_000;

function dateOf(instant: number): [year: number, month: number, day: number] {
  const date = new Date(instant);
  return [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
}
