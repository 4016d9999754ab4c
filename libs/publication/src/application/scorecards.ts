import { Inject, Injectable } from '@nestjs/common';
import type { Refusal } from '#kernel/refusal.js';
import { mayNot, type Permission, type PermissionRule, type Person } from '#identity/contract.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { originOf } from '#platform/decisions/command-identity.js';
import type { DecisionRule, Recorded } from '#platform/decisions/decisions.js';
import type { ScorecardCommand } from '../core/scorecard/decider.js';
import { scorecardStream } from '../core/scorecard/kinds.js';
import type { ScorecardRule } from '../core/scorecard/rule-book.js';
import { SCORECARD_DECISIONS, type ScorecardDecisions } from './scorecard-decisions.js';

/** Who sends a command, and with which headers. */
export interface ScorecardSender {
  readonly person: Person;
  readonly idempotencyKey?: string | undefined;
  readonly correlationId?: string | undefined;
}

/** Rules that need facts of other contexts: what can be published, and who can be told. */
export type PublicationRule = 'scorecard-unknown' | 'person-to-notify-unknown' | 'organisation-unknown';

/** Why a command on a scorecard was not recorded. */
export type ScorecardRefusal = Refusal<ScorecardRule | PublicationRule | PermissionRule | DecisionRule>;
/** What a command on a scorecard comes to. */
export type ScorecardOutcome = Recorded | ScorecardRefusal;

/** What a command is made of besides the request: who, and what time it is at the edge. */
export interface CommandIdentity {
  readonly actor: string;
  readonly now: string;
  readonly today: string;
}

/** A command before it is carried out. */
export interface ScorecardTask {
  readonly by: ScorecardSender;
  readonly scorecard: string;
  readonly permission: Permission;
  /** The validated request with its kind: a reused key with another request is noticed. */
  readonly request: object;
  readonly command: (identity: CommandIdentity) => ScorecardCommand;
}

/** Carries out commands on scorecards: permission first, then the decision. */
@Injectable()
export class Scorecards {
  constructor(
    @Inject(SCORECARD_DECISIONS) private readonly decisions: ScorecardDecisions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async carryOut({ by, scorecard, permission, request, command }: ScorecardTask): Promise<ScorecardOutcome> {
    const forbidden = mayNot(by.person, permission);
    if (forbidden !== undefined) return forbidden;
    const stream = scorecardStream(scorecard);
    const { person, idempotencyKey, correlationId } = by;
    const origin = originOf({ actor: person.id, role: person.role, stream, request, idempotencyKey, correlationId });
    const now = new Date(this.clock.now()).toISOString();
    return this.decisions.run(stream, command({ actor: person.id, now, today: this.clock.today() }), origin);
  }
}
