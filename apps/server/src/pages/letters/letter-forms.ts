import { ChangeLetter, DraftLetter, IssueLetter, newLetterId, RedraftLetter } from '#letters/commands.js';
import {
  factCheckAnswerRequest,
  factCheckRequest,
  factCheckWaiverRequest,
  letterEditRequest,
  letterIssueRequest,
  letterPublicationRequest,
  letterRequest,
  letterWithdrawalRequest,
} from '#api-contract/letter-requests.js';
import type { AssessmentAnswer } from '#assessment/queries.js';
import type { LetterView } from '#letters/queries.js';
import { z } from 'zod';
import { dateFields } from '../forms/date-fields.js';
import { formsAbout, given } from '../forms/form-definition.js';
import { numbered, type Typed } from '../forms/typed.js';

/** What a form about a letter is shown and read with. */
export interface LetterContext {
  readonly letter: LetterView;
  readonly today: string;
}

/** What the form that begins one is shown with. */
export interface NewLetterContext {
  readonly answer: AssessmentAnswer;
}

const form = formsAbout<LetterContext>();
const formOfNew = formsAbout<NewLetterContext>();

/** How many blank rows a list has beyond what stands, and how many more the button adds. */
const MORE = 2;

function rowsFor(typed: Typed, list: string, standing: number): readonly string[] {
  const more = typed.text('_more') === list ? MORE : 0;
  return numbered(Math.max(standing + 1, typed.countOf(list) + more));
}

const addresseesIn = (typed: Typed, standing: number) =>
  typed
    .rows('addressees', ['role', 'body'], rowsFor(typed, 'addressees', standing))
    .map((row) => given({ role: row.text('role'), body: row.text('body') }));

const addresseeWords = {
  'addressees/#/role': 'the office it is addressed to',
  'addressees/#/body': 'the organisation it is addressed to',
};

/** Beginning a letter: its kind is the period's. */
export const newLetterForm = formOfNew({
  path: 'new',
  template: 'letters/new.njk',
  title: 'Draft a letter',
  button: 'Draft it',
  permission: 'letter.draft',
  schema: letterRequest,
  words: { ...addresseeWords, classification: 'a classification' },
  read: (typed, { answer }) =>
    given({
      kind: answer.cadence === 'year' ? 'year-end-letter' : 'quarter-report',
      addressees: addresseesIn(typed, 1),
      classification: typed.text('classification'),
    }),
  command: (by, { answer }, request) => new DraftLetter(by, newLetterId(by), answer.id, request),
  model: (typed) => ({ rows: rowsFor(typed, 'addressees', 1) }),
  start: ({ answer }) => ({
    classification: 'OFFICIAL-SENSITIVE',
    'addressees/0/role': 'Accountable officer',
    'addressees/0/body': answer.organisationName,
  }),
});

/** New sections are named by their place: the names of those drafted stay. */
function sectionsIn(typed: Typed, { letter }: LetterContext) {
  return typed.rows('sections', ['heading', 'text'], rowsFor(typed, 'sections', letter.sections.length)).map((row) => ({
    section: letter.sections[Number(row.name)]?.section ?? `added-${row.name}`,
    ...given({ heading: row.text('heading'), text: row.text('text') }),
  }));
}

const annexesIn = (typed: Typed, { letter }: LetterContext) =>
  typed
    .rows('annexes', ['heading', 'text'], rowsFor(typed, 'annexes', letter.annexes.length))
    .map((row) => given({ heading: row.text('heading'), text: row.text('text') }));

const entries = (list: string, all: readonly Readonly<Record<string, string>>[]): readonly (readonly [string, string])[] =>
  all.flatMap((one, index) => Object.entries(one).map(([name, value]) => [`${list}/${String(index)}/${name}`, value] as const));

const edit = form({
  path: 'edit',
  template: 'letters/edit.njk',
  title: 'Edit the draft',
  button: 'Save the draft',
  permission: 'letter.draft',
  schema: letterEditRequest,
  words: {
    ...addresseeWords,
    title: 'a title',
    classification: 'a classification',
    'sections/#/heading': 'a heading',
    'sections/#/text': 'what the section says',
    'annexes/#/heading': 'a heading',
    'annexes/#/text': 'what the annex says',
  },
  read: (typed, context) =>
    given({
      title: typed.text('title'),
      sections: sectionsIn(typed, context),
      annexes: annexesIn(typed, context),
      addressees: addresseesIn(typed, context.letter.addressees.length),
      classification: typed.text('classification'),
    }),
  command: (by, { letter }, request) => new ChangeLetter(by, letter.id, { type: 'edit', request }),
  model: (typed, { letter }) => ({
    sectionRows: rowsFor(typed, 'sections', letter.sections.length),
    annexRows: rowsFor(typed, 'annexes', letter.annexes.length),
    rows: rowsFor(typed, 'addressees', letter.addressees.length),
  }),
  start: ({ letter }) => ({
    title: letter.title,
    classification: letter.classification,
    ...Object.fromEntries([
      ...entries(
        'sections',
        letter.sections.map(({ heading, text }) => ({ heading, text })),
      ),
      ...entries('annexes', letter.annexes),
      ...entries('addressees', letter.addressees),
    ]),
  }),
});

