import { z } from 'zod';
import { businessDate } from '#kernel/business-date.js';
import { eventFamily, type EventOf } from '#kernel/event-family.js';
import { code, freeText, line } from '#kernel/text.js';
import { editionContent, editionContentBefore } from './content.js';
import { channel } from './kinds.js';

/*
 * The events of a stream `scorecard-{period}.{kind}`. An embargo ends at an instant, so its events carry instants, in
 * UTC with milliseconds: their order is the order of their text.
 */

/** An instant in UTC, `2017-07-19T08:30:00.000Z`. */
export const instant = z.iso.datetime({ precision: 3 });
const person = code();
const edition = z.int().positive();
const people = z.array(person).readonly();
const organisations = z.array(code(10)).readonly();

const frozen = {
  /** Of the content's canonical JSON. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  embargoUntil: instant,
  /** Where it is to be published. */
  channels: z.array(channel).readonly(),
  frozenAt: instant,
  frozenBy: person,
};
/** The content is what was hashed: nothing is added to one that was frozen before. */
const asItWas = (data: unknown): unknown => data;

export const scorecardEvents = eventFamily({
  EditionFrozen: {
    version: 2,
    schema: z.strictObject({ content: editionContent, ...frozen }),
    older: [{ version: 1, schema: z.strictObject({ content: editionContentBefore, ...frozen }), stepUp: asItWas }],
  },
  /**
   * These people, and these organisations each for its own entry, were given the "final draft": from now on they may read it
   * before the embargo ends. Whoever delivers the news takes it from here.
   */
  EmbargoNotified: {
    version: 1,
    schema: z.strictObject({ edition, people, organisations, notifiedAt: instant, notifiedBy: person }),
  },
  /** They may no longer read it before the embargo ends. */
  EmbargoAccessWithdrawn: {
    version: 1,
    schema: z.strictObject({
      edition,
      people,
      organisations,
      reason: freeText(2_000),
      withdrawnAt: instant,
      withdrawnBy: person,
    }),
  },
  EmbargoMoved: {
    version: 1,
    schema: z.strictObject({ edition, from: instant, to: instant, reason: freeText(2_000), movedAt: instant, movedBy: person }),
  },
  /** It will not be published: an assessment in it was reopened, or those who prepare it stopped it, and say why. */
  EditionStopped: {
    version: 1,
    schema: z.strictObject({
      edition,
      because: z.enum(['reopened', 'by-hand']),
      assessment: code(200).nullable(),
      reason: freeText(2_000).nullable(),
      stoppedAt: instant,
      stoppedBy: person,
    }),
  },
  /** Recorded once the embargo is over. It was readable from `publishedAt` on, whenever this was recorded. */
  EditionPublished: {
    version: 1,
    schema: z.strictObject({ edition, publishedAt: instant, channels: z.array(channel).readonly() }),
  },
  EditionSuperseded: { version: 1, schema: z.strictObject({ edition, by: edition, supersededAt: instant }) },
  /** Its values stand no longer; a notice with the reason stands in their place. */
  EditionWithdrawn: {
    version: 1,
    schema: z.strictObject({ edition, reason: freeText(2_000), withdrawnAt: instant, withdrawnBy: person }),
  },
  /** Where else it was published, besides this service's own page: MyNHS, an organisation's site. */
  ChannelRecorded: {
    version: 1,
    schema: z.strictObject({
      edition,
      channel,
      organisation: code(10).nullable(),
      address: line(500).nullable(),
      publishedOn: businessDate,
      recordedBy: person,
    }),
  },
});

export type ScorecardEvent = EventOf<typeof scorecardEvents>;
export type ScorecardData<Type extends ScorecardEvent['type']> = Extract<ScorecardEvent, { type: Type }>['data'];
