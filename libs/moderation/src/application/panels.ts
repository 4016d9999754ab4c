import { Inject, Injectable } from '@nestjs/common';
import { refuse, type Refusal } from '#kernel/refusal.js';
import type { AssessmentRule } from '#assessment/contract.js';
import type { Permission, PermissionRule, Person } from '#identity/contract.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { originOf } from '#platform/decisions/command-identity.js';
import type { DecisionRule, Recorded } from '#platform/decisions/decisions.js';
import type { CommandBase } from '../core/panel/command.js';
import type { PanelCommand, PanelCommandOf } from '../core/panel/decider.js';
import { panelStream } from '../core/panel/events.js';
import type { ModerationRule } from '../core/panel/rule-book.js';
import { isSitting, type Panel, type Sitting } from '../core/panel/state.js';
import { PANEL_DECISIONS, type PanelDecisions } from './panel-decisions.js';
import { mayNotRecord, type PanelArea } from './who-may.js';

/** Who sends a command, and with which headers. */
export interface PanelSender {
  readonly person: Person;
  readonly idempotencyKey?: string | undefined;
  readonly correlationId?: string | undefined;
}

/** Why a command on a panel was not recorded. */
export type PanelRefusal = Refusal<
  ModerationRule | AssessmentRule | PermissionRule | DecisionRule | 'framework-unknown' | 'period-outside-framework'
>;
/** What a command on a panel comes to. */
export type PanelOutcome = Recorded | PanelRefusal;

/** One command on one panel, before it is carried out. */
export interface PanelTask<Type extends PanelCommand['type']> {
  readonly by: PanelSender;
  readonly panel: string;
  readonly permission: Permission;
  readonly type: Type;
  /** The validated request: hashed with the type, so that a reused key with another request is noticed. */
  readonly request: unknown;
  /** Where the panel sits, when it was not convened yet. */
  readonly area?: PanelArea;
  /** A rule besides the permission that the one who asks must keep. */
  forbids?(sitting: Panel & Sitting): PanelRefusal | undefined;
  /** What the request becomes, besides what each command has in common. */
  command(): Omit<PanelCommandOf<Type>, keyof CommandBase | 'type'>;
}

/** Where a sitting's panel sits. */
export const areaOf = ({ stage, area, convened }: Sitting): PanelArea => ({ stage, area, region: convened.region });

/** Carries out commands on panels: permission first, then the decision. Every edge goes through here. */
@Injectable()
export class Panels {
  constructor(
    @Inject(PANEL_DECISIONS) private readonly decisions: PanelDecisions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Checks who may, then decides and records. */
  async carryOut<Type extends PanelCommand['type']>(task: PanelTask<Type>): Promise<PanelOutcome> {
    const stream = panelStream(task.panel);
    const forbidden = await this.#forbids(task, stream);
    if (forbidden !== undefined) return forbidden;
    const { person, idempotencyKey, correlationId } = task.by;
    const request = { type: task.type, request: task.request };
    const origin = originOf({ actor: person.id, role: person.role, stream, request, idempotencyKey, correlationId });
    const identity = { actor: person.id, commandId: origin.commandId, today: this.clock.today() };
    // A type and its fields belong together, which spreading a union forgets.
    const command = { type: task.type, ...task.command(), ...identity } as unknown as PanelCommand;
    return this.decisions.run(stream, command, origin);
  }

  /** The sitting now; undefined where none was convened. */
  async sitting(id: string): Promise<(Panel & Sitting) | undefined> {
    const { state } = await this.decisions.current(panelStream(id));
    return isSitting(state) ? state : undefined;
  }

  async #forbids<Type extends PanelCommand['type']>(task: PanelTask<Type>, stream: string): Promise<PanelRefusal | undefined> {
    const { state } = await this.decisions.lastKnown(stream);
    const area = task.area ?? (isSitting(state) ? areaOf(state) : undefined);
    if (area === undefined) return refuse('panel-was-never-convened', `There is no sitting ${task.panel}. Nothing was recorded.`);
    if (task.forbids === undefined || !isSitting(state)) return mayNotRecord(task.by.person, task.permission, area);
    return task.forbids(state);
  }
}
