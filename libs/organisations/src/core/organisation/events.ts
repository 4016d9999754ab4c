import { z } from 'zod';
import { businessDate } from '#kernel/business-date.js';
import { eventFamily, type EventOf } from '#kernel/event-family.js';
import { code, line } from '#kernel/text.js';
import { organisationKind } from './kinds.js';

/*
 * What is known of an organisation, one dated fact an event. A source rarely says when a thing became so: `dateIs` tells
 * a date the source gives from one we derived, and `source` names the file or list it was taken from.
 */

const dated = z.strictObject({ effectiveOn: businessDate, dateIs: z.enum(['given', 'derived']), source: line() });

/** The events of a stream `organisation-{code}`. */
export const organisationEvents = eventFamily({
  /** The code is known from now on; `effectiveOn` is the day on which the source saw it under this name and kind. */
  OrganisationRegistered: {
    version: 1,
    schema: dated.extend({
      code: code(10),
      kind: organisationKind,
      name: line(300),
      /** Made up for demonstrations. Absent for real organisations. */
      example: z.literal(true).optional(),
    }),
  },
  /** The first day it existed. Recorded again when a source corrects it: the last recorded holds. */
  OrganisationOpened: { version: 1, schema: dated },
  /** Bore this name on that day, and until another name is recorded for a later day. */
  OrganisationRenamed: { version: 1, schema: dated.extend({ name: line(300) }) },
  /** Was of this kind on that day: in July 2022 the codes of CCGs went on as those of sub-ICB locations. */
  OrganisationKindChanged: { version: 1, schema: dated.extend({ kind: organisationKind }) },
  /** The statistical code of the Office for National Statistics on that day; it can change without a merger. */
  OnsCodeRecorded: { version: 1, schema: dated.extend({ onsCode: code(12) }) },
  /** Moved under this local office and region on that day; either is left out where the source gives none. */
  OrganisationPlaced: { version: 1, schema: dated.extend({ office: code(10).optional(), region: code(10).optional() }) },
  /** Became part of another organisation on that day, the first day of the successor's responsibility. */
  OrganisationMerged: { version: 1, schema: dated.extend({ into: code(10) }) },
  /** The last day it existed. Recorded again when a source corrects it: the last recorded holds. */
  OrganisationClosed: { version: 1, schema: dated },
});

/** Any event of an organisation, in today's shape. */
export type OrganisationEvent = EventOf<typeof organisationEvents>;

/** The stream that holds an organisation's events. */
export const organisationStream = (organisationCode: string): string => `organisation-${organisationCode}`;
