import { z } from 'zod';
import { businessDate } from '#kernel/business-date.js';
import { code, freeText, line } from '#kernel/text.js';
import { editionKind, omissionReason } from './kinds.js';

/*
 * What an edition says, as it is frozen, hashed and published. Its SHA-256 is that of its canonical JSON (RFC 8785), so
 * everybody who has the file can check it. What people typed into it is published as typed, yet sealed in the log like every
 * free text: a name typed by mistake stays removable, and the edition then says that its hash no longer holds.
 */

const revision = z.string().regex(/^\d+$/);
const placed = z.strictObject({ code: code(), name: z.string() });

const rating = z.strictObject({ item: code(), rating: code() });

const entryOf = {
  organisation: code(),
  name: z.string(),
  region: placed,
  office: placed,
  assessment: code(200),
  frameworkVersion: z.int().positive(),
  round: z.int().positive(),
  revision,
  decidedOn: businessDate,
};

/** A rating; where somebody else gave it, who and when. */
const ratingOfEntry = rating.extend({
  given: z.strictObject({ body: line(), role: line(), givenOn: businessDate }).optional(),
});

/** One organisation's ratings, at the revision at which every stage had judged them, or the last of them was given. */
const entry = z.strictObject({ ...entryOf, ratings: z.array(ratingOfEntry).readonly() });
export type EditionEntry = Readonly<z.infer<typeof entry>>;

/** An organisation of the set that the edition leaves out, and why. */
const omissionOf = {
  organisation: code(),
  name: z.string(),
  region: placed.nullable(),
  explanation: freeText(1_000),
};
const omission = z.strictObject({ ...omissionOf, reason: omissionReason });
export type Omission = Readonly<z.infer<typeof omission>>;

const item = z.strictObject({
  id: code(),
  label: z.string(),
  shortLabel: z.string().optional(),
  kind: z.string(),
  scale: code(),
});
export type EditionItem = Readonly<z.infer<typeof item>>;

/** A scale with its ratings best first, in the words they are published in. */
const scale = z.strictObject({ id: code(), ratings: z.array(z.strictObject({ id: code(), label: z.string() })).readonly() });

const contentOf = {
  scorecard: code(),
  edition: z.int().positive(),
  kind: editionKind,
  period: code(),
  framework: z.strictObject({
    id: code(),
    version: z.int().positive(),
    hash: z.string(),
    title: line(),
    issuer: line(),
  }),
  /** The day the set of organisations is of: the last of the period, whatever merged before it was published. */
  organisationsOn: businessDate,
  supersedes: z.strictObject({ edition: z.int().positive(), reason: freeText(2_000) }).nullable(),
  items: z.array(item).readonly(),
  scales: z.array(scale).readonly(),
};

/** As it was before editions named what they are drawn from, and who gave a rating. */
export const editionContentBefore = z.strictObject({
  ...contentOf,
  entries: z.array(z.strictObject({ ...entryOf, ratings: z.array(rating).readonly() })).readonly(),
  omitted: z.array(z.strictObject({ ...omissionOf, reason: omissionReason.exclude(['not-given']) })).readonly(),
});

export const editionContent = z.strictObject({
  ...contentOf,
  /** The edition of the period's scorecard that a summary of it was drawn from; of other kinds there is none. */
  drawnFrom: z
    .strictObject({ scorecard: code(), edition: z.int().positive(), sha256: z.string().regex(/^[0-9a-f]{64}$/) })
    .optional(),
  entries: z.array(entry).readonly(),
  omitted: z.array(omission).readonly(),
});
export type EditionContent = Readonly<z.infer<typeof editionContent>>;
