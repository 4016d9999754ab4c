import { refuse, type Refusal } from '#kernel/refusal.js';
import { earliestDay, type PartialDate, surelyBefore } from '#kernel/partial-date.js';
import type { InterventionRule } from './rule-book.js';
import { isMet, type KnownIntervention } from './state.js';

type Verdict = Refusal<InterventionRule> | undefined;

/** Many organisations may be under one intervention, and others bound to help; nobody is both, or there twice. */
export function organisationsHold(under: readonly string[], alsoBinds: readonly string[]): Verdict {
  if (under.length === 0) return refuse('somebody-is-under-it', 'Name at least one organisation that is under the intervention.');
  const all = [...under, ...alsoBinds];
  const twice = all.find((code, index) => all.indexOf(code) !== index);
  return twice === undefined
    ? undefined
    : refuse('organisation-named-twice', `${twice} is named twice: an organisation is under the intervention, or bound to help.`);
}

/** An end that surely lies before the beginning is a slip; dates that overlap as far as known may stand. */
export const endsAfterItBegins = (from: PartialDate | null, until: PartialDate | null): Verdict =>
  from !== null && until !== null && surelyBefore(until, from)
    ? refuse('intervention-ends-after-it-begins', `It cannot end in ${until}: it began in ${from}.`)
    : undefined;

/** What is recorded has happened: no day it may mean has to lie ahead. */
export const notInTheFuture = (date: PartialDate, today: string): Verdict =>
  earliestDay(date) > today ? refuse('not-in-the-future', `${date} lies in the future; today is ${today}.`) : undefined;

/**
 * An organisation leaves because its criteria are met only when all agreed objectives and criteria are (special measures of
 * 2018: exit only when all agreed objectives are met). It may be lifted for another reason, which is then said.
 */
export function exitCriteriaMet({ objectives }: KnownIntervention): Verdict {
  const open = objectives.filter((objective) => !isMet(objective));
  const none = objectives.length === 0;
  if (open.length === 0 && !none) return undefined;
  const detail = none
    ? 'No objective or exit criterion was agreed, so none was met. Record how else it ended.'
    : `${String(open.length)} of ${String(objectives.length)} objectives and exit criteria are not met.`;
  return refuse('exit-criteria-met', detail, { facts: { notMet: open.map(({ id }) => id) } });
}

/** Whoever varies, ends or corrects, and says which revision they read, has read the last one. */
export function lastRevisionWasRead({ revision }: KnownIntervention, judged: bigint | undefined): Verdict {
  if (judged === undefined || judged === BigInt(revision)) return undefined;
  const facts = { currentRevision: String(revision), read: String(judged) };
  return judged > BigInt(revision)
    ? refuse('judged-revision-is-unknown', `The intervention has not reached revision ${String(judged)}. Read it again.`, {
        facts,
      })
    : refuse('judged-revision-is-stale', 'The intervention has changed since you read it. Nothing was recorded. Read it again.', {
        facts,
      });
}

/** The first rule that is broken. */
export const firstOf = (...verdicts: readonly Verdict[]): Verdict => verdicts.find((verdict) => verdict !== undefined);
