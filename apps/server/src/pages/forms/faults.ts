import type { z } from 'zod';
import type { FieldError } from '#kernel/refusal.js';
import type { FormError } from './form-view.js';
import type { Typed } from './typed.js';

/** The words for a form's fields, by path; `#` stands for a place in a list. They follow "Enter". */
export type FieldWords = Readonly<Record<string, string>>;

/** What the schema of the request finds wrong, in words, beside the fields. */
export function faultsOf(error: z.ZodError, typed: Typed, words: FieldWords): readonly FormError[] {
  return error.issues.flatMap(insideUnions).map((issue) => {
    const pointer = issue.path.map((part) => `/${String(part)}`).join('');
    return { field: typed.fieldAt(pointer), text: inWords(issue, wordsFor(pointer, words)) };
  });
}

/** Of a choice between shapes, the faults of the shape that was nearest. */
function insideUnions(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const [nearest] = issue.errors.toSorted((one, other) => one.length - other.length);
  if (nearest === undefined || nearest.length === 0) return [issue];
  return nearest.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] }));
}

/** What a rule refused, beside the fields it points at; of the whole form where it points at none. */
export function refusedFaults(
  refusal: { readonly detail: string; readonly errors?: readonly FieldError[] },
  typed: Typed,
): readonly FormError[] {
  if (refusal.errors === undefined || refusal.errors.length === 0) return [{ field: undefined, text: refusal.detail }];
  return refusal.errors.map(({ pointer, detail }) => ({ field: typed.fieldAt(pointer), text: sentence(detail) }));
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

function wordsFor(pointer: string, words: FieldWords): string {
  const pattern = pointer.slice(1).replaceAll(/(?<=^|\/)\d+(?=\/|$)/g, '#');
  return words[pattern] ?? pattern.split('/').at(-1) ?? 'this';
}

/** A number that is out of its range, or a text or list that is too long or empty. */
function sizeInWords(issue: z.core.$ZodIssueTooBig | z.core.$ZodIssueTooSmall, field: string): string {
  const isNumber = issue.origin === 'number';
  if (issue.code === 'too_small')
    return isNumber ? `${sentence(field)} must be ${String(issue.minimum)} or more` : `Enter ${field}`;
  return `${sentence(field)} must ${isNumber ? 'be' : 'have'} ${String(issue.maximum)} ${isNumber ? 'or less' : 'characters or fewer'}`;
}

function inWords(issue: z.core.$ZodIssue, field: string): string {
  if (issue.code === 'invalid_type' || issue.message === 'must not be empty' || issue.code === 'invalid_union')
    return `Enter ${field}`;
  if (issue.code === 'invalid_value') return `Choose ${field}`;
  if (issue.code === 'too_big' || issue.code === 'too_small') return sizeInWords(issue, field);
  if (issue.message.startsWith('is not a real date')) return `${sentence(field)} must be a real date, such as 14 7 2015`;
  if (issue.message.startsWith('is not a year'))
    return `${sentence(field)} must be a year, a month and year, or a real date, such as 2018, 7 2018 or 14 7 2018`;
  return `${sentence(field)} ${issue.message}`;
}
