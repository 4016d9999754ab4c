import type { BusinessDate } from '#kernel/business-date.js';
import { canonicalJson } from '#kernel/canonical-json.js';
import type { Decider } from '#kernel/decider.js';
import { given } from '#kernel/given.js';
import { isRefusal, type Refusal } from '#kernel/refusal.js';
import type { Addressee, LetterData, LetterEvent, LetterFacts, LetterWords } from './events.js';
import type { LetterRule } from './rule-book.js';
import {
  correctionsSayWhatIsWrong,
  draftOf,
  issuedOf,
  itIsNotBeingChecked,
  itMayBePublished,
  type RatingsStanding,
  somebodyIsAddressed,
  theCheckEndsLater,
  theDateIsNotInTheFuture,
  theFactsAreOutForChecking,
  theFactsWereChecked,
  theKindFitsThePeriod,
  theRatingsAreFinal,
  theRatingsStandAsTold,
  theSectionsAreSound,
} from './rules.js';
import { type Draft, evolve, initialState, type Letter } from './state.js';

interface Command {
  readonly today: BusinessDate;
}
export interface DraftLetter extends Command {
  readonly type: 'draft-letter';
  readonly draft: Omit<LetterData<'LetterDrafted'>, 'draftedOn'>;
}
export interface RedraftLetter extends Command, LetterWords {
  readonly type: 'redraft-letter';
  readonly facts: LetterFacts;
}
export interface EditLetter extends Command {
  readonly type: 'edit-letter';
  readonly changes: Omit<LetterData<'LetterEdited'>, 'editedOn'>;
}
export interface AskFactCheck extends Command {
  readonly type: 'ask-fact-check';
  readonly until: BusinessDate;
}
export interface AnswerFactCheck extends Command {
  readonly type: 'answer-fact-check';
  readonly outcome: 'agreed' | 'corrections';
  readonly text?: string | undefined;
}
export interface WaiveFactCheck extends Command {
  readonly type: 'waive-fact-check';
  readonly reason: string;
}
export interface IssueLetter extends Command {
  readonly type: 'issue-letter';
  readonly signatory: Addressee;
  readonly reference?: string | undefined;
  readonly issuedOn?: BusinessDate | undefined;
  readonly standing: RatingsStanding;
  /** Hashes what the letter says: handed in, because hashing is not the core's. */
  readonly hashOf: (content: string) => string;
}
export interface PublishLetter extends Command {
  readonly type: 'publish-letter';
  readonly channel: string;
  readonly address?: string | undefined;
  readonly publishedOn?: BusinessDate | undefined;
}
export interface WithdrawLetter extends Command {
  readonly type: 'withdraw-letter';
  readonly reason: string;
}

/** Everything that can be asked of a letter. */
export type LetterCommand =
  | DraftLetter
  | RedraftLetter
  | EditLetter
  | AskFactCheck
  | AnswerFactCheck
  | WaiveFactCheck
  | IssueLetter
  | PublishLetter
  | WithdrawLetter;

type Outcome = readonly LetterEvent[] | Refusal<LetterRule>;

/** The behaviour of a stream `letter-{id}`. */
export const letterDecider: Decider<Letter, LetterCommand, LetterEvent, LetterRule> = {
  initialState,
  evolve,
  decide(command, state): Outcome {
    switch (command.type) {
      case 'draft-letter':
        return drafted(command, state);
      case 'publish-letter':
        return published(command, state);
      case 'withdraw-letter':
        return withdrawn(command, state);
      default: {
        if (command.type === 'issue-letter' && isIssuedJustSo(command, state)) return [];
        const draft = draftOf(state);
        return isRefusal(draft) ? draft : onDraft(command, draft);
      }
    }
  },
};

type OnDraft = Exclude<LetterCommand, DraftLetter | PublishLetter | WithdrawLetter>;

function onDraft(command: OnDraft, draft: Draft): Outcome {
  switch (command.type) {
    case 'redraft-letter':
      return redrafted(command, draft);
    case 'edit-letter':
      return edited(command, draft);
    case 'ask-fact-check':
      return asked(command, draft);
    case 'answer-fact-check':
      return answered(command, draft);
    case 'waive-fact-check': {
      if (draft.check.status === 'waived') return [];
      return [{ type: 'FactCheckWaived', data: { reason: command.reason, decidedOn: command.today } }];
    }
    case 'issue-letter':
      return issued(command, draft);
  }
}

