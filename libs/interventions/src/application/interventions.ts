import { Inject, Injectable } from '@nestjs/common';
import { derivedId } from '#kernel/ids.js';
import { latestDay, type PartialDate } from '#kernel/partial-date.js';
import { refuse, type Refusal } from '#kernel/refusal.js';
import { mayNot, type PermissionRule, type Person } from '#identity/contract.js';
import { OrganisationDirectory } from '#organisations/contract.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { originOf } from '#platform/decisions/command-identity.js';
import type { DecisionRule, Recorded } from '#platform/decisions/decisions.js';
import type { InterventionCommand } from '../core/intervention/decider.js';
import { interventionStream } from '../core/intervention/events.js';
import type { InterventionRule } from '../core/intervention/rule-book.js';
import { INTERVENTION_DECISIONS, type InterventionDecisions } from './intervention-decisions.js';
import { unknownOrganisations } from './unknown-organisations.js';

/** Who sends a command, and with which headers. */
export interface InterventionSender {
  readonly person: Person;
  /** The revision the person had before them (`If-Match`). */
  readonly judged?: bigint | undefined;
  readonly idempotencyKey?: string | undefined;
  readonly correlationId?: string | undefined;
}

/** What a command on an intervention comes to. */
export type InterventionOutcome = Recorded | Refusal<InterventionRule | PermissionRule | DecisionRule>;

/** What a command is made of besides the request: minted ids and the day. */
export interface CommandIdentity {
  /** An id for a part of the command, the same each time the command is sent again. */
  readonly idOf: (part: string) => string;
  readonly today: string;
  readonly judged: bigint | undefined;
}

/** A command before it is carried out. */
export interface InterventionTask {
  readonly by: InterventionSender;
  readonly id: string;
  /** The validated request with its kind: a reused key with another request is noticed. */
  readonly request: object;
  readonly command: (identity: CommandIdentity) => InterventionCommand;
}

/** Whom an intervention concerns, and from when. */
export interface Concerned {
  readonly organisations: readonly string[];
  readonly alsoBinds: readonly string[];
  readonly from: PartialDate | null;
}

/** Carries out commands on interventions: permission first, then the decision. */
@Injectable()
export class Interventions {
  constructor(
    @Inject(INTERVENTION_DECISIONS) private readonly decisions: InterventionDecisions,
    @Inject(OrganisationDirectory) private readonly organisations: OrganisationDirectory,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Records a command on one that is known. */
  async change(task: InterventionTask): Promise<InterventionOutcome> {
    const { state } = await this.decisions.current(interventionStream(task.id));
    if (state.status === 'unknown')
      return refuse('intervention-unknown', `There is no intervention ${task.id}. Nothing was recorded.`);
    return (await this.forbids(task.by.person, state)) ?? this.#run(task);
  }

  /** Records the first command on a new one. */
  async begin(task: InterventionTask, concerned: Concerned): Promise<InterventionOutcome> {
    return (await this.forbids(task.by.person, concerned)) ?? this.#run(task);
  }

  /** Whether every organisation of a list bears a code that is known. */
  strangers(codes: readonly string[]): Promise<Refusal<InterventionRule> | undefined> {
    return unknownOrganisations(this.organisations, codes);
  }

  #run({ by, id, request, command }: InterventionTask): Promise<InterventionOutcome> {
    const stream = interventionStream(id);
    const { person, idempotencyKey, correlationId } = by;
    const origin = originOf({ actor: person.id, role: person.role, stream, request, idempotencyKey, correlationId });
    const idOf = (part: string): string => derivedId(origin.commandId, part);
    return this.decisions.run(stream, command({ idOf, today: this.clock.today(), judged: by.judged }), origin);
  }

  /** Everybody under it must lie in the person's area, by where they stood when it began; those bound to help may lie elsewhere. */
  async forbids(person: Person, { organisations, from }: Concerned): Promise<Refusal<PermissionRule> | undefined> {
    for (const organisation of organisations) {
      const place = await this.organisations.placeOf(organisation, from === null ? this.clock.today() : latestDay(from));
      const { office = '', region = '' } = place ?? {};
      const forbidden = mayNot(person, 'intervention.record', { organisation, office, region });
      if (forbidden?.rule === 'outside-area')
        return refuse('outside-area', `${organisation} did not lie in your area when it began. Nothing was recorded.`);
      if (forbidden) return forbidden;
    }
    return mayNot(person, 'intervention.record');
  }
}
