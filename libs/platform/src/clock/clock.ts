import type { BusinessDate } from '#kernel/business-date.js';
import { dayInEngland } from './england.js';

/** The one place the running service asks what day it is. */
export interface Clock {
  /** Now, in milliseconds since 1970. */
  now(): number;
  /** Today in England: what "not in the future" is measured against. */
  today(): BusinessDate;
}

/** The injection token of the Clock. */
export const CLOCK = Symbol('Clock');

/** Days begin with a minute, and each command asks which one it is: the calendar is asked once a minute. */
const MINUTE_MS = 60_000;
let asked = { minute: Number.NaN, day: '' };

function dayIn(minute: number): BusinessDate {
  if (asked.minute !== minute) asked = { minute, day: dayInEngland(minute * MINUTE_MS) };
  return asked.day;
}

/** The machine's clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  today: () => dayIn(Math.floor(Date.now() / MINUTE_MS)),
};
