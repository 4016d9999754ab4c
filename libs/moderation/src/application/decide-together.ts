import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { BatchRequest, ConfirmationsRequest } from '#api-contract/panel-requests.js';
import { isRefusal } from '#kernel/refusal.js';
import type { Recorded } from '#platform/decisions/decisions.js';
import { panelStream } from '../core/panel/events.js';
import { isSitting } from '../core/panel/state.js';
import { type AskedBatch, BatchRequests } from './batch-requests.js';
import { PANEL_DECISIONS, type PanelDecisions } from './panel-decisions.js';
import { type PanelRefusal, type PanelSender, Panels } from './panels.js';

/** A decision on many that was recorded, and where it is looked at. */
export interface DecidedTogether extends Recorded {
  readonly panel: string;
  readonly batch: string;
}

export type BatchOutcome = DecidedTogether | PanelRefusal;

/** A sitting's decision on many assessments at once. */
export class DecideTogether extends Command<BatchOutcome> {
  constructor(
    readonly by: PanelSender,
    readonly panel: string,
    readonly request: BatchRequest,
  ) {
    super();
  }
}

/** The committee's decision on many assessments at once, whether or not its sitting was convened here. */
export class ConfirmTogether extends Command<BatchOutcome> {
  constructor(
    readonly by: PanelSender,
    readonly request: ConfirmationsRequest,
  ) {
    super();
  }
}

/** What both come to: the event in the panel's stream, which a process manager carries to each assessment. */
class Together {
  constructor(
    private readonly panels: Panels,
    private readonly decisions: PanelDecisions,
  ) {}

  async decide(by: PanelSender, request: BatchRequest | ConfirmationsRequest, asked: AskedBatch): Promise<BatchOutcome> {
    const { panel, area, command } = asked;
    const outcome = await this.panels.carryOut({
      ...{ by, panel, permission: 'panel.decide', type: 'decide-batch', request, area },
      command: () => command,
    });
    if (isRefusal(outcome)) return outcome;
    const { state } = await this.decisions.current(panelStream(panel));
    const batches = isSitting(state) ? [...state.batches.values()] : [];
    const batch = batches.find(({ revision }) => revision === outcome.revision)?.batch;
    if (batch === undefined) throw new Error(`${panel} holds no decision on many at revision ${String(outcome.revision)}`);
    return { ...outcome, panel, batch };
  }
}

@CommandHandler(DecideTogether)
export class DecideTogetherHandler implements ICommandHandler<DecideTogether> {
  private readonly together: Together;

  constructor(
    panels: Panels,
    @Inject(PANEL_DECISIONS) decisions: PanelDecisions,
    private readonly requests: BatchRequests,
  ) {
    this.together = new Together(panels, decisions);
  }

  async execute({ by, panel, request }: DecideTogether): Promise<BatchOutcome> {
    const asked = await this.requests.bySitting(by.person, panel, request);
    return isRefusal(asked) ? asked : this.together.decide(by, request, asked);
  }
}

@CommandHandler(ConfirmTogether)
export class ConfirmTogetherHandler implements ICommandHandler<ConfirmTogether> {
  private readonly together: Together;

  constructor(
    panels: Panels,
    @Inject(PANEL_DECISIONS) decisions: PanelDecisions,
    private readonly requests: BatchRequests,
  ) {
    this.together = new Together(panels, decisions);
  }

  async execute({ by, request }: ConfirmTogether): Promise<BatchOutcome> {
    const asked = await this.requests.byCommittee(by.person, request);
    return isRefusal(asked) ? asked : this.together.decide(by, request, asked);
  }
}
