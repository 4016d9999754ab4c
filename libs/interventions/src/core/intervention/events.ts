import { z } from 'zod';
import { businessDate } from '#kernel/business-date.js';
import { eventFamily, type EventOf } from '#kernel/event-family.js';
import { partialDate } from '#kernel/partial-date.js';
import { code, freeText, line } from '#kernel/text.js';
import { interventionKind, interventionOutcome } from './kinds.js';

/*
 * An intervention has a life of its own: it names organisations by the codes they bore, says nothing of any rating, and goes on
 * when an organisation merges.
 */

const codes = z.array(code(10)).readonly();
const facts = {
  kind: interventionKind,
  organisations: codes,
  /** Bound by it to help, without being failing themselves: Southwark in the directions for Greenwich and Lewisham. */
  alsoBinds: codes,
};

/** The events of a stream `intervention-{id}`. */
export const interventionEvents = eventFamily({
  /** Taken over from a published source, with what that says and no more; null means that it does not say. */
  InterventionRecorded: {
    version: 1,
    schema: z.strictObject({
      ...facts,
      from: partialDate.nullable(),
      until: partialDate.nullable(),
      what: line(1000),
      source: line(500),
    }),
  },
  /** Begun by NHS England and recorded here by those who did. */
  InterventionBegan: { version: 1, schema: z.strictObject({ ...facts, from: partialDate, what: freeText(2000) }) },
  /** What the organisation is to reach, or what must hold before it leaves the intervention. */
  ObjectiveAgreed: {
    version: 1,
    schema: z.strictObject({
      objective: code(),
      as: z.enum(['objective', 'exit-criterion']),
      text: freeText(2000),
      agreedOn: businessDate,
    }),
  },
  ObjectiveMet: { version: 1, schema: z.strictObject({ objective: code(), judgedOn: businessDate, note: freeText(2000) }) },
  /** Judged and not met, or met once and no longer. */
  ObjectiveNotMet: { version: 1, schema: z.strictObject({ objective: code(), judgedOn: businessDate, note: freeText(2000) }) },
  /** Changed while it was in force; the lists replace those before. */
  InterventionVaried: {
    version: 1,
    schema: z.strictObject({ variedOn: partialDate, organisations: codes, alsoBinds: codes, reason: freeText(2000) }),
  },
  InterventionEnded: {
    version: 1,
    schema: z.strictObject({ until: partialDate, outcome: interventionOutcome, reason: freeText(2000) }),
  },
  /** What was recorded was wrong: the members given take the place of those before. `source` where a source says so. */
  InterventionCorrected: {
    version: 1,
    schema: z.strictObject({
      changes: z.strictObject({
        kind: interventionKind.optional(),
        organisations: codes.optional(),
        alsoBinds: codes.optional(),
        from: partialDate.nullable().optional(),
        until: partialDate.nullable().optional(),
        what: freeText(2000).optional(),
      }),
      source: line(500).nullable(),
      reason: freeText(2000),
    }),
  },
});

/** Any event of an intervention, in today's shape. */
export type InterventionEvent = EventOf<typeof interventionEvents>;
/** The data of one type of event. */
export type InterventionData<Type extends InterventionEvent['type']> = Extract<InterventionEvent, { type: Type }>['data'];

/** The stream of an intervention. */
export const interventionStream = (id: string): string => `intervention-${id}`;
