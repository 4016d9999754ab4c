import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { endOfDayInEngland } from '#platform/clock/england.js';
import type { EventStore } from '#platform/event-store/port.js';
import { EVENT_STORE } from '#platform/service/tokens.js';

/** For which moment editions are asked for; now, where nothing is given. */
export interface EditionMoment {
  /** What had been recorded up to that position of the log. */
  readonly asAt?: bigint | undefined;
  /** The instant that position was found by; undefined where the position itself was asked for. */
  readonly instant?: string | undefined;
  /** What was public at the end of that day. */
  readonly effectiveOn?: string | undefined;
}

/** Works out which instant a moment is, for the embargo is measured against instants. */
@Injectable()
export class ReadingMoments {
  constructor(
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  /** Never later than now: nobody reads today what will be public tomorrow, whatever day they ask for. */
  async instantOf({ asAt, instant, effectiveOn }: EditionMoment): Promise<string> {
    const now = this.now();
    const instants = [now];
    if (asAt !== undefined) instants.push(instant ?? (await this.#recordedAt(asAt)));
    if (effectiveOn !== undefined) instants.push(new Date(endOfDayInEngland(effectiveOn)).toISOString());
    return instants.reduce((earliest, one) => (one < earliest ? one : earliest));
  }

  /** Now at the edge, in UTC with milliseconds. */
  now(): string {
    return new Date(this.clock.now()).toISOString();
  }

  /** When the log ended at a position: at its last event up to it. */
  async #recordedAt(position: bigint): Promise<string> {
    if (position === 0n) return new Date(0).toISOString();
    const [event] = await this.store.readAll(position - 1n, 1);
    return event?.recordedAt ?? this.now();
  }
}
