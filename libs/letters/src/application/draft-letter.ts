import { createHash, randomUUID } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type {
  FactCheckAnswerRequest,
  FactCheckRequest,
  FactCheckWaiverRequest,
  LetterEditRequest,
  LetterIssueRequest,
  LetterPublicationRequest,
  LetterRequest,
  LetterWithdrawalRequest,
} from '#api-contract/letter-requests.js';
import { commandIdOf, derivedId } from '#kernel/ids.js';
import { canonicalJson } from '#kernel/canonical-json.js';
import { isRefusal, refuse } from '#kernel/refusal.js';
import { periodLabel } from '#frameworks/contract.js';
import type { Permission } from '#identity/contract.js';
import type { LetterCommand } from '../core/letter/decider.js';
import type { LetterKind } from '../core/letter/events.js';
import type { KnownLetter } from '../core/letter/state.js';
import { type AssembledLetter, LetterAssembly } from './assemble-letter.js';
import { type LetterOutcome, Letters, type LetterSender } from './letters.js';

/** The id of a letter that is about to be drafted: the same person and key give the same one, so that it is drafted once. */
export const newLetterId = ({ person, idempotencyKey }: LetterSender): string =>
  derivedId(commandIdOf(person.id, 'letters', idempotencyKey ?? randomUUID()), 'letter');

/** Drafts a letter about an assessment from what is recorded of it. */
export class DraftLetter extends Command<LetterOutcome> {
  constructor(
    readonly by: LetterSender,
    readonly id: string,
    readonly assessment: string,
    readonly request: LetterRequest,
  ) {
    super();
  }
}

/** What is asked of a letter that was drafted. */
export type LetterChange =
  | { readonly type: 'edit'; readonly request: LetterEditRequest }
  | { readonly type: 'ask-fact-check'; readonly request: FactCheckRequest }
  | { readonly type: 'answer-fact-check'; readonly request: FactCheckAnswerRequest }
  | { readonly type: 'waive-fact-check'; readonly request: FactCheckWaiverRequest }
  | { readonly type: 'publish'; readonly request: LetterPublicationRequest }
  | { readonly type: 'withdraw'; readonly request: LetterWithdrawalRequest };

/** Edits a letter, has its facts checked, publishes or withdraws it. */
export class ChangeLetter extends Command<LetterOutcome> {
  constructor(
    readonly by: LetterSender,
    readonly id: string,
    readonly change: LetterChange,
  ) {
    super();
  }
}

/** Copies the facts anew and words the draft from them. */
export class RedraftLetter extends Command<LetterOutcome> {
  constructor(
    readonly by: LetterSender,
    readonly id: string,
  ) {
    super();
  }
}

/** Issues a letter, signed by an office. */
export class IssueLetter extends Command<LetterOutcome> {
  constructor(
    readonly by: LetterSender,
    readonly id: string,
    readonly request: LetterIssueRequest,
  ) {
    super();
  }
}

const TITLES: Readonly<Record<LetterKind, string>> = {
  'quarter-report': 'Summary report',
  'year-end-letter': 'Year-end assessment',
};

@CommandHandler(DraftLetter)
export class DraftLetterHandler implements ICommandHandler<DraftLetter> {
  constructor(
    private readonly letters: Letters,
    private readonly assembly: LetterAssembly,
  ) {}

  async execute({ by, id, assessment, request }: DraftLetter): Promise<LetterOutcome> {
    const assembled = await this.assembly.of(by.person, assessment, request.kind);
    if (isRefusal(assembled)) return assembled;
    const { organisation, office, region } = assembled.answer;
    const place = { organisation, office: office.code, region: region.code };
    const command = (today: string): LetterCommand => ({ type: 'draft-letter', today, draft: draftOf(assembled, request) });
    return this.letters.begin({ by, id, permission: 'letter.draft', request: { assessment, ...request }, command }, place);
  }
}

