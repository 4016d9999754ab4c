import { Inject, Injectable } from '@nestjs/common';
import { type Refusal, refuse } from '#kernel/refusal.js';
import { mayNot, type Permission, type PermissionRule, type Person, type Place } from '#identity/contract.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { type CommandOrigin, originOf } from '#platform/decisions/command-identity.js';
import type { DecisionRule, Recorded } from '#platform/decisions/decisions.js';
import type { CommandBase } from '../core/assessment/command.js';
import type { AssessmentCommand } from '../core/assessment/decider.js';
import type { AssessmentRule } from '../core/assessment/rule-book.js';
import type { Stage } from '../core/assessment/framework-terms.js';
import { decidersOf, type PanelFacts } from '../core/assessment/panel-facts.js';
import { type Assessment, initialState, isLive } from '../core/assessment/state.js';
import { aboutIn, PANELS_ON_ASSESSMENTS, type PanelsOnAssessments } from './panels-on-assessments.js';
import { placeOf, sightOf } from './who-may-read.js';
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

/** A judgement, as far as it concerns who may make it. */
interface Judging {
  /** The stage that judges; `due` where the command is about whichever does next. */
  readonly stage: Stage | 'due';
  /** What lets somebody judge there: whoever is named as having decided must be let. Absent where the command decides nothing. */
  readonly permission?: Permission;
  readonly decidedBy?: readonly string[] | undefined;
  /** The sitting it is made in. */
  readonly panel?: string | undefined;
}

interface CommandIdentity {
  readonly commandId: string;
  readonly today: string;
}

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
  /** Of a judgement at a stage: what panels of that stage bring to it. */
  readonly judging?: Judging;
  /** What the request becomes, besides what each command has in common. */
  command(identity: CommandIdentity): Omit<CommandOf<Type>, keyof CommandBase | 'type' | 'panels'>;
  /** Done once the command is accepted and before it is recorded, for what must stand beside the log first. */
  before?(origin: CommandOrigin): Promise<void>;
}

/** For whom a person speaks where both the office and the organisation may. */
export const speaksFor = ({ role }: Person): 'organisation' | 'office' => (role === 'organisation' ? 'organisation' : 'office');

/** Carries out commands on assessments: permission first, then the decision. Every edge goes through here. */
@Injectable()
export class Assessments {
  constructor(
    @Inject(ASSESSMENT_DECISIONS) private readonly decisions: AssessmentDecisions,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly thoseWhoDecided: ThoseWhoDecided,
    @Inject(PANELS_ON_ASSESSMENTS) private readonly panels: PanelsOnAssessments,
  ) {}

  /** Checks who may, then decides and records. */
  async carryOut<Type extends AssessmentCommand['type']>(task: AssessmentTask<Type>): Promise<AssessmentOutcome> {
    const stream = assessmentStream(task.assessment);
    const state = task.place === undefined ? await this.knownTo(task.by.person, stream) : initialState;
    const forbidden = forbids(task, state);
    if (forbidden) return forbidden;
    const panels = await this.panelFacts(task, state);
    const barred = await this.deciderWhoMayNot(task, state, panels);
    if (barred) return barred;

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
    const asked = { type: task.type, ...task.command(identity), ...(panels && { panels }) };
    const command = { ...asked, ...identity, actor: person.id, judged } as AssessmentCommand;
    return this.decisions.run(stream, command, origin, () => task.before?.(origin) ?? Promise.resolve());
  }

  /** What panels bring to a judgement, as their own streams have it now. */
  private async panelFacts({ judging, assessment }: Checked, state: Assessment): Promise<PanelFacts | undefined> {
    if (judging === undefined || !isLive(state)) return undefined;
    const stage = judging.stage === 'due' ? state.stageDue : judging.stage;
    if (stage === undefined) return undefined;
    return this.panels.about({ ...aboutIn(assessment, stage, state), panel: judging.panel });
  }

  /** Refuses those who decide and may not at this stage and place, whoever types. */
  private async deciderWhoMayNot(
    { judging, by }: Checked,
    state: Assessment,
    panels: PanelFacts | undefined,
  ): Promise<AssessmentRefusal | undefined> {
    const place = placeOf(state);
    if (judging?.permission === undefined || judging.stage === 'due' || place === undefined || !isLive(state)) return undefined;
    // Who would have decided is not known of a sitting that is not: the decision is refused for that.
    if (panels?.sitting === 'unknown') return undefined;
    const { decidedBy, stage, permission } = judging;
    const deciders = decidersOf({ decidedBy, actor: by.person.id, panels }, state, stage);
    return this.thoseWhoDecided.refuse(deciders, permission, place);
  }

  /** As this process last knew it, which says where it lies; what an organisation was not shown is not there for it. */
  private async knownTo(person: Person, stream: string): Promise<Assessment> {
    if (person.role !== 'organisation') return (await this.decisions.lastKnown(stream)).state;
    const { state } = await this.decisions.current(stream);
    return sightOf(person, state, this.clock.today()) === 'nothing' ? initialState : state;
  }
}

type Checked = Pick<AssessmentTask<never>, 'by' | 'judging' | 'assessment'>;

function forbids(
  { by, permission, place, assessment }: Pick<AssessmentTask<never>, 'by' | 'permission' | 'place' | 'assessment'>,
  state: Assessment,
): AssessmentRefusal | undefined {
  const at = place ?? placeOf(state);
  const forbidden = mayNot(by.person, permission, at);
  if (forbidden !== undefined || at !== undefined) return forbidden;
  return refuse('assessment-was-never-opened', `There is no assessment ${assessment}. Nothing was recorded.`);
}
