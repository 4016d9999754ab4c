import { z } from 'zod';
import { businessDate } from '#kernel/business-date.js';
import { code, freeText, line } from '#kernel/text.js';

const id = z.uuid();
const revision = z.string().regex(/^\d+$/);
const items = z.array(code()).readonly();

/** What was shared, as its first version told it: ratings only, no notes of meetings. */
const sharedRatings = z.strictObject({ sharing: id, revision, items, opensOn: businessDate, closesOn: businessDate });

/** A comment as its first version told it: always with words. */
const commentInWords = z.strictObject({
  comment: id,
  sharing: id,
  item: code().optional(),
  view: z.enum(['agrees', 'disagrees', 'not-stated']),
  text: freeText(),
  commentedOn: businessDate,
});

/** What a Health and Wellbeing Board thinks of the organisation's contribution; it was asked also when it did not reply. */
export const boardView = z.enum(['satisfied', 'concerned', 'no-reply']);

/** The voice of the organisation, and of others who are asked: part of the family in `events.ts`. */
export const voiceEvents = {
  /** The items as they stood at that revision, and the notes of meetings and calls named with them; both days count. */
  SharedWithOrganisation: {
    version: 2,
    schema: sharedRatings.extend({ records: z.array(id).readonly() }),
    older: [
      {
        version: 1,
        schema: sharedRatings,
        stepUp: (data: unknown) => ({ ...(data as z.infer<typeof sharedRatings>), records: [] }),
      },
    ],
  },
  /** By the organisation, which has nothing more to say, or by the office, which takes back what it shared. */
  SharingClosed: {
    version: 1,
    schema: z.strictObject({
      sharing: id,
      closedBy: z.enum(['organisation', 'office']),
      reason: freeText().optional(),
      closedOn: businessDate,
    }),
  },
  /** On one item, or on all that was shared. Agreement needs no words. */
  OrganisationCommented: {
    version: 2,
    schema: commentInWords.extend({ text: freeText().optional() }),
    older: [{ version: 1, schema: commentInWords, stepUp: (data: unknown) => data }],
  },
  CommentAnswered: { version: 1, schema: z.strictObject({ comment: id, answer: freeText(), answeredOn: businessDate }) },

  /** What somebody who was there, or the organisation, says of the note of a meeting or call. */
  MeetingReadBack: {
    version: 1,
    schema: z.strictObject({
      readBack: id,
      record: id,
      by: z.enum(['attendee', 'organisation']),
      readBy: code(),
      view: z.enum(['agrees', 'sees-differently']),
      text: freeText().optional(),
      readBackOn: businessDate,
    }),
  },
  /** Who asked is told why not; asking again is another request. */
  ReopeningRefused: {
    version: 1,
    schema: z.strictObject({ request: id, reason: freeText(), refusedBy: code(), refusedOn: businessDate }),
  },
  /** A Health and Wellbeing Board, a public body, by its name. */
  BoardConsulted: {
    version: 1,
    schema: z.strictObject({
      consultation: id,
      board: line(),
      consultedOn: businessDate,
      view: boardView,
      response: freeText().optional(),
    }),
  },
} as const;