function draftOf({ answer, facts, words }: AssembledLetter, { kind, addressees, classification }: LetterRequest) {
  const { id, organisation, organisationName, office, region, framework, frameworkTitle, period } = answer;
  return {
    ...{ kind, assessment: id, office, region, period, facts, ...words, addressees, classification },
    organisation: { code: organisation, name: organisationName },
    framework: { id: framework, title: frameworkTitle },
    title: `${TITLES[kind]}: ${organisationName}, ${periodLabel(period)}`,
  };
}

@CommandHandler(RedraftLetter)
export class RedraftLetterHandler implements ICommandHandler<RedraftLetter> {
  constructor(
    private readonly letters: Letters,
    private readonly assembly: LetterAssembly,
  ) {}

  async execute({ by, id }: RedraftLetter): Promise<LetterOutcome> {
    const known = await this.letters.find(by.person, id);
    if (known === undefined) return refuse('letter-unknown', `There is no letter ${id}. Nothing was recorded.`);
    const assembled = await this.assembly.of(by.person, known.assessment, known.kind);
    if (isRefusal(assembled)) return assembled;
    const { facts, words } = assembled;
    const command = (today: string): LetterCommand => ({ type: 'redraft-letter', today, facts, ...words });
    return this.letters.change({ by, id, permission: 'letter.draft', request: { redraft: facts.revision }, command });
  }
}

@CommandHandler(IssueLetter)
export class IssueLetterHandler implements ICommandHandler<IssueLetter> {
  constructor(
    private readonly letters: Letters,
    private readonly assembly: LetterAssembly,
  ) {}

  async execute({ by, id, request }: IssueLetter): Promise<LetterOutcome> {
    const known = await this.letters.find(by.person, id);
    if (known === undefined) return refuse('letter-unknown', `There is no letter ${id}. Nothing was recorded.`);
    const assembled = await this.assembly.of(by.person, known.assessment, known.kind);
    if (isRefusal(assembled)) return assembled;
    const standing = { areFinal: areFinal(assembled), haveChanged: haveChanged(known, assembled) };
    const command = (today: string): LetterCommand => ({ type: 'issue-letter', today, ...request, standing, hashOf });
    return this.letters.change({ by, id, permission: 'letter.issue', request: { issue: request }, command });
  }
}

const hashOf = (content: string): string => createHash('sha256').update(content).digest('hex');

/** Every stage has judged, and the committee where there is one. */
const areFinal = ({ answer: { status, stage } }: AssembledLetter): boolean =>
  status === 'confirmed' || status === 'published' || (status === 'moderated' && stage === null);

function haveChanged({ facts: told }: KnownLetter, { facts: now }: AssembledLetter): boolean {
  const ratings = ({ headline, ratings: all }: KnownLetter['facts']): string =>
    canonicalJson([headline?.rating ?? null, all.map(({ item, rating }) => [item, rating])]);
  return ratings(told) !== ratings(now);
}

const PERMISSIONS: Readonly<Record<LetterChange['type'], Permission>> = {
  edit: 'letter.draft',
  'ask-fact-check': 'letter.draft',
  'answer-fact-check': 'letter.check',
  'waive-fact-check': 'letter.draft',
  publish: 'letter.issue',
  withdraw: 'letter.issue',
};

@CommandHandler(ChangeLetter)
export class ChangeLetterHandler implements ICommandHandler<ChangeLetter> {
  constructor(private readonly letters: Letters) {}

  execute({ by, id, change }: ChangeLetter): Promise<LetterOutcome> {
    const command = (today: string): LetterCommand => commandOf(change, today);
    return this.letters.change({ by, id, permission: PERMISSIONS[change.type], request: change, command });
  }
}

function commandOf(change: LetterChange, today: string): LetterCommand {
  switch (change.type) {
    case 'edit':
      return { type: 'edit-letter', today, changes: change.request };
    case 'ask-fact-check':
      return { type: 'ask-fact-check', today, ...change.request };
    case 'answer-fact-check':
      return { type: 'answer-fact-check', today, ...change.request };
    case 'waive-fact-check':
      return { type: 'waive-fact-check', today, ...change.request };
    case 'publish':
      return { type: 'publish-letter', today, ...change.request };
    case 'withdraw':
      return { type: 'withdraw-letter', today, ...change.request };
  }
}
