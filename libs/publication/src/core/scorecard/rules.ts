import { refuse, type Refusal } from '#kernel/refusal.js';
import type { EditionContent } from './content.js';
import type { ScorecardRule } from './rule-book.js';
import { hasBeenPublic, lastPublished, underEmbargo } from './standing.js';
import { type Edition, nextEdition, type Scorecard } from './state.js';

/*
 * One function per rule; its sentence and its source stand beside it in `rule-book.ts`. Each gives the refusal, or undefined
 * when the rule is kept.
 */

export type Broken = Refusal<ScorecardRule> | undefined;

/** What is frozen is the draft that was seen: an assessment judged anew since, or an organisation added, is another draft. */
export function theDraftIsTheOneSeen(seen: string | undefined, draft: string): Broken {
  const facts = { draft };
  if (seen === undefined)
    return refuse('draft-missing', 'Say in If-Match which draft was seen: the ETag of the draft. Nothing was recorded.', {
      facts,
    });
  if (seen === draft) return undefined;
  const detail = 'The draft has changed since you read it: ratings, or the organisations, are others now. Nothing was recorded.';
  return refuse('draft-has-changed', `${detail} Read it again.`, { facts });
}

/** Editions are numbered as they are frozen: somebody who froze one in between saw another draft. */
export function itIsTheNextEdition(state: Scorecard, { edition }: EditionContent): Broken {
  if (edition === nextEdition(state)) return undefined;
  return refuse('draft-has-changed', 'Another edition was frozen since you read the draft. Nothing was recorded. Read it again.');
}

/** Entries and omissions are together the organisations of the assessed period, each once. */
export function theEditionBalances({ entries, omitted }: EditionContent, set: readonly string[]): Broken {
  const named = [...entries, ...omitted].map(({ organisation }) => organisation);
  const there = new Set(named);
  const [wanted, twice] = [new Set(set), [...new Set(named.filter((code, index) => named.indexOf(code) !== index))]];
  const missing = set.filter((code) => !there.has(code));
  const outside = [...there].filter((code) => !wanted.has(code));
  if (missing.length + twice.length + outside.length === 0) return undefined;
  const faults = [
    said(missing, 'neither in it nor omitted with a reason'),
    said(twice, 'both in it and omitted, or named twice'),
    said(outside, 'not of the assessed period'),
  ];
  return refuse('edition-must-balance', `The edition does not balance: ${faults.join('')}Nothing was recorded.`, {
    facts: { organisations: set.length, missing, twice, outside },
  });
}

function said(codes: readonly string[], what: string): string {
  if (codes.length === 0) return '';
  const named = codes.length > 5 ? `${codes.slice(0, 5).join(', ')} and ${String(codes.length - 5)} more` : codes.join(', ');
  return `${named} ${codes.length === 1 ? 'is' : 'are'} ${what}. `;
}

/** An organisation with a final rating is held back only with a reason. */
export function whatIsHeldBackIsExplained(unexplained: readonly string[]): Broken {
  if (unexplained.length === 0) return undefined;
  const named = unexplained.join(', ');
  return refuse('omission-needs-a-reason', `Say why ${named} is left out although its rating is final. Nothing was recorded.`, {
    facts: { organisations: unexplained },
    errors: [{ pointer: '/omitted', detail: `say why ${named} is left out although its rating is final` }],
  });
}

/** An edition has at least one entry. */
export const somethingIsPublished = ({ entries }: EditionContent): Broken =>
  entries.length > 0
    ? undefined
    : refuse('nothing-to-publish', 'No organisation has a final rating that is not omitted. Nothing was recorded.');

/** While an edition waits for the end of its embargo, no other is frozen. */
export function noOtherEditionWaits(state: Scorecard, now: string): Broken {
  const waiting = underEmbargo(state, now);
  if (waiting === undefined) return undefined;
  return refuse(
    'only-one-edition-waits',
    `Edition ${String(waiting.number)} waits for the end of its embargo. Stop it first, with the reason. Nothing was recorded.`,
    { facts: { edition: waiting.number, embargoUntil: waiting.embargoUntil } },
  );
}

