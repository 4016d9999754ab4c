import { z } from 'zod';
import { businessDate } from '#kernel/business-date.js';
import { eventFamily, type EventOf } from '#kernel/event-family.js';
import { partialDate } from '#kernel/partial-date.js';
import { code, freeText, line } from '#kernel/text.js';

/*
 * A year's survey of those who work with an organisation. Nobody's answer is in here: counts and percentages are. Who was
 * nominated is known by an id and a group; names and contacts are kept beside the log, where they can be erased.
 */

/** The events of a stream `survey-{organisation}.{year}`. */
export const surveyEvents = eventFamily({
  /** When answers were gathered. `source` is null where it was recorded here; sources that disagree stand side by side. */
  SurveyFieldworkRecorded: {
    version: 1,
    schema: z.strictObject({
      from: partialDate.nullable(),
      to: partialDate.nullable(),
      note: line(500).nullable(),
      source: line(500).nullable(),
    }),
  },
  /** A percentage as it was published, without a base; said again by the same source, the last holds. */
  SurveyResultPublished: {
    version: 1,
    schema: z.strictObject({
      question: line(500),
      answer: line(300),
      percent: z.number().min(0).max(100),
      note: line(500).nullable(),
      source: line(500),
    }),
  },
  /** How many gave which answer, of one group or (null) of all. `answers` is null for fewer than five: they are not kept. */
  SurveyResponsesCounted: {
    version: 1,
    schema: z.strictObject({
      question: line(500),
      group: line().nullable(),
      answers: z
        .array(z.strictObject({ answer: line(300), count: z.int().nonnegative() }))
        .readonly()
        .nullable(),
      countedOn: businessDate,
    }),
  },
  StakeholderNominated: { version: 1, schema: z.strictObject({ nomination: code(), group: line(), nominatedOn: businessDate }) },
  NominationWithdrawn: { version: 1, schema: z.strictObject({ nomination: code(), withdrawnOn: businessDate }) },
  /** The name and contact were deleted; that somebody of the group was nominated stays. */
  NominationContactErased: { version: 1, schema: z.strictObject({ nomination: code(), erasedOn: businessDate }) },
  /** What somebody wrote, word for word, without who or which group. */
  SurveyCommentRecorded: { version: 1, schema: z.strictObject({ comment: code(), text: freeText(), recordedOn: businessDate }) },
  /** `text` stands in place of what was written, from now on and for every earlier moment. */
  SurveyCommentRedacted: {
    version: 1,
    schema: z.strictObject({ comment: code(), text: freeText(), reason: freeText(2000), redactedOn: businessDate }),
  },
  /** `action` refers to the action of an assessment that follows from it. */
  AreaForImprovementIdentified: {
    version: 1,
    schema: z.strictObject({ area: code(), text: freeText(2000), action: line().nullable(), identifiedOn: businessDate }),
  },
  /** An action agreed in an assessment of the organisation follows from an area: its trace both ways. */
  AreaLedToAction: {
    version: 1,
    schema: z.strictObject({ area: code(), assessment: code(200), action: code(), tiedOn: businessDate }),
  },
  SurveyReportFiled: { version: 1, schema: z.strictObject({ title: line(), reference: line(500), filedOn: businessDate }) },
});

/** Any event of a survey, in today's shape. */
export type SurveyEvent = EventOf<typeof surveyEvents>;
/** The data of one type of event. */
export type SurveyData<Type extends SurveyEvent['type']> = Extract<SurveyEvent, { type: Type }>['data'];

/** The id of an organisation's survey of a year: `00M.2017`. */
export const surveyId = (organisation: string, year: string): string => `${organisation}.${year}`;
/** The stream of a survey. */
export const surveyStream = (id: string): string => `survey-${id}`;
