import { z } from 'zod';

/**
 * PostgreSQL stores U+0000 and half a surrogate pair in `json` and then fails on every query that touches the value, so
 * neither may enter through any field, by name.
 */
const NULL_CHARACTER = 'contains the character U+0000, which cannot be stored';
const UNPAIRED_SURROGATE = 'contains half of a surrogate pair (broken Unicode), which cannot be stored';

/** Says why a text cannot be stored, or undefined when it can. */
export function unstorable(text: string): string | undefined {
  if (text.includes('\u0000')) return NULL_CHARACTER;
  return text.isWellFormed() ? undefined : UNPAIRED_SURROGATE;
}

const storable = (schema: z.ZodString): z.ZodString =>
  schema.check((context) => {
    const reason = unstorable(context.value);
    if (reason !== undefined) context.issues.push({ code: 'custom', message: reason, input: context.value });
  });

/** What stands in place of a free text whose key was deleted. */
export const ERASED_TEXT = '[erased]';

/** A short label or reference on one line: never sealed, so never for anything about a patient. At most `max` characters. */
export const line = (max = 200): z.ZodString => storable(z.string().trim().min(1, 'must not be empty').max(max));

/** A code or id made by a program: letters, digits, dots, dashes. */
export const code = (max = 120): z.ZodString =>
  z
    .string()
    .min(1)
    .max(max)
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'is not a code');

/** Free text somebody types: notes, reasons, comments. Sealed under its event's own key when it is stored. At most `max` characters. */
export const freeText = (max = 20_000): z.ZodString =>
  storable(z.string().trim().min(1, 'must not be empty').max(max)).meta({ freeText: true });