/** After the first, an edition says which it supersedes, the last published, and why. */
export function itSupersedesTheLast(state: Scorecard, { supersedes }: EditionContent, now: string): Broken {
  const last = lastPublished(state, now);
  if (last === undefined) {
    if (supersedes === null) return undefined;
    return refuse('nothing-to-supersede', 'No edition was published yet, so there is none to supersede. Nothing was recorded.', {
      errors: [{ pointer: '/supersedes', detail: 'leave it out: no edition was published yet' }],
    });
  }
  if (supersedes?.edition === last.number) return undefined;
  const number = String(last.number);
  return refuse(
    'correction-says-what-it-supersedes',
    `Edition ${number} was published. Say that this one supersedes it, and why. Nothing was recorded.`,
    {
      errors: [{ pointer: '/supersedes', detail: `say that it supersedes edition ${number}, and why` }],
      facts: { supersedes: last.number },
    },
  );
}

/** An embargo ends at an instant to come. */
export function theEmbargoEndsLater(until: string, now: string, pointer: string): Broken {
  if (until > now) return undefined;
  return refuse('embargo-in-the-past', `${until} is past: it is ${now}. Nothing was recorded.`, {
    errors: [{ pointer, detail: 'must be an instant to come' }],
  });
}

/** What concerns the time before publication ends with it. */
export function itIsNotPublicYet(edition: Edition, now: string): Broken {
  const number = String(edition.number);
  if (edition.stopped !== undefined)
    return refuse('edition-is-stopped', `Edition ${number} was stopped. Freeze a new one instead. Nothing was recorded.`);
  if (!hasBeenPublic(edition, now)) return undefined;
  return refuse(
    'edition-is-public',
    `Edition ${number} has been public since ${edition.embargoUntil}. Correct it by a new edition, or withdraw it. Nothing was recorded.`,
  );
}

/** An edition is published when its embargo is over, and not before. */
export function theEmbargoIsOver(edition: Edition, now: string): Broken {
  const number = String(edition.number);
  if (edition.stopped !== undefined)
    return refuse('edition-is-stopped', `Edition ${number} was stopped, so it is not published.`);
  if (edition.embargoUntil <= now) return undefined;
  return refuse('embargo-not-over', `The embargo of edition ${number} ends at ${edition.embargoUntil}; it is ${now}.`);
}

/** Only a published edition is withdrawn, or said to stand elsewhere. */
export function itIsPublic(edition: Edition, now: string): Broken {
  const number = String(edition.number);
  if (!hasBeenPublic(edition, now))
    return refuse('edition-is-not-public', `Edition ${number} is not published. Nothing was recorded.`);
  if (edition.withdrawn === undefined) return undefined;
  return refuse(
    'edition-is-withdrawn',
    `Edition ${number} was withdrawn at ${edition.withdrawn.withdrawnAt}. Nothing was recorded.`,
  );
}

/** Under embargo an organisation sees its own entry, so it needs one. */
export function eachOrganisationHasAnEntry({ content }: Edition, organisations: readonly string[]): Broken {
  const inIt = new Set(content.entries.map(({ organisation }) => organisation));
  const index = organisations.findIndex((code) => !inIt.has(code));
  if (index === -1) return undefined;
  const code = organisations[index] ?? '';
  return refuse(
    'organisation-not-in-edition',
    `${code} has no entry in this edition, so there is nothing to show it. Nothing was recorded.`,
    {
      errors: [{ pointer: `/organisations/${String(index)}`, detail: 'has no entry in this edition' }],
    },
  );
}

/** A notice under embargo names somebody. */
export const somebodyIsNamed = (people: readonly string[], organisations: readonly string[]): Broken =>
  people.length + organisations.length > 0
    ? undefined
    : refuse('nobody-to-notify', 'Name at least one person or organisation. Nothing was recorded.');

/** Nothing is recorded as done on a day still to come. */
export const theDayIsNotToCome = (date: string, today: string): Broken =>
  date <= today
    ? undefined
    : refuse('date-in-the-future', `${date} is still to come: today is ${today}. Nothing was recorded.`, {
        errors: [{ pointer: '/publishedOn', detail: 'must not be in the future' }],
      });
