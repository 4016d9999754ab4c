import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { FRAMEWORK_CATALOGUE, type FrameworkCatalogue } from '#frameworks/contract.js';
import type { Person } from '#identity/contract.js';
import { OrganisationDirectory } from '#organisations/contract.js';
import { DomainStatusQuery, type OrganisationHeadlines, type StatusQuestion } from '../read/domain-status/domain-status-query.js';
import type { GridCell } from '../read/domain-status/grid.js';
import { periodOrder } from '../read/per-assessment/about.js';
import { type Predecessor, predecessorsOf } from './predecessors.js';
import { shownTo } from './who-may-read.js';

/** The last headline rating a predecessor was given under one family of frameworks, on the scale it was given on. */
export interface LastRating extends GridCell {
  readonly family: string;
  readonly framework: string;
  readonly frameworkTitle: string;
  readonly item: string;
  /** What the framework calls its headline. */
  readonly itemLabel: string;
  readonly period: string;
}

/** A predecessor with its last ratings, one for each family of frameworks; none where none is recorded, or none to be seen. */
export interface PredecessorRatings extends Predecessor {
  readonly ratings: readonly LastRating[];
}

/**
 * The last ratings of everybody an organisation took in, at first or further hand, side by side. They stay theirs: the
 * successor inherits none.
 */
export class ReadPredecessorsRatings extends Query<readonly PredecessorRatings[]> {
  constructor(
    readonly person: Person,
    readonly organisation: string,
    readonly question: Omit<StatusQuestion, 'show'> = {},
  ) {
    super();
  }
}

@QueryHandler(ReadPredecessorsRatings)
export class ReadPredecessorsRatingsHandler implements IQueryHandler<ReadPredecessorsRatings> {
  constructor(
    private readonly status: DomainStatusQuery,
    private readonly organisations: OrganisationDirectory,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
  ) {}

  async execute({ person, organisation, question }: ReadPredecessorsRatings): Promise<readonly PredecessorRatings[]> {
    const predecessors = await predecessorsOf(this.organisations, organisation, question.asAtPosition);
    if (predecessors.length === 0) return [];
    const codes = predecessors.map(({ code }) => code);
    const [headlines, frameworks] = await Promise.all([
      this.status.headlinesOf(codes, { ...question, show: shownTo(person) }),
      this.catalogue.list(),
    ]);
    const families = new Map(frameworks.map(({ id, pack }) => [id, pack.family]));
    const lastOf = new Map(headlines.map((one) => [one.organisation, lastPerFamily(one, families)]));
    return predecessors.map((predecessor) => ({ ...predecessor, ratings: lastOf.get(predecessor.code) ?? [] }));
  }
}

function lastPerFamily({ items }: OrganisationHeadlines, families: ReadonlyMap<string, string>): readonly LastRating[] {
  const last = new Map<string, LastRating>();
  for (const { framework, frameworkTitle, item, label: itemLabel, periods } of items) {
    const family = families.get(framework) ?? framework;
    for (const [period, cell] of Object.entries(periods)) {
      const known = last.get(family);
      if (known !== undefined && periodOrder(known.period) >= periodOrder(period)) continue;
      last.set(family, { family, framework, frameworkTitle, item, itemLabel, period, ...cell });
    }
  }
  return [...last.values()];
}
