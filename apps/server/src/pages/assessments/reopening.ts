import type { AssessmentAnswer } from '#assessment/queries.js';
import { mayNot, type Person } from '#identity/contract.js';
import { dayInWords } from '../words/dates.js';
import { placeOfAnswer } from './tasks.js';

/** What a case says of its reopening, and where the person looking decides on it. */
export interface ShownReopening {
  readonly text: string;
  readonly reason: string;
  readonly href: string | undefined;
}

/** A request that waits, or the reopening under which the ratings are judged again; undefined once they are final again. */
export function reopeningOf(answer: AssessmentAnswer, person: Person, isNow: boolean): ShownReopening | undefined {
  const last = answer.reopenings.at(-1);
  if (last === undefined) return undefined;
  const { request, items, reason, requestedBy, requestedOn, settled } = last;
  const what = items.map((item) => answer.items.find((one) => one.item === item)?.label ?? item).join(', ');
  if (settled === null) {
    const decides =
      isNow && person.id !== requestedBy && mayNot(person, 'assessment.reopen', placeOfAnswer(answer)) === undefined;
    const text = `Reopening requested on ${dayInWords(requestedOn)}: ${what}`;
    return { text, reason, href: decides ? `/assessments/${answer.id}/reopening?record=${request}` : undefined };
  }
  const isFinal = answer.status !== 'open' && answer.stage === null;
  if (settled.outcome === 'refused' || isFinal) return undefined;
  return { text: `Re-opened on ${dayInWords(settled.on)}: ${what}`, reason, href: undefined };
}
