import type { BulkEntryView } from '#bulk-entry/contract.js';
import { type Person, roleMay } from '#identity/contract.js';
import type { LetterBrief } from '#letters/contract.js';
import type { FailingMessage } from '#notifications/contract.js';
import { dayInEngland } from '#platform/clock/england.js';
import type { DeadLetter } from '#platform/process-managers/dead-letters.js';
import type { ScorecardAnswer } from '#publication/contract.js';
import type { KnownSelfAssessment } from '#self-assessment/contract.js';
import type { UndatedWork } from './assessment-work.js';

/** An edition that is not public yet, for those who prepare it and those on its list. */
export function embargoItems(person: Person, { scorecard, title, period, editions }: ScorecardAnswer): readonly UndatedWork[] {
  const prepares = roleMay(person, 'scorecard.publish');
  return editions
    .filter(({ standing }) => standing === 'under-embargo')
    .map(({ edition, publishedAt }) => ({
      ...{ kind: 'edition', about: `${title}, edition ${String(edition)}`, organisation: null, period },
      ...{ day: dayInEngland(Date.parse(publishedAt)), dayIs: 'on' },
      toDo: prepares ? 'It becomes public' : 'Keep it in confidence until it is public',
      notes: [`At ${publishedAt}`],
      why: prepares ? 'You prepare it' : 'You are on its list',
      page: `/scorecards/${scorecard}/editions/${String(edition)}`,
    }));
}

/** What a drafted letter waits for, where that is theirs to do: the check of its facts, or its issue. */
export function letterItem(person: Person, letter: LetterBrief): UndatedWork | undefined {
  const { id, title, organisation, period, check, checkUntil, draftedOn } = letter;
  const item = {
    kind: 'letter',
    ...{ about: title, organisation: organisation.code, period, notes: [] },
    page: `/letters/${id}`,
  } as const;
  if (roleMay(person, 'letter.check'))
    return { ...item, toDo: 'Check its facts', day: checkUntil, dayIs: 'until', why: 'Your organisation is asked to' };
  if (check === 'asked')
    return { ...item, toDo: 'Wait for the check of its facts', day: checkUntil, dayIs: 'until', why: 'Your office drafted it' };
  if (check === 'not-asked')
    return { ...item, toDo: 'Have its facts checked', day: draftedOn, dayIs: 'since', why: 'Your office drafted it' };
  if (!roleMay(person, 'letter.issue')) return undefined;
  return { ...item, toDo: 'Issue it', day: draftedOn, dayIs: 'since', why: "You issue your office's letters" };
}

/** What waits in a self-assessment for the side the person is on; undefined for anybody else. */
export function selfAssessmentItem(person: Person, one: KnownSelfAssessment): UndatedWork | undefined {
  const isOwn = roleMay(person, 'self-assessment.fill') && one.status === 'in-preparation';
  const isToReview = roleMay(person, 'self-assessment.review') && one.status === 'in-review';
  if (!isOwn && !isToReview) return undefined;
  const own = one.returnedOn === null ? 'Score your organisation' : 'Answer what was returned';
  return {
    ...{ kind: 'self-assessment', about: one.organisationName, organisation: one.organisation, period: one.period },
    ...{ toDo: isOwn ? own : 'Review the scores', day: one.returnedOn ?? one.submittedOn ?? one.startedOn, dayIs: 'since' },
    notes: [one.frameworkTitle],
    why: isOwn ? 'It is of your organisation' : 'Its organisation is assessed by your office',
    page: `/self-assessments/${one.id}`,
  };
}

/** Commands that a process manager gave up: one piece of work for each manager, since the oldest. */
export function givenUpItems(deadLetters: readonly DeadLetter[]): readonly UndatedWork[] {
  const managers = [...new Set(deadLetters.map(({ manager }) => manager))];
  return managers.map((manager) => {
    const times = deadLetters.filter((one) => one.manager === manager).map(({ givenUpAt }) => givenUpAt.getTime());
    return {
      ...{ kind: 'given-up-commands', about: `${manager}: ${String(times.length)} given up`, organisation: null, period: null },
      ...{ day: dayInEngland(Math.min(...times)), dayIs: 'since', notes: [] },
      toDo: 'Send commands again, or put them aside',
      why: 'You look after the service',
      page: '/operations',
    };
  });
}

/** Messages that were not, or only perhaps, sent: one piece of work, since the oldest. */
export function failingMessagesItem(failing: readonly FailingMessage[]): readonly UndatedWork[] {
  if (failing.length === 0) return [];
  const since = failing.map(({ settledAt }) => Date.parse(settledAt));
  const [count, were] = failing.length === 1 ? ['1 message', 'was'] : [`${String(failing.length)} messages`, 'were'];
  return [
    {
      ...{ kind: 'failing-messages', about: `${count} ${were} not sent, or only perhaps`, organisation: null, period: null },
      ...{ day: dayInEngland(Math.min(...since)), dayIs: 'since', notes: [] },
      ...{ toDo: 'Send messages again, or give them up', why: 'You look after the service', page: '/operations' },
    },
  ];
}

/** A file of rows that is still being carried out, for whoever entered it and those who look after all. */
export function bulkEntryItem(person: Person, entry: BulkEntryView): UndatedWork | undefined {
  if (entry.status === 'finished') return undefined;
  return {
    ...{ kind: 'bulk-entry', about: entry.file, organisation: null, period: null },
    ...{ day: dayInEngland(Date.parse(entry.acceptedAt)), dayIs: 'since' },
    toDo: 'Wait until every row is carried out',
    notes: [`${String(entry.settled)} of ${String(entry.rows)} rows so far`],
    why: entry.actor === person.id ? 'You entered it' : 'You look after the service',
    page: `/bulk-entries/${entry.id}`,
  };
}
