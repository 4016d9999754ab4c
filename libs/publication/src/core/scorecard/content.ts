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

/** One organisation's ratings, at the revision at which every stage had judged them. */
const entry = z.strictObject({
  organisation: code(),
  name: z.string(),
  region: placed,
  office: placed,
  assessment: code(200),
  frameworkVersion: z.int().positive(),
  round: z.int().positive(),
  revision,
  decidedOn: businessDate,
  ratings: z.array(z.strictObject({ item: code(), rating: code() })).readonly(),
});
export type EditionEntry = Readonly<z.infer<typeof entry>>;

/** An organisation of the set that the edition leaves out, and why. */
const omission = z.strictObject({
  organisation: code(),
  name: z.string(),
  region: placed.nullable(),
  reason: omissionReason,
  explanation: freeText(1_000),
});
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

export const editionContent = z.strictObject({
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
  entries: z.array(entry).readonly(),
  omitted: z.array(omission).readonly(),
});
export type EditionContent = Readonly<z.infer<typeof editionContent>>;
