import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler, type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { isRefusal, type Refusal } from '#kernel/refusal.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import type { CommandOrigin } from '#platform/decisions/command-identity.js';
import type { DecisionRule, Recorded } from '#platform/decisions/decisions.js';
import type { ConfirmRatings } from '../core/assessment/confirm-ratings.js';
import type { DecideStage } from '../core/assessment/decide-stage.js';
import { assessmentDecider } from '../core/assessment/decider.js';
import type { Stage } from '../core/assessment/framework-terms.js';
import type { Change } from '../core/assessment/ladder-changes.js';
import type { PanelFacts } from '../core/assessment/panel-facts.js';
import type { AssessmentRule } from '../core/assessment/rule-book.js';
import { newMaterialSince } from '../core/assessment/seen-and-unseen.js';
import { isLive } from '../core/assessment/state.js';
import { ASSESSMENT_DECISIONS, type AssessmentDecisions, assessmentStream, compute } from './assessment-decisions.js';

/** A panel's decision on one assessment out of many: the ordinary decision of the stage, in plain data. */
export interface DecisionByPanel {
  readonly assessment: string;
  readonly stage: Stage;
  readonly outcome: 'upheld' | 'changed' | 'returned' | 'confirmed';
  readonly judged: bigint;
  readonly changes: readonly Change[];
  readonly items?: readonly string[] | undefined;
  readonly reason?: string | undefined;
  readonly decidedBy: readonly string[];
  readonly decidedOn: string;
  readonly committee?: string | undefined;
  readonly reference?: string | undefined;
  /** The sitting, and of a decision on many its id. */
  readonly panel: string;
  readonly batch?: string | undefined;
  readonly panels: PanelFacts;
}

/** What a panel's decision on an assessment came to. */
export type DecisionByPanelOutcome = Recorded | Refusal<AssessmentRule | DecisionRule>;

/**
 * Carries a panel's decision to one of the assessments it is about, by every rule of the ordinary decision. For the context of
 * panels: who may decide was checked when the decision was made.
 */
export class DecideByPanel extends Command<DecisionByPanelOutcome> {
  constructor(
    readonly decision: DecisionByPanel,
    readonly origin: CommandOrigin,
  ) {
    super();
  }
}

/** How a panel's decision would go with an assessment as it stands: nothing is recorded. */
export interface DecisionForeseen {
  /** The rule that would refuse it; undefined where none would. */
  readonly refused: Refusal<AssessmentRule> | undefined;
  /** The revision as it stands. */
  readonly revision: bigint;
  /** The material records after the revision judged: what somebody has to read again. */
  readonly newSince: readonly { readonly revision: string; readonly type: string }[];
}

/** Foresees decisions, in the order asked. For the context of panels, which checks who may read. */
export class ForeseeDecisionsByPanel extends Query<readonly DecisionForeseen[]> {
  constructor(
    readonly decisions: readonly DecisionByPanel[],
    /** Who would record them. */
    readonly actor: string,
  ) {
    super();
  }
}

type Identity = 'actor' | 'commandId' | 'today';
type Asked = Omit<DecideStage, Identity> | Omit<ConfirmRatings, Identity>;

/** The ordinary command that the decision is. */
export function ordinaryDecision(decision: DecisionByPanel): Asked {
  const { stage, outcome, changes, items, reason, judged, decidedBy, decidedOn, panel, batch, panels } = decision;
  const common = { items, reason, judged, decidedBy, decidedOn, panel, batch, panels };
  if (stage === 'confirmation') {
    const { committee = '', reference = '' } = decision;
    return {
      type: 'confirm-ratings',
      outcome: outcome === 'returned' ? 'returned' : 'confirmed',
      committee,
      reference,
      ...common,
    };
  }
  const byStage = outcome === 'confirmed' ? 'upheld' : outcome;
  return { type: 'decide-stage', stage, outcome: byStage, ...(changes.length > 0 && { changes }), ...common };
}

@CommandHandler(DecideByPanel)
export class DecideByPanelHandler implements ICommandHandler<DecideByPanel> {
  constructor(
    @Inject(ASSESSMENT_DECISIONS) private readonly decisions: AssessmentDecisions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute({ decision, origin }: DecideByPanel): Promise<DecisionByPanelOutcome> {
    const identity = { actor: origin.actor, commandId: origin.commandId, today: this.clock.today() };
    const command = { ...ordinaryDecision(decision), ...identity } as DecideStage | ConfirmRatings;
    return this.decisions.run(assessmentStream(decision.assessment), command, origin);
  }
}

@QueryHandler(ForeseeDecisionsByPanel)
export class ForeseeDecisionsByPanelHandler implements IQueryHandler<ForeseeDecisionsByPanel> {
  private readonly decider = assessmentDecider(compute);

  constructor(
    @Inject(ASSESSMENT_DECISIONS) private readonly decisions: AssessmentDecisions,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute({ decisions, actor }: ForeseeDecisionsByPanel): Promise<readonly DecisionForeseen[]> {
    return Promise.all(
      decisions.map(async (decision) => {
        const { state, revision } = await this.decisions.current(assessmentStream(decision.assessment));
        // Nothing is minted: the command is never recorded.
        const identity = { actor, commandId: '', today: this.clock.today() };
        const command = { ...ordinaryDecision(decision), ...identity } as DecideStage | ConfirmRatings;
        const outcome = this.decider.decide(command, state);
        const newer = isLive(state) ? newMaterialSince(state, decision.judged) : [];
        return {
          refused: isRefusal(outcome) ? outcome : undefined,
          revision,
          newSince: newer.map((entry) => ({ revision: String(entry.revision), type: entry.type })),
        };
      }),
    );
  }
}
