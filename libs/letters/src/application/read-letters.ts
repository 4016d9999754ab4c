import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { ReadAssessmentsInSight } from '#assessment/contract.js';
import type { Person } from '#identity/contract.js';
import type { LetterKind } from '../core/letter/events.js';
import { letterStream } from '../core/letter/events.js';
import type { KnownLetter } from '../core/letter/state.js';
import { KnownLetters } from '../read/known-letters.js';
import { LETTER_DECISIONS, type LetterDecisions } from './letter-decisions.js';
import { Letters } from './letters.js';
import { sees } from './who-may-read.js';

/** A letter as the API and the pages show it. */
export interface LetterView extends Omit<KnownLetter, 'status'> {
  readonly id: string;
  readonly status: KnownLetter['status'];
  readonly revision: string;
  readonly issue: Extract<KnownLetter, { status: 'issued' }>['issue'] | null;
  readonly publications: Extract<KnownLetter, { status: 'issued' }>['publications'];
  readonly withdrawal: Extract<KnownLetter, { status: 'withdrawn' }>['withdrawal'] | null;
}

/** A letter on a list. */
export interface LetterBrief {
  readonly id: string;
  readonly kind: LetterKind;
  readonly assessment: string;
  readonly organisation: KnownLetter['organisation'];
  readonly period: string;
  readonly title: string;
  readonly classification: KnownLetter['classification'];
  readonly status: KnownLetter['status'];
  readonly check: KnownLetter['check']['status'];
  /** The last day to check its facts, while the organisation is asked to. */
  readonly checkUntil: string | null;
  readonly draftedOn: string;
  readonly issuedOn: string | null;
}

/** One letter, now or as at a position; undefined when it is not there, or not the person's to see. */
export class ReadLetter extends Query<LetterView | undefined> {
  constructor(
    readonly person: Person,
    readonly id: string,
    readonly asAt?: bigint | undefined,
  ) {
    super();
  }
}

@QueryHandler(ReadLetter)
export class ReadLetterHandler implements IQueryHandler<ReadLetter> {
  constructor(
    @Inject(LETTER_DECISIONS) private readonly decisions: LetterDecisions,
    private readonly letters: Letters,
  ) {}

  async execute({ person, id, asAt }: ReadLetter): Promise<LetterView | undefined> {
    // Who sees it goes by now, whatever moment is asked about (ADR 16).
    if ((await this.letters.find(person, id)) === undefined) return undefined;
    const stream = letterStream(id);
    const { state, revision } = await (asAt === undefined
      ? this.decisions.current(stream)
      : this.decisions.asAt(stream, { position: asAt }));
    if (state.status === 'unknown') return undefined;
    return {
      ...state,
      ...{ id, revision: String(revision) },
      issue: state.status === 'draft' ? null : (state.issue ?? null),
      publications: state.status === 'draft' ? [] : state.publications,
      withdrawal: state.status === 'withdrawn' ? state.withdrawal : null,
    };
  }
}

/** The letters about an assessment or an organisation that a person may see. */
export class ListLetters extends Query<readonly LetterBrief[]> {
  constructor(
    readonly person: Person,
    readonly question: {
      readonly assessment?: string | undefined;
      readonly organisation?: string | undefined;
      readonly office?: string | undefined;
      readonly status?: KnownLetter['status'] | undefined;
      readonly asAt?: bigint | undefined;
    } = {},
  ) {
    super();
  }
}

@QueryHandler(ListLetters)
export class ListLettersHandler implements IQueryHandler<ListLetters> {
  constructor(
    private readonly letters: KnownLetters,
    private readonly queries: QueryBus,
  ) {}

  async execute({ person, question }: ListLetters): Promise<readonly LetterBrief[]> {
    const all = await this.letters.list(question);
    const about = all.map(({ letter }) => letter.assessment);
    const inSight = await this.queries.execute(new ReadAssessmentsInSight(person, about));
    return all.filter(({ letter }) => sees(person, letter, inSight)).map(({ id, letter }) => brief(id, letter));
  }
}

function brief(id: string, letter: KnownLetter): LetterBrief {
  const { kind, assessment, organisation, period, title, classification, status, check, draftedOn } = letter;
  return {
    ...{ id, kind, assessment, organisation, period, title, classification, status, draftedOn },
    check: check.status,
    checkUntil: status === 'draft' && check.status === 'asked' ? check.until : null,
    issuedOn: letter.status === 'draft' ? null : (letter.issue?.issuedOn ?? null),
  };
}
