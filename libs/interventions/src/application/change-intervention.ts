import { randomUUID } from 'node:crypto';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type {
  EndingRequest,
  InterventionCorrectionRequest,
  InterventionRequest,
  ObjectiveRequest,
  ObjectiveVerdictRequest,
  VariationRequest,
} from '#api-contract/intervention-requests.js';
import { commandIdOf, derivedId } from '#kernel/ids.js';
import type { InterventionChange } from '../core/intervention/decider.js';
import { type CommandIdentity, type InterventionOutcome, Interventions, type InterventionSender } from './interventions.js';

/** What is asked of an intervention that is known. */
export type ChangeRequest =
  | { readonly type: 'agree-objective'; readonly request: ObjectiveRequest }
  | { readonly type: 'judge-objective'; readonly objective: string; readonly request: ObjectiveVerdictRequest }
  | { readonly type: 'vary'; readonly request: VariationRequest }
  | { readonly type: 'end'; readonly request: EndingRequest }
  | { readonly type: 'correct'; readonly request: InterventionCorrectionRequest };

/** The id of an intervention that is about to begin: the same person and key give the same one, so that it begins once. */
export const newInterventionId = ({ person, idempotencyKey }: InterventionSender): string =>
  derivedId(commandIdOf(person.id, 'interventions', idempotencyKey ?? randomUUID()), 'intervention');

/** Begins an intervention. */
export class BeginIntervention extends Command<InterventionOutcome> {
  constructor(
    readonly by: InterventionSender,
    readonly id: string,
    readonly request: InterventionRequest,
  ) {
    super();
  }
}

/** Agrees or judges objectives, varies, ends or corrects an intervention. */
export class ChangeIntervention extends Command<InterventionOutcome> {
  constructor(
    readonly by: InterventionSender,
    readonly id: string,
    readonly change: ChangeRequest,
  ) {
    super();
  }
}

@CommandHandler(BeginIntervention)
export class BeginInterventionHandler implements ICommandHandler<BeginIntervention> {
  constructor(private readonly interventions: Interventions) {}

  async execute({ by, id, request }: BeginIntervention): Promise<InterventionOutcome> {
    const strangers = await this.interventions.strangers([...request.organisations, ...request.alsoBinds]);
    if (strangers) return strangers;
    const command = ({ today }: CommandIdentity) => ({ type: 'Begin', today, ...request }) as const;
    return this.interventions.begin({ by, id, request, command }, request);
  }
}

@CommandHandler(ChangeIntervention)
export class ChangeInterventionHandler implements ICommandHandler<ChangeIntervention> {
  constructor(private readonly interventions: Interventions) {}

  async execute({ by, id, change }: ChangeIntervention): Promise<InterventionOutcome> {
    const strangers = await this.interventions.strangers(organisationsIn(change));
    if (strangers) return strangers;
    return this.interventions.change({ by, id, request: change, command: (identity) => commandOf(change, identity) });
  }
}

function organisationsIn(change: ChangeRequest): readonly string[] {
  if (change.type === 'vary') return [...change.request.organisations, ...change.request.alsoBinds];
  if (change.type !== 'correct') return [];
  const { organisations = [], alsoBinds = [] } = change.request.changes;
  return [...organisations, ...alsoBinds];
}

function commandOf(change: ChangeRequest, { idOf, today, judged }: CommandIdentity): InterventionChange {
  switch (change.type) {
    case 'agree-objective':
      return { type: 'AgreeObjective', today, objective: idOf('objective'), ...change.request };
    case 'judge-objective':
      return { type: 'JudgeObjective', today, objective: change.objective, ...change.request };
    case 'vary':
      return { type: 'Vary', today, judged, ...change.request };
    case 'end':
      return { type: 'End', today, judged, ...change.request };
    case 'correct':
      return { type: 'Correct', today, judged, ...change.request };
  }
}
