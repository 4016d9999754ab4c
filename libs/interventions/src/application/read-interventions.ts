import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { PermissionRule, Person } from '#identity/contract.js';
import type { Refusal } from '#kernel/refusal.js';
import { OrganisationDirectory } from '#organisations/contract.js';
import { type Concerned, Interventions } from './interventions.js';
import { InterventionsQuery, type InterventionsQuestion, type InterventionView } from '../read/interventions-query.js';

/** Interventions of all organisations, or of some. They are public acts: whoever is signed in may read them. */
export class ListInterventions extends Query<readonly InterventionView[]> {
  constructor(readonly question: InterventionsQuestion = {}) {
    super();
  }
}

/** One intervention; undefined where it is not recorded. */
export class ReadIntervention extends Query<InterventionView | undefined> {
  constructor(
    readonly id: string,
    readonly asAt?: bigint,
  ) {
    super();
  }
}

/** The interventions of an organisation with those of all it took in, however long ago. */
export interface OrganisationInterventions {
  /** The codes of the organisations that were merged into it, directly or by way of others. */
  readonly predecessors: readonly string[];
  readonly items: readonly InterventionView[];
}

/** An organisation's interventions and those of its predecessors, under whose codes they stay. */
export class ReadOrganisationInterventions extends Query<OrganisationInterventions> {
  constructor(
    readonly organisation: string,
    readonly question: Omit<InterventionsQuestion, 'organisations'> = {},
  ) {
    super();
  }
}

/** Why a person may not record anything of an intervention; undefined where they may. */
export class MayRecordIntervention extends Query<Refusal<PermissionRule> | undefined> {
  constructor(
    readonly person: Person,
    readonly concerned: Concerned,
  ) {
    super();
  }
}

@QueryHandler(MayRecordIntervention)
export class MayRecordInterventionHandler implements IQueryHandler<MayRecordIntervention> {
  constructor(private readonly interventions: Interventions) {}

  execute({ person, concerned }: MayRecordIntervention): Promise<Refusal<PermissionRule> | undefined> {
    return this.interventions.forbids(person, concerned);
  }
}

@QueryHandler(ListInterventions)
export class ListInterventionsHandler implements IQueryHandler<ListInterventions> {
  constructor(private readonly interventions: InterventionsQuery) {}

  execute({ question }: ListInterventions): Promise<readonly InterventionView[]> {
    return this.interventions.list(question);
  }
}

@QueryHandler(ReadIntervention)
export class ReadInterventionHandler implements IQueryHandler<ReadIntervention> {
  constructor(private readonly interventions: InterventionsQuery) {}

  execute({ id, asAt }: ReadIntervention): Promise<InterventionView | undefined> {
    return this.interventions.find(id, asAt);
  }
}

@QueryHandler(ReadOrganisationInterventions)
export class ReadOrganisationInterventionsHandler implements IQueryHandler<ReadOrganisationInterventions> {
  constructor(
    private readonly interventions: InterventionsQuery,
    private readonly organisations: OrganisationDirectory,
  ) {}

  async execute({ organisation, question }: ReadOrganisationInterventions): Promise<OrganisationInterventions> {
    const predecessors = await this.#predecessorsOf(organisation, question.asAt);
    const items = await this.interventions.list({ ...question, organisations: [organisation, ...predecessors] });
    return { predecessors, items };
  }

  /** Mergers form a forest (no CCG ever split), so this ends. */
  async #predecessorsOf(code: string, asAt: bigint | undefined): Promise<readonly string[]> {
    const found = await this.organisations.find(code, asAt === undefined ? {} : { asAt });
    const direct = (found?.predecessors ?? []).map((predecessor) => predecessor.code);
    const earlier = await Promise.all(direct.map((predecessor) => this.#predecessorsOf(predecessor, asAt)));
    return [...direct, ...earlier.flat()];
  }
}
