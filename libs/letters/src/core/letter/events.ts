import { z } from 'zod';
import { businessDate } from '#kernel/business-date.js';
import { eventFamily, type EventOf } from '#kernel/event-family.js';
import { code, freeText, line } from '#kernel/text.js';

/*
 * A letter about one assessment: the quarter's summary report, or the letter at a year's end. What it says of the record (ratings,
 * actions, trajectories) is copied when it is drafted and never typed over; its words are edited beside them.
 */

export const LETTER_KINDS = ['quarter-report', 'year-end-letter'] as const;
export type LetterKind = (typeof LETTER_KINDS)[number];

/** Government Security Classifications: OFFICIAL is the default, -SENSITIVE is a handling caveat for those who need to know. */
export const CLASSIFICATIONS = ['OFFICIAL', 'OFFICIAL-SENSITIVE'] as const;
export type Classification = (typeof CLASSIFICATIONS)[number];

const placed = z.strictObject({ code: code(), name: z.string() });
const section = z.strictObject({ section: code(), heading: line(), text: freeText() });
const annex = z.strictObject({ heading: line(), text: freeText() });
/** An addressee by office, never by name. */
const addressee = z.strictObject({ role: line(), body: line() });

const facts = z.strictObject({
  /** The revision of the assessment they were copied from. */
  revision: z.string().regex(/^\d+$/),
  status: code(),
  checkpoints: z.array(businessDate).readonly(),
  headline: z
    .strictObject({ label: z.string(), rating: z.string(), how: z.string().nullable(), certainty: z.string().nullable() })
    .nullable(),
  ratings: z
    .array(z.strictObject({ item: code(), label: z.string(), rating: z.string(), before: z.string().nullable() }))
    .readonly(),
  actions: z
    .array(z.strictObject({ action: code(), description: freeText(), owner: freeText(200), due: businessDate, from: code() }))
    .readonly(),
  trajectories: z
    .array(
      z.strictObject({
        measure: z.string(),
        unit: z.string().nullable(),
        months: z
          .array(z.strictObject({ month: z.string(), planned: z.string().nullable(), actual: z.string().nullable() }))
          .readonly(),
      }),
    )
    .readonly(),
});

const words = {
  sections: z.array(section).readonly(),
  annexes: z.array(annex).readonly(),
};

/** The events of a stream `letter-{id}`. */
export const letterEvents = eventFamily({
  LetterDrafted: {
    version: 1,
    schema: z.strictObject({
      kind: z.enum(LETTER_KINDS),
      assessment: code(200),
      organisation: placed,
      office: placed,
      region: placed,
      framework: z.strictObject({ id: code(), title: z.string() }),
      period: code(),
      title: line(300),
      facts,
      ...words,
      addressees: z.array(addressee).readonly(),
      classification: z.enum(CLASSIFICATIONS),
      draftedOn: businessDate,
    }),
  },
  /** The facts were copied anew, and the words drafted from them; what had been written stays one step away. */
  LetterRedrafted: { version: 1, schema: z.strictObject({ facts, ...words, draftedOn: businessDate }) },
  /** Whatever is given stands in place of what was there. */
  LetterEdited: {
    version: 1,
    schema: z.strictObject({
      title: line(300).optional(),
      sections: words.sections.optional(),
      annexes: words.annexes.optional(),
      addressees: z.array(addressee).readonly().optional(),
      classification: z.enum(CLASSIFICATIONS).optional(),
      editedOn: businessDate,
    }),
  },

  /** The organisation is asked whether the facts are right. */
  FactCheckAsked: { version: 1, schema: z.strictObject({ until: businessDate, askedOn: businessDate }) },
  FactCheckAnswered: {
    version: 1,
    schema: z.strictObject({ outcome: z.enum(['agreed', 'corrections']), text: freeText().optional(), answeredOn: businessDate }),
  },
  FactCheckWaived: { version: 1, schema: z.strictObject({ reason: freeText(), decidedOn: businessDate }) },

  /** Sent, signed by an office. `hash`: SHA-256 (hex) of the canonical JSON of what it says then. */
  LetterIssued: {
    version: 1,
    schema: z.strictObject({
      signatory: addressee,
      reference: line().optional(),
      issuedOn: businessDate,
      hash: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  },
  LetterPublished: {
    version: 1,
    schema: z.strictObject({ channel: line(), address: line(500).optional(), publishedOn: businessDate }),
  },
  LetterWithdrawn: { version: 1, schema: z.strictObject({ reason: freeText(), withdrawnOn: businessDate }) },
});

export type LetterEvent = EventOf<typeof letterEvents>;
export type LetterData<Type extends LetterEvent['type']> = Extract<LetterEvent, { type: Type }>['data'];

/** What of the record a letter says. */
export type LetterFacts = LetterData<'LetterDrafted'>['facts'];
/** What somebody wrote. */
export type LetterWords = Pick<LetterData<'LetterDrafted'>, 'sections' | 'annexes'>;
export type Addressee = LetterData<'LetterDrafted'>['addressees'][number];

/** The stream of a letter. */
export const letterStream = (id: string): string => `letter-${id}`;
