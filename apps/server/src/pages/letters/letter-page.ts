import { mayNot, type Permission, type Person } from '#identity/contract.js';
import type { LetterView } from '#letters/queries.js';
import { dayInWords } from '../words/dates.js';
import { monthInWords } from '../words/months.js';
import { periodInWords } from '../words/periods.js';

/** How a letter stands, in words. */
export const letterStanding: Readonly<Record<LetterView['status'], string>> = {
  draft: 'Draft',
  issued: 'Issued',
  withdrawn: 'Withdrawn',
};

/** Where the check of the facts stands, in a sentence. */
export function checkInWords({ check }: Pick<LetterView, 'check'>): string {
  switch (check.status) {
    case 'not-asked':
      return 'The organisation has not been asked to check the facts.';
    case 'asked':
      return `The organisation has until ${dayInWords(check.until)} to check the facts.`;
    case 'answered':
      return check.outcome === 'agreed'
        ? `The organisation agreed the facts on ${dayInWords(check.answeredOn)}.`
        : `The organisation asked for corrections on ${dayInWords(check.answeredOn)}: ${check.text ?? ''}`;
    case 'waived':
      return `The facts were left unchecked on ${dayInWords(check.decidedOn)}: ${check.reason}`;
  }
}

interface LetterTask {
  readonly text: string;
  readonly path: string;
  readonly permission: Permission;
  readonly when: (letter: LetterView) => boolean;
}

const isDraft = ({ status }: LetterView): boolean => status === 'draft';
const isBeingChecked = ({ status, check }: LetterView): boolean => status === 'draft' && check.status === 'asked';

const tasks: readonly LetterTask[] = [
  { text: 'Say whether the facts are right', path: 'fact-check-answer', permission: 'letter.check', when: isBeingChecked },
  {
    text: 'Edit the draft',
    path: 'edit',
    permission: 'letter.draft',
    when: (letter) => isDraft(letter) && !isBeingChecked(letter),
  },
  {
    text: 'Draft it anew from the record',
    path: 'redraft',
    permission: 'letter.draft',
    when: (letter) => isDraft(letter) && !isBeingChecked(letter),
  },
  { text: 'Ask the organisation to check the facts', path: 'fact-check', permission: 'letter.draft', when: isDraft },
  { text: 'Leave the facts unchecked', path: 'fact-check-waiver', permission: 'letter.draft', when: isDraft },
  { text: 'Issue the letter', path: 'issue', permission: 'letter.issue', when: isDraft },
  {
    text: 'Record where it was published',
    path: 'publication',
    permission: 'letter.issue',
    when: ({ status, classification }) => status === 'issued' && classification === 'OFFICIAL',
  },
  { text: 'Withdraw the letter', path: 'withdrawal', permission: 'letter.issue', when: ({ status }) => status !== 'withdrawn' },
];

/** What this person may do with the letter as it stands. */
export function tasksFor(person: Person, letter: LetterView) {
  const place = { organisation: letter.organisation.code, office: letter.office.code, region: letter.region.code };
  return tasks
    .filter(({ permission, when }) => when(letter) && mayNot(person, permission, place) === undefined)
    .map(({ text, path }) => ({ text, href: `/letters/${letter.id}/${path}` }));
}

/** The tables of the record that stand behind a section, by its name. */
export function tablesOf({ facts }: LetterView) {
  return {
    hasBefore: facts.ratings.some(({ before }) => before !== null),
    ratings: facts.ratings.map((one) => ({ ...one, moved: one.before !== null && one.before !== one.rating })),
    actions: facts.actions.map((one) => ({ ...one, due: dayInWords(one.due), from: periodInWords(one.from) })),
    trajectories: facts.trajectories.map(({ measure, unit, months }) => ({
      name: unit === null ? measure : `${measure} (${unit})`,
      months: months.map((one) => ({ ...one, month: monthInWords(one.month) })),
    })),
  };
}
