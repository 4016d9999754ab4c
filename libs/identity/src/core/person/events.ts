import { z } from 'zod';
import { businessDate } from '#kernel/business-date.js';
import { eventFamily, type EventOf } from '#kernel/event-family.js';
import { code, freeText } from '#kernel/text.js';
import { ROLES } from '../person.js';

/** Somebody of flesh and blood, or a program that signs in by itself. */
export const PERSON_KINDS = ['person', 'machine'] as const;
export type PersonKind = (typeof PERSON_KINDS)[number];

const coded = <const Kind extends string>(kind: Kind) => z.strictObject({ kind: z.literal(kind), code: code(10) });

/** Where a role is held. */
export const areaSchema = z.discriminatedUnion('kind', [
  coded('office'),
  coded('region'),
  coded('organisation'),
  z.strictObject({ kind: z.literal('england') }),
]);

/** The events of a stream `person-{id}`. Names, e-mail addresses and what an identity provider calls them stand elsewhere. */
export const personEvents = eventFamily({
  PersonRegistered: { version: 1, schema: z.strictObject({ kind: z.enum(PERSON_KINDS) }) },
  /** A role in an area, from one day to another, both included; `until` null until it is withdrawn. */
  RoleGranted: {
    version: 1,
    schema: z.strictObject({
      grant: code(),
      role: z.enum(ROLES),
      area: areaSchema,
      from: businessDate,
      until: businessDate.nullable(),
      reason: freeText(2000),
      /** A director standing in for another office's, and why that office cannot find a second pair of eyes itself. */
      cover: z.strictObject({ reason: freeText(2000) }).nullable(),
    }),
  },
  /** No longer in force on that day and after it. What was done under the grant stays done. */
  GrantWithdrawn: {
    version: 1,
    schema: z.strictObject({ grant: code(), withdrawnFrom: businessDate, reason: freeText(2000) }),
  },
});

/** Any event of a person, in today's shape. */
export type PersonEvent = EventOf<typeof personEvents>;
/** The data of one type of event. */
export type PersonData<Type extends PersonEvent['type']> = Extract<PersonEvent, { type: Type }>['data'];

/** The stream of a person. */
export const personStream = (id: string): string => `person-${id}`;
