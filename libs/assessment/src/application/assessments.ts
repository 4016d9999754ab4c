import { Inject, Injectable } from '@nestjs/common';
import { type Refusal, refuse } from '#kernel/refusal.js';
import { mayNot, type Permission, type PermissionRule, type Person, type Place } from '#identity/contract.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { type CommandOrigin, originOf } from '#platform/decisions/command-identity.js';
import type { DecisionRule, Recorded } from '#platform/decisions/decisions.js';
import type { CommandBase } from '../core/assessment/command.js';
import type { AssessmentCommand } from '../core/assessment/decider.js';
import type { AssessmentRule } from '../core/assessment/rule-book.js';
import type { Assessment } from '../core/assessment/state.js';
import { ThoseWhoDecided, type WhoDecidedRule } from './those-who-decided.js';
import { ASSESSMENT_DECISIONS, type AssessmentDecisions, assessmentStream } from './assessment-decisions.js';

/** Who sends a command, and with which headers. */
export interface CommandSender {
  readonly person: Person;
  /** The revision the person had before them (`If-Match`). */
  readonly judged?: bigint | undefined;
  readonly idempotencyKey?: string | undefined;
  readonly correlationId?: string | undefined;
}

/** Why a command on an assessment was not recorded. */
export type AssessmentRefusal = Refusal<AssessmentRule | PermissionRule | DecisionRule | OpeningRule | WhoDecidedRule>;
/** What a command on an assessment comes to. */
export type AssessmentOutcome = Recorded | AssessmentRefusal;

/** Rules on what may be opened, which need facts of other contexts. */
export type OpeningRule =
  | 'organisation-unknown'
  | 'framework-unknown'
  | 'period-not-a-period'
  | 'period-outside-framework'
  | 'kind-not-assessed-by-framework'
  | 'organisation-not-open-in-period'
  | 'organisation-without-office'
  | 'office-unknown';

type CommandOf<Type extends AssessmentCommand['type']> = Extract<AssessmentCommand, { type: Type }>;

/** One command on one assessment, before it is carried out. */
export interface AssessmentTask<Type extends AssessmentCommand['type']> {
  readonly by: CommandSender;
  readonly assessment: string;
  readonly permission: Permission;
  readonly type: Type;
  /** The validated request: hashed with the type, so that a reused key with another request is noticed. */
  readonly request: unknown;
  /** Where the assessment lies, when it does not exist yet. */
  readonly place?: Place;
  /** Who judged, where the request says so: each must be somebody who may. */
  readonly decidedBy?: readonly string[] | undefined;
  /** What the request becomes, besides what each command has in common. */
  command(identity: { readonly commandId: string; readonly today: string }): Omit<CommandOf<Type>, keyof CommandBase | 'type'>;
  /** Done once the command is accepted and before it is recorded, for what must stand beside the log first. */
  before?(origin: CommandOrigin): Promise<void>;
}

/** Where an assessment lies, by what was recorded when it was opened or transferred. */
export function placeOf(state: Assessment): Place | undefined {
  if (state.status === 'not-opened') return undefined;
  return { organisation: state.organisation.code, office: state.office.code, region: state.region.code };
}

/** Carries out commands on assessments: permission first, then the decision. Every edge goes through here. */
@Injectable()
export class Assessments {
  constructor(
    @Inject(ASSESSMENT_DECISIONS) private readonly decisions: AssessmentDecisions,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly thoseWhoDecided: ThoseWhoDecided,
  ) {}

  /** Checks who may, then decides and records. */
  async carryOut<Type extends AssessmentCommand['type']>(task: AssessmentTask<Type>): Promise<AssessmentOutcome> {
    const stream = assessmentStream(task.assessment);
    const forbidden = await this.forbids(task, stream);
    if (forbidden) return forbidden;

    const { person, judged, idempotencyKey, correlationId } = task.by;
    const origin = originOf({
      actor: person.id,
      role: person.role,
      stream,
      request: { type: task.type, request: task.request },
      idempotencyKey,
      correlationId,
    });
    const identity = { commandId: origin.commandId, today: this.clock.today() };
    // A type and its fields belong together, which spreading a union forgets.
    const command = { type: task.type, ...task.command(identity), ...identity, actor: person.id, judged } as AssessmentCommand;
    return this.decisions.run(stream, command, origin, () => task.before?.(origin) ?? Promise.resolve());
  }

  private async forbids(task: Pick<AssessmentTask<never>, Checked>, stream: string): Promise<AssessmentRefusal | undefined> {
    const place = task.place ?? placeOf((await this.decisions.lastKnown(stream)).state);
    const forbidden = mayNot(task.by.person, task.permission, place);
    if (forbidden !== undefined) return forbidden;
    if (place !== undefined) return this.thoseWhoDecided.refuse(task.decidedBy, task.permission, place);
    return refuse('assessment-was-never-opened', `There is no assessment ${task.assessment}. Nothing was recorded.`);
  }
}

type Checked = 'by' | 'place' | 'permission' | 'assessment' | 'decidedBy';
