import type { Clock } from '#platform/clock/clock.js';
import { dayInEngland } from '#platform/clock/england.js';

/** A clock that a test sets: the service under test believes it. */
export class SettableClock implements Clock {
  #now: number;

  constructor(instant: string) {
    this.#now = Date.parse(instant);
  }

  /** Makes it that instant. */
  set(instant: string): void {
    this.#now = Date.parse(instant);
  }

  now(): number {
    return this.#now;
  }

  today(): string {
    return dayInEngland(this.#now);
  }
}
