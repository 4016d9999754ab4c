import { z } from 'zod';
import { eventFamily, type EventOf } from '#kernel/event-family.js';
import { code, line } from '#kernel/text.js';

/** The events of a stream `national-{framework}.{period}.{item}`. */
export const nationalResultsEvents = eventFamily({
  /** How many organisations were given each rating, as one source has it; said again by that source, the last holds. */
  NationalResultsTranscribed: {
    version: 1,
    schema: z.strictObject({
      framework: code(60),
      period: code(20),
      item: code(),
      /** How many were assessed, by the source. */
      organisations: z.int().positive(),
      counts: z
        .array(
          z.strictObject({
            rating: code(),
            publishedLabel: line().nullable(),
            count: z.int().nonnegative(),
            evidence: z.enum(['published', 'derived', 'restated']),
          }),
        )
        .min(1)
        .readonly(),
      source: line(500),
    }),
  },
});

/** Any event of national results, in today's shape. */
export type NationalResultsEvent = EventOf<typeof nationalResultsEvents>;
/** One source's counts of an item in a period. */
export type NationalResults = NationalResultsEvent['data'];

/** The stream of an item's national results in a period. */
export const nationalResultsStream = ({
  framework,
  period,
  item,
}: Pick<NationalResults, 'framework' | 'period' | 'item'>): string => `national-${framework}.${period}.${item}`;
