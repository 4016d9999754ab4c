import { businessDate } from '#kernel/business-date.js';
import { type EventOf, eventFamily } from '#kernel/event-family.js';
import { freeText, line } from '#kernel/text.js';
import { z } from 'zod';
import { packHash, packSchema, packWithoutConsultation } from '../pack.js';

const adopted = z.strictObject({
  hash: packHash,
  adoptedOn: businessDate,
  /** Where the pack was taken from. */
  source: line(600),
  reason: freeText(2000),
});

/** What happens to a framework. The pack is in the event, whole: an old stream never depends on today's file. */
export const frameworkEvents = eventFamily({
  /** Its second version may say in which cadences Health and Wellbeing Boards are consulted. */
  FrameworkAdopted: {
    version: 2,
    schema: adopted.extend({ pack: packSchema }),
    older: [{ version: 1, schema: adopted.extend({ pack: packWithoutConsultation }), stepUp: (data) => data }],
  },
});
export type FrameworkEvent = EventOf<typeof frameworkEvents>;

/** The stream of a framework, all its versions. */
export const frameworkStream = (id: string): string => `framework-${id}`;