const redraft = form({
  path: 'redraft',
  template: 'letters/redraft.njk',
  title: 'Draft it anew',
  button: 'Draft it anew',
  permission: 'letter.draft',
  schema: z.object({}),
  words: {},
  read: () => ({}),
  command: (by, { letter }) => new RedraftLetter(by, letter.id),
});

const factCheck = form({
  path: 'fact-check',
  template: 'letters/fact-check.njk',
  title: 'Ask the organisation to check the facts',
  button: 'Send it to be checked',
  permission: 'letter.draft',
  checkFirst: true,
  schema: factCheckRequest,
  words: { until: 'the last day to answer' },
  read: (typed) => given({ until: typed.date('until') }),
  command: (by, { letter }, request) => new ChangeLetter(by, letter.id, { type: 'ask-fact-check', request }),
});

const factCheckAnswer = form({
  path: 'fact-check-answer',
  template: 'letters/fact-check-answer.njk',
  title: 'Are the facts right?',
  button: 'Send the answer',
  permission: 'letter.check',
  schema: factCheckAnswerRequest,
  words: { outcome: 'whether the facts are right', text: 'what is wrong' },
  read: (typed) => given({ outcome: typed.text('outcome'), text: typed.text('text') }),
  command: (by, { letter }, request) => new ChangeLetter(by, letter.id, { type: 'answer-fact-check', request }),
});

const factCheckWaiver = form({
  path: 'fact-check-waiver',
  template: 'letters/reason.njk',
  title: 'Leave the facts unchecked',
  button: 'Record it',
  permission: 'letter.draft',
  schema: factCheckWaiverRequest,
  words: { reason: 'why the organisation is not asked' },
  read: (typed) => given({ reason: typed.text('reason') }),
  command: (by, { letter }, request) => new ChangeLetter(by, letter.id, { type: 'waive-fact-check', request }),
  model: () => ({ question: 'Why is the organisation not asked to check the facts?' }),
});

const issue = form({
  path: 'issue',
  template: 'letters/issue.njk',
  title: 'Issue the letter',
  button: 'Issue it',
  permission: 'letter.issue',
  checkFirst: true,
  schema: letterIssueRequest,
  words: {
    signatory: 'the office that signs',
    'signatory/role': 'the office that signs',
    'signatory/body': 'the organisation that signs',
    reference: 'the reference',
    issuedOn: 'the day it is issued',
  },
  read: (typed) =>
    given({
      signatory: given({ role: typed.text('signatory/role'), body: typed.text('signatory/body') }),
      reference: typed.text('reference'),
      issuedOn: typed.date('issuedOn'),
    }),
  command: (by, { letter }, request) => new IssueLetter(by, letter.id, request),
  start: ({ letter, today }) => ({ 'signatory/body': `NHS England, ${letter.office.name}`, ...dateFields('issuedOn', today) }),
});

const publication = form({
  path: 'publication',
  template: 'letters/publication.njk',
  title: 'Record where the letter was published',
  button: 'Record it',
  permission: 'letter.issue',
  schema: letterPublicationRequest,
  words: { channel: 'where it was published', address: 'its address', publishedOn: 'the day it was published' },
  read: (typed) =>
    given({ channel: typed.text('channel'), address: typed.text('address'), publishedOn: typed.date('publishedOn') }),
  command: (by, { letter }, request) => new ChangeLetter(by, letter.id, { type: 'publish', request }),
  start: ({ today }) => dateFields('publishedOn', today),
});

const withdrawal = form({
  path: 'withdrawal',
  template: 'letters/reason.njk',
  title: 'Withdraw the letter',
  button: 'Withdraw it',
  permission: 'letter.issue',
  checkFirst: true,
  schema: letterWithdrawalRequest,
  words: { reason: 'the reason' },
  read: (typed) => given({ reason: typed.text('reason') }),
  command: (by, { letter }, request) => new ChangeLetter(by, letter.id, { type: 'withdraw', request }),
  model: () => ({ question: 'Why is it withdrawn?' }),
});

/** Everything done to a letter that was drafted. */
export const letterForms = [edit, redraft, factCheck, factCheckAnswer, factCheckWaiver, issue, publication, withdrawal];