const isSame = (one: unknown, other: unknown): boolean => canonicalJson(one) === canonicalJson(other);

function drafted({ draft, today }: DraftLetter, state: Letter): Outcome {
  // The id comes from the command: a letter under it is the one it drafted.
  if (state.status !== 'unknown') return [];
  return theKindFitsThePeriod(draft.kind, draft.period) ?? [{ type: 'LetterDrafted', data: { ...draft, draftedOn: today } }];
}

function redrafted({ facts, sections, annexes, today }: RedraftLetter, draft: Draft): Outcome {
  if (isSame(facts, draft.facts) && isSame([sections, annexes], [draft.sections, draft.annexes])) return [];
  return itIsNotBeingChecked(draft, today) ?? [{ type: 'LetterRedrafted', data: { facts, sections, annexes, draftedOn: today } }];
}

function edited({ changes, today }: EditLetter, draft: Draft): Outcome {
  const news = given(changes);
  const isNew = Object.entries(news).some(([field, value]) => !isSame(value, draft[field as keyof Draft]));
  if (!isNew) return [];
  return (
    itIsNotBeingChecked(draft, today) ??
    (news.sections === undefined ? undefined : theSectionsAreSound(news.sections)) ?? [
      { type: 'LetterEdited', data: { ...news, editedOn: today } },
    ]
  );
}

function asked({ until, today }: AskFactCheck, { check }: Draft): Outcome {
  if (check.status === 'asked' && check.until === until) return [];
  return theCheckEndsLater(until, today) ?? [{ type: 'FactCheckAsked', data: { until, askedOn: today } }];
}

function answered({ outcome, text, today }: AnswerFactCheck, draft: Draft): Outcome {
  const { check } = draft;
  if (check.status === 'answered' && check.outcome === outcome && check.text === text) return [];
  return (
    theFactsAreOutForChecking(draft) ??
    correctionsSayWhatIsWrong(outcome, text) ?? [
      { type: 'FactCheckAnswered', data: { outcome, answeredOn: today, ...given({ text }) } },
    ]
  );
}

function issued(command: IssueLetter, draft: Draft): Outcome {
  const { signatory, reference, today, issuedOn = today, standing, hashOf } = command;
  return (
    theFactsWereChecked(draft, today) ??
    somebodyIsAddressed(draft) ??
    theRatingsAreFinal(standing) ??
    theRatingsStandAsTold(standing) ??
    theDateIsNotInTheFuture(issuedOn, today, '/issuedOn') ?? [
      { type: 'LetterIssued', data: { signatory, issuedOn, hash: hashOf(contentOf(draft)), ...given({ reference }) } },
    ]
  );
}

const isIssuedJustSo = ({ signatory, reference, today, issuedOn = today }: IssueLetter, state: Letter): boolean =>
  state.status === 'issued' &&
  state.issue.issuedOn === issuedOn &&
  state.issue.reference === reference &&
  isSame(state.issue.signatory, signatory);

/** All that a letter says, as canonical JSON: what its hash is taken of. */
export function contentOf(letter: Omit<Draft, 'status'>): string {
  const { kind, assessment, organisation, framework, period, title, facts, sections, annexes, addressees, classification } =
    letter;
  return canonicalJson({
    ...{ kind, assessment, organisation, framework, period, title, facts, sections, annexes, addressees, classification },
  });
}

function published(command: PublishLetter, state: Letter): Outcome {
  const letter = issuedOf(state);
  if (isRefusal(letter)) return letter;
  const { channel, address, today, publishedOn = today } = command;
  const data = { channel, publishedOn, ...given({ address }) };
  if (letter.publications.some((known) => isSame(known, data))) return [];
  return (
    itMayBePublished(letter) ?? theDateIsNotInTheFuture(publishedOn, today, '/publishedOn') ?? [{ type: 'LetterPublished', data }]
  );
}

function withdrawn({ reason, today }: WithdrawLetter, state: Letter): Outcome {
  if (state.status === 'withdrawn') return [];
  const letter = state.status === 'issued' ? state : draftOf(state);
  return isRefusal(letter) ? letter : [{ type: 'LetterWithdrawn', data: { reason, withdrawnOn: today } }];
}
