import { z } from 'zod';
import { businessDate } from '#kernel/business-date.js';
import { code, freeText, line } from '#kernel/text.js';

const reason = freeText(2000);
const channel = z.enum(['nhs-england', 'mynhs', 'organisation-site']);
const organisations = z.array(code(10)).max(500).default([]);
const people = z.array(code()).max(500).default([]);
const instant = z.iso.datetime({ offset: true, error: 'is not an instant such as 2017-07-19T09:30:00+01:00' });

/** Freezes an edition: what the draft shows, less what is omitted. */
export const freezeRequest = z.strictObject({
  embargoUntil: instant.describe('the instant it becomes public, everywhere at once'),
  channels: z.array(channel).min(1).default(['nhs-england']).describe('where it is to be published'),
  omitted: z
    .array(
      z.strictObject({
        organisation: code(10),
        explanation: freeText(1000)
          .optional()
          .describe('published as typed; needed where its ratings are final, otherwise a sentence says why it is left out'),
      }),
    )
    .max(500)
    .default([])
    .describe('every organisation of the period that has no final rating, and any other that is held back'),
  supersedes: z
    .strictObject({ edition: z.int().positive(), reason: reason.describe('published as typed') })
    .optional()
    .describe('of a correction: the edition published last, and why it is corrected'),
});
export type FreezeRequest = z.infer<typeof freezeRequest>;

/** Gives people the final draft, and organisations their own entry of it, before the embargo ends. */
export const notificationRequest = z.strictObject({
  people: people.describe('ids of people: they see all of it'),
  organisations: organisations.describe('codes: each sees its own entry'),
});
export type NotificationRequest = z.infer<typeof notificationRequest>;

/** Takes people and organisations off the list again. */
export const accessWithdrawalRequest = z.strictObject({ people, organisations, reason });
export type AccessWithdrawalRequest = z.infer<typeof accessWithdrawalRequest>;

/** Moves the end of an embargo. */
export const embargoRequest = z.strictObject({ until: instant, reason });
export type EmbargoRequest = z.infer<typeof embargoRequest>;

/** Stops an edition before its embargo ends. */
export const stopRequest = z.strictObject({ reason });
export type StopRequest = z.infer<typeof stopRequest>;

/** Withdraws a published edition. */
export const editionWithdrawalRequest = z.strictObject({
  reason: reason.describe('published as typed, in place of the edition'),
});
export type EditionWithdrawalRequest = z.infer<typeof editionWithdrawalRequest>;

/** Records where else a published edition stands. */
export const channelRequest = z.strictObject({
  channel,
  organisation: code(10).optional().describe('whose site it is, for the channel organisation-site'),
  address: line(500)
    .regex(/^https?:\/\/\S+$/, 'is not a web address')
    .optional(),
  publishedOn: businessDate,
});
export type ChannelRequest = z.infer<typeof channelRequest>;
