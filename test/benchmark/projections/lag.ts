import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { assessmentCodec } from '#assessment/core/assessment/codec.js';
import type { OpenPlatform } from '#platform/service/open-platform.js';
import { toNewEvent } from '#platform/text-sealing/event-sealing.js';
import { callHeld, metadata } from '../append/events.js';

const TICK_MS = 5;
const CALLERS = 32;
const PATIENCE_MS = 60_000;

/** What the meter found. */
export interface Lags {
  readonly lags: readonly number[];
  /** Events per second the log and all read models took in together. */
  readonly saturation: number;
}

/** Measures how long after its commit an event is visible in all read models. */
export class LagMeter {
  #streams: { stream: string; revision: bigint }[] = [];
  #next = 0;

  constructor(private readonly platform: OpenPlatform) {}

  /** First finds how much can be taken in at once and without end, then sends half of that, evenly. */
  async measure(milliseconds: number): Promise<Lags> {
    const rows = await this.platform.dataSource.query<{ stream: string; revision: string }[]>(
      `select stream, max(revision) as revision from log.events where stream like 'assessment-%' group by stream order by stream`,
    );
    this.#streams = rows.map(({ stream, revision }) => ({ stream, revision: BigInt(revision) }));
    const saturation = await this.#saturation(milliseconds / 2);
    return { lags: await this.#lagsAt(saturation / 2, milliseconds), saturation };
  }

  async #saturation(milliseconds: number): Promise<number> {
    const began = performance.now();
    let appended = 0;
    const callers = Array.from({ length: CALLERS }, async () => {
      for (; performance.now() - began < milliseconds; appended += 1) await this.#append();
    });
    await Promise.all(callers);
    await this.platform.watch.waitFor((await this.platform.store.head()).position, undefined, PATIENCE_MS);
    return appended / ((performance.now() - began) / 1_000);
  }

  async #lagsAt(perSecond: number, milliseconds: number): Promise<readonly number[]> {
    const lags: number[] = [];
    const underWay: Promise<void>[] = [];
    const began = performance.now();
    for (let sent = 0, now = began; now - began < milliseconds; now = performance.now()) {
      for (; sent < ((now - began) / 1_000) * perSecond; sent++) underWay.push(this.#lag().then((lag) => void lags.push(lag)));
      await pause(TICK_MS);
    }
    await Promise.all(underWay);
    return lags;
  }

  async #lag(): Promise<number> {
    const position = await this.#append();
    const committed = performance.now();
    if ((await this.platform.watch.waitFor(position, undefined, PATIENCE_MS)) !== 'reached') throw new Error('never visible');
    return performance.now() - committed;
  }

  /** A stream is left alone until its append was answered: there are more of them than appends under way. */
  async #append(): Promise<bigint> {
    const place = this.#streams[this.#next++ % this.#streams.length];
    if (place === undefined) throw new Error('there is no assessment to log a call on');
    const event = toNewEvent(assessmentCodec, callHeld(), { id: randomUUID(), metadata: metadata() });
    const outcome = await this.platform.store.append(place.stream, place.revision, [event]);
    if (outcome.outcome !== 'appended') throw new Error(`the log answered ${outcome.outcome}`);
    place.revision = outcome.revision;
    return outcome.position;
  }
}
