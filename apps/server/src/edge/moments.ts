import { Inject, Injectable } from '@nestjs/common';
import { z } from 'zod';
import { businessDate } from '#kernel/business-date.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import type { EventStore } from '#platform/event-store/port.js';
import type { CheckpointWatch } from '#platform/projections/checkpoint-watch.js';
import { CHECKPOINT_WATCH, EVENT_STORE } from '#platform/service/tokens.js';
import { problem } from './problem.js';

/** The parameters every query on recorded state takes; spread them into the query's own schema. */
export const momentParameters = {
  atLeast: z
    .string()
    .regex(/^\d{1,18}$/, 'is not a position of the log')
    .optional()
    .describe('a Log-Position: waits up to 2 s for the answer to include it, else 503'),
  asAt: z
    .union(
      [z.string().regex(/^\d{1,18}$/), z.iso.datetime({ offset: true })],
      'is neither an instant (RFC 3339) nor a position of the log',
    )
    .optional()
    .describe('as it was recorded then: an instant (RFC 3339) or a position of the log'),
  effectiveOn: businessDate.optional().describe('what was true for that day'),
};

/** The moment a query asks about, as it came in. */
export interface MomentQuestion {
  readonly atLeast?: string | undefined;
  readonly asAt?: string | undefined;
  readonly effectiveOn?: string | undefined;
}

/** The moment a query is answered for. */
export interface Moment {
  /** What had been recorded up to this position; undefined: everything recorded by now. */
  readonly asAt: bigint | undefined;
  /** The instant asked about, in UTC with milliseconds; undefined where a position was, or nothing. */
  readonly instant: string | undefined;
  /** What was true on that day; undefined: whatever holds last. */
  readonly effectiveOn: string | undefined;
  /** The question's own words, which the answer repeats. */
  readonly repeated: { readonly asAt: string | null; readonly effectiveOn: string | null };
}

/** Within how many milliseconds a read model has to show the position a caller waits for. */
const PATIENCE_MS = 2_000;

/** Works out which moment a query asks about, having waited for what the caller must be able to see. */
@Injectable()
export class Moments {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(CHECKPOINT_WATCH) private readonly watch: CheckpointWatch,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** `projections` are those that answer the query; none when it is answered from the log itself. */
  async of(question: MomentQuestion, projections: readonly string[] = []): Promise<Moment> {
    if (question.atLeast !== undefined) await this.waitFor(BigInt(question.atLeast), projections);
    const { asAt, effectiveOn } = question;
    return {
      asAt: asAt === undefined ? undefined : await this.positionOf(asAt),
      instant: asAt === undefined || isPosition(asAt) ? undefined : new Date(asAt).toISOString(),
      effectiveOn,
      repeated: { asAt: asAt ?? null, effectiveOn: effectiveOn ?? null },
    };
  }

  private async waitFor(position: bigint, projections: readonly string[]): Promise<void> {
    if (projections.length === 0) return;
    if ((await this.watch.waitFor(position, projections, PATIENCE_MS)) === 'reached') return;
    throw problem(
      'not-caught-up',
      `The answer does not include position ${String(position)} yet. Nothing is lost; try again shortly.`,
    );
  }

  private async positionOf(asAt: string): Promise<bigint> {
    const future = problem(
      'moment-in-the-future',
      'asAt lies in the future: nobody knows yet what will have been recorded by then.',
      {
        errors: [{ pointer: '/asAt', detail: 'lies in the future' }],
      },
    );
    if (isPosition(asAt)) {
      const position = BigInt(asAt);
      if (position > (await this.store.head()).position) throw future;
      return position;
    }
    if (Date.parse(asAt) > this.clock.now()) throw future;
    return this.store.positionAt(new Date(asAt).toISOString());
  }
}

const isPosition = (asAt: string): boolean => /^\d+$/.test(asAt);
