import { z } from 'zod';
import { businessDate } from '#kernel/business-date.js';
import { code, freeText, line } from '#kernel/text.js';
import { trajectoryEvents } from './trajectory-events.js';

/** A figure as it was given: a text keeps every digit and sign, a number is a number. Never a free text: it is not sealed. */
const figure = z.union([line(), z.number()]);
export type Figure = z.infer<typeof figure>;

/** What comes to a judgement beside meetings and ratings: part of the family in `events.ts`. */
export const inputEvents = {
  /**
   * What is known of an indicator, exactly as its source writes it. Which fields are there is the framework's to say.
   * `meeting`: the checkpoint meeting whose dashboard it stood on.
   */
  IndicatorValueRecorded: {
    version: 1,
    schema: z.strictObject({
      indicatorValue: z.uuid(),
      indicator: line(),
      meeting: z.uuid().optional(),
      value: figure.optional(),
      period: line().optional(),
      standard: figure.optional(),
      comparison: figure.optional(),
      score: code().optional(),
      dataSource: line(500).optional(),
      receivedOn: businessDate,
    }),
  },

  /** A rating decided elsewhere, with who gave it by body and role: never a person's name. */
  GivenRatingRecorded: {
    version: 1,
    schema: z.strictObject({
      givenRating: z.uuid(),
      item: code(),
      rating: code(),
      givenBy: z.strictObject({ body: line(), role: line() }),
      givenOn: businessDate,
      reason: freeText().optional(),
      source: line(500),
    }),
  },
  /** It was published by itself, whatever becomes of the assessment: item and rating as they stood then. */
  GivenRatingPublished: {
    version: 1,
    schema: z.strictObject({
      givenRating: z.uuid(),
      item: code(),
      rating: code(),
      publishedOn: businessDate,
      publishedIn: line(500),
    }),
  },

  ...trajectoryEvents,
} as const;
