import type { BusinessDate } from '#kernel/business-date.js';

/*
 * Days and hours as people in England mean them, where summer is an hour ahead of UTC. Instants are milliseconds since 1970.
 */

const HOUR_MS = 3_600_000;

const dayFormat = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
});
const timeFormat = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** The day an instant lies in. */
export const dayInEngland = (instant: number): BusinessDate => dayFormat.format(instant);

/** The time of day of an instant, `09:30`. */
export const timeInEngland = (instant: number): string => timeFormat.format(instant);

/** The last millisecond of a day. */
export function endOfDayInEngland(day: BusinessDate): number {
  const inWinter = Date.parse(`${day}T23:59:59.999Z`);
  return dayInEngland(inWinter) === day ? inWinter : inWinter - HOUR_MS;
}

/**
 * The instant of a day and a time of day, `HH:MM`. Undefined for the hour that is left out in spring; of the hour that comes
 * twice in autumn, the first.
 */
export function instantInEngland(day: BusinessDate, time: string): number | undefined {
  const inWinter = Date.parse(`${day}T${time}:00.000Z`);
  return [inWinter - HOUR_MS, inWinter].find((instant) => dayInEngland(instant) === day && timeInEngland(instant) === time);
}
