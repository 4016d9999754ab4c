import { z } from 'zod';
import { businessDate } from '#kernel/business-date.js';
import { code, line } from '#kernel/text.js';

/** As its first version told it: without what was published, which was whatever stood. */
const publishedFirst = z.strictObject({ edition: code(), publishedAt: z.iso.datetime(), channels: z.array(line()).readonly() });

/** The ratings an edition holds, with the judgement they were taken from and the words they were published in. */
const entry = z.strictObject({
  round: z.int().positive(),
  revision: z.string().regex(/^\d+$/),
  ratings: z.array(z.strictObject({ item: code(), rating: code(), label: line() })).readonly(),
});

/** How ratings come to stand in public, and cease to: part of the family in `events.ts`. */
export const publicationEvents = {
  /**
   * It stands in an edition. Recorded once the edition is public, which is from `publishedAt` on; by then the assessment may have
   * been reopened, so the event says what was published. Null: whatever stood, as told before the event said it.
   */
  Published: {
    version: 2,
    schema: publishedFirst.extend({ edition: code(200), publishedOn: businessDate, entry: entry.nullable() }),
    older: [{ version: 1, schema: publishedFirst, stepUp: asItStood }],
  },
  /** Nothing of it stands in public any more: its edition was withdrawn, or the edition that took its place leaves it out. */
  PublicationWithdrawn: {
    version: 1,
    schema: z.strictObject({ edition: code(200), because: z.enum(['edition-withdrawn', 'left-out']), withdrawnOn: businessDate }),
  },
} as const;

function asItStood(data: unknown): unknown {
  const told = data as z.infer<typeof publishedFirst>;
  return { ...told, publishedOn: told.publishedAt.slice(0, 10), entry: null };
}
