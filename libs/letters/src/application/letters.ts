import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { type AssessmentRule, ReadAssessmentsInSight } from '#assessment/contract.js';
import { refuse, type Refusal } from '#kernel/refusal.js';
import { mayNot, type Permission, type PermissionRule, type Person, type Place } from '#identity/contract.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { originOf } from '#platform/decisions/command-identity.js';
import type { DecisionRule, Recorded } from '#platform/decisions/decisions.js';
import type { LetterCommand } from '../core/letter/decider.js';
import { letterStream } from '../core/letter/events.js';
import type { LetterRule } from '../core/letter/rule-book.js';
import type { KnownLetter } from '../core/letter/state.js';
import { LETTER_DECISIONS, type LetterDecisions } from './letter-decisions.js';
import { placeOf, sees } from './who-may-read.js';

/** Who sends a command, and with which headers. */
export interface LetterSender {
  readonly person: Person;
  readonly idempotencyKey?: string | undefined;
  readonly correlationId?: string | undefined;
}

/** Why a command on a letter was not recorded. */
export type LetterRefusal = Refusal<LetterRule | AssessmentRule | PermissionRule | DecisionRule | 'not-found'>;
/** What a command on a letter comes to. */
export type LetterOutcome = Recorded | LetterRefusal;

/** A command before it is carried out. */
export interface LetterTask {
  readonly by: LetterSender;
  readonly id: string;
  readonly permission: Permission;
  /** The validated request with its kind: a reused key with another request is noticed. */
  readonly request: object;
  readonly command: (today: string) => LetterCommand;
}

/** Carries out commands on letters: permission first, then the decision. */
@Injectable()
export class Letters {
  constructor(
    @Inject(LETTER_DECISIONS) private readonly decisions: LetterDecisions,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly queries: QueryBus,
  ) {}

  /** Records a command on a letter that is known; one not yours to see is one that is not there. */
  async change(task: LetterTask): Promise<LetterOutcome> {
    const known = await this.find(task.by.person, task.id);
    if (known === undefined) return refuse('letter-unknown', `There is no letter ${task.id}. Nothing was recorded.`);
    return mayNot(task.by.person, task.permission, placeOf(known)) ?? this.run(task);
  }

  /** Records the first command on a new one. */
  async begin(task: LetterTask, place: Place): Promise<LetterOutcome> {
    return mayNot(task.by.person, task.permission, place) ?? this.run(task);
  }

  /** The letter as it stands, if the person may see it. */
  async find(person: Person, id: string): Promise<KnownLetter | undefined> {
    const { state } = await this.decisions.current(letterStream(id));
    if (state.status === 'unknown') return undefined;
    const inSight = await this.queries.execute(new ReadAssessmentsInSight(person, [state.assessment]));
    return sees(person, state, inSight) ? state : undefined;
  }

  private run({ by, id, request, command }: LetterTask): Promise<LetterOutcome> {
    const stream = letterStream(id);
    const { person, idempotencyKey, correlationId } = by;
    const origin = originOf({ actor: person.id, role: person.role, stream, request, idempotencyKey, correlationId });
    return this.decisions.run(stream, command(this.clock.today()), origin);
  }
}
