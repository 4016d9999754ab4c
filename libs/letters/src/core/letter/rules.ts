import { type BusinessDate, isRealDate } from '#kernel/business-date.js';
import { refuse, type Refusal } from '#kernel/refusal.js';
import type { LetterKind } from './events.js';
import { type LetterRule, letterRules } from './rule-book.js';
import type { Draft, Issued, Letter, LetterCase } from './state.js';

/*
 * One function per rule; its sentence and its source stand beside it in `rule-book.ts`. Each gives the refusal, or undefined
 * when the rule is kept.
 */

export type Broken = Refusal<LetterRule> | undefined;

const broken = (rule: LetterRule, detail: string = letterRules[rule].sentence, pointer?: string): Refusal<LetterRule> =>
  refuse(rule, `${detail} Nothing was recorded.`, pointer === undefined ? {} : { errors: [{ pointer, detail }] });

/** The draft a command works on, or the rule that its status breaks. */
export function draftOf(state: Letter): Draft | Refusal<LetterRule> {
  if (state.status === 'draft') return state;
  if (state.status === 'unknown') return broken('letter-unknown');
  return broken(state.status === 'issued' ? 'letter-is-issued' : 'letter-was-withdrawn');
}

/** The issued letter a command works on, or the rule that its status breaks. */
export function issuedOf(state: Letter): Issued | Refusal<LetterRule> {
  if (state.status === 'issued') return state;
  if (state.status === 'unknown') return broken('letter-unknown');
  return broken(state.status === 'draft' ? 'letter-not-issued' : 'letter-was-withdrawn');
}

/** Each kind of letter belongs to its kind of period. */
export function theKindFitsThePeriod(kind: LetterKind, period: string): Broken {
  const isYear = period.endsWith('-year');
  return isYear === (kind === 'year-end-letter') ? undefined : broken('letter-does-not-fit-the-period', undefined, '/kind');
}

/** A draft out for checking is not edited meanwhile. */
export function itIsNotBeingChecked({ check }: Draft, today: BusinessDate): Broken {
  if (check.status !== 'asked' || today > check.until) return undefined;
  return broken('letter-is-being-checked', `The organisation has until ${check.until} to check the facts of this draft.`);
}

export function theSectionsAreSound(sections: readonly { readonly section: string }[]): Broken {
  if (sections.length === 0) return broken('letter-needs-a-section', undefined, '/sections');
  const names = sections.map(({ section }) => section);
  const twice = names.findIndex((name, index) => names.indexOf(name) !== index);
  return twice === -1
    ? undefined
    : broken('section-named-twice', `${names[twice] ?? ''} is there more than once.`, `/sections/${String(twice)}/section`);
}

export function theDateIsNotInTheFuture(date: BusinessDate, today: BusinessDate, pointer: string): Broken {
  if (isRealDate(date) && date <= today) return undefined;
  return broken('letter-date-in-the-future', `${date} is no day up to today, ${today}.`, pointer);
}

export function theCheckEndsLater(until: BusinessDate, today: BusinessDate): Broken {
  if (isRealDate(until) && until > today) return undefined;
  return broken('check-ends-in-the-past', `${until} is no day after today, ${today}.`, '/until');
}

export const theFactsAreOutForChecking = ({ check }: Draft): Broken =>
  check.status === 'asked' ? undefined : broken('nothing-to-check');

export const correctionsSayWhatIsWrong = (outcome: 'agreed' | 'corrections', text: string | undefined): Broken =>
  outcome === 'corrections' && text === undefined ? broken('corrections-say-what-is-wrong', undefined, '/text') : undefined;

/** Checked, waived with a reason, or asked and not answered in time. */
export function theFactsWereChecked({ check }: Draft, today: BusinessDate): Broken {
  if (check.status === 'answered' || check.status === 'waived') return undefined;
  if (check.status === 'asked' && today > check.until) return undefined;
  const detail =
    check.status === 'asked'
      ? `The organisation has until ${check.until} to check the facts.`
      : 'Ask the organisation to check the facts first, or say why it is not asked.';
  return broken('facts-not-checked', detail);
}

export const somebodyIsAddressed = ({ addressees }: LetterCase): Broken =>
  addressees.length > 0 ? undefined : broken('letter-needs-an-addressee');

/** How the assessment stands when the letter is issued: facts of another context. */
export interface RatingsStanding {
  /** Whether every stage, and the committee where there is one, has judged. */
  readonly areFinal: boolean;
  /** Whether a rating stands otherwise than the letter says. */
  readonly haveChanged: boolean;
}

export const theRatingsAreFinal = ({ areFinal }: RatingsStanding): Broken =>
  areFinal ? undefined : broken('ratings-not-final', 'The ratings are not final yet.');

export const theRatingsStandAsTold = ({ haveChanged }: RatingsStanding): Broken =>
  haveChanged ? broken('letter-is-out-of-date', 'A rating has changed since this was drafted: draft it anew.') : undefined;

export const itMayBePublished = ({ classification }: LetterCase): Broken =>
  classification === 'OFFICIAL' ? undefined : broken('only-official-is-published', `This letter is ${classification}.`);
