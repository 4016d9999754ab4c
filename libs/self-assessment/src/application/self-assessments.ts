import { Inject, Injectable } from '@nestjs/common';
import type { AssessmentRefusal, OpeningRule } from '#assessment/contract.js';
import { mayNot, type Permission, type PermissionRule, type Person, type Place } from '#identity/contract.js';
import { type Refusal, refuse } from '#kernel/refusal.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { originOf } from '#platform/decisions/command-identity.js';
import type { DecisionRule, Recorded } from '#platform/decisions/decisions.js';
import type { SelfAssessmentCommand } from '../core/self-assessment/decider.js';
import { selfAssessmentStream } from '../core/self-assessment/events.js';
import type { SelfAssessmentRule } from '../core/self-assessment/rule-book.js';
import type { StartedSelfAssessment } from '../core/self-assessment/state.js';
import { SELF_ASSESSMENT_DECISIONS, type SelfAssessmentDecisions } from './self-assessment-decisions.js';

/** Who sends a command, and with which headers. */
export interface SelfAssessmentSender {
  readonly person: Person;
  /** Of a proposal of ratings: the revision of the assessment the person had before them. */
  readonly judged?: bigint | undefined;
  readonly idempotencyKey?: string | undefined;
  readonly correlationId?: string | undefined;
}

/** Why a command was not recorded. A proposal may be refused by the assessment it is for. */
export type SelfAssessmentRefusal = Refusal<SelfAssessmentRule | OpeningRule | PermissionRule | DecisionRule> | AssessmentRefusal;
/** What a command on a self-assessment comes to. */
export type SelfAssessmentOutcome = Recorded | SelfAssessmentRefusal;

/** One command, before it is carried out. */
export interface SelfAssessmentTask {
  readonly by: SelfAssessmentSender;
  readonly id: string;
  readonly permission: Permission;
  /** The validated request with its kind: a reused key with another request is noticed. */
  readonly request: object;
  /** Where it lies, when it does not exist yet. */
  readonly place?: Place;
  readonly command: (by: { readonly actor: string; readonly today: string }) => SelfAssessmentCommand;
}

/** Where a self-assessment lies, by what was recorded when it was started. */
export const placeOf = ({ about }: StartedSelfAssessment): Place => ({
  organisation: about.organisation.code,
  office: about.office.code,
  region: about.region.code,
});

/** Carries out commands on self-assessments: permission first, then the decision. */
@Injectable()
export class SelfAssessments {
  constructor(
    @Inject(SELF_ASSESSMENT_DECISIONS) private readonly decisions: SelfAssessmentDecisions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async carryOut({ by, id, permission, request, place, command }: SelfAssessmentTask): Promise<SelfAssessmentOutcome> {
    const stream = selfAssessmentStream(id);
    const lies = place ?? (await this.#placeOf(stream));
    const forbidden = mayNot(by.person, permission, lies);
    if (forbidden) return forbidden;
    if (lies === undefined)
      return refuse('self-assessment-not-started', `There is no self-assessment ${id}. Nothing was recorded.`);
    const { person, idempotencyKey, correlationId } = by;
    const origin = originOf({ actor: person.id, role: person.role, stream, request, idempotencyKey, correlationId });
    return this.decisions.run(stream, command({ actor: person.id, today: this.clock.today() }), origin);
  }

  async #placeOf(stream: string): Promise<Place | undefined> {
    const { state } = await this.decisions.lastKnown(stream);
    return state.status === 'not-started' ? undefined : placeOf(state);
  }
}
