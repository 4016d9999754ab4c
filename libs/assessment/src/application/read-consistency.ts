import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { FRAMEWORK_CATALOGUE, type FrameworkCatalogue, type FrameworkForPeriod, NOT_APPLICABLE } from '#frameworks/contract.js';
import type { Person } from '#identity/contract.js';
import { isRefusal, type Refusal, refuse } from '#kernel/refusal.js';
import { AreaStandingsQuery, type RatingInArea } from '../read/rating-movements/area-standings-query.js';
import {
  type AreaStanding,
  compareAreas,
  type ComparedArea,
  CONSISTENCY_THRESHOLDS,
  type ConsistencyThresholds,
} from '../read/rating-movements/consistency.js';
import { type MovementCount, RatingMovementsQuery } from '../read/rating-movements/rating-movements-query.js';
import type { RatingName } from './read-rating-movements.js';
import { shownTo } from './who-may-read.js';

/** What to compare: one item of a framework in a period, by region or, within a region, by office. */
export interface ConsistencyQuestion {
  readonly framework: string;
  readonly period: string;
  /** The headline when left out. */
  readonly item?: string | undefined;
  readonly by: 'region' | 'office';
  readonly region?: string | undefined;
}

/** Whether areas rate alike. */
export interface ConsistencyReport {
  readonly framework: string;
  readonly frameworkTitle: string;
  readonly period: string;
  readonly item: string;
  readonly label: string;
  readonly by: 'region' | 'office';
  /** The item's scale, best first. */
  readonly scale: readonly RatingName[];
  readonly areas: readonly (ComparedArea & { readonly notRated: number; readonly notApplicable: number })[];
  readonly thresholds: ConsistencyThresholds;
}

/** How alike areas rate one item, as it stands now, over what the person may see: a report to read before a panel sits. */
export class ReadConsistency extends Query<ConsistencyReport | Refusal> {
  constructor(
    readonly person: Person,
    readonly question: ConsistencyQuestion,
  ) {
    super();
  }
}

@QueryHandler(ReadConsistency)
export class ReadConsistencyHandler implements IQueryHandler<ReadConsistency> {
  constructor(
    private readonly standings: AreaStandingsQuery,
    private readonly movements: RatingMovementsQuery,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
  ) {}

  async execute({ person, question }: ReadConsistency): Promise<ConsistencyReport | Refusal> {
    const terms = await this.catalogue.forPeriod(question.framework, question.period);
    if (isRefusal(terms)) return terms;
    const item = itemAsked(terms, question.item);
    if (isRefusal(item)) return item;
    const { framework, period, by, region } = question;
    const asked = { framework, period, region, item: item.id, show: shownTo(person) };
    const [rated, moved] = await Promise.all([
      this.standings.ratings({ ...asked, by, isHeadline: item.kind === 'headline' }),
      this.movements.counts(asked, by),
    ]);
    const scale = item.scale.ratings.map(({ id, label }) => ({ id, label }));
    return {
      ...{ framework, frameworkTitle: terms.framework.title, period, by, scale },
      ...{ item: item.id, label: item.shortLabel ?? item.label, thresholds: CONSISTENCY_THRESHOLDS },
      areas: compareAreas(areasOf(rated, moved, scale)).map((area) => ({ ...area, ...unratedIn(rated, area.key) })),
    };
  }
}

function itemAsked(terms: FrameworkForPeriod, asked: string | undefined): FrameworkForPeriod['items'][number] | Refusal {
  const item = terms.items.find(({ id, kind }) => (asked === undefined ? kind === 'headline' : id === asked));
  if (item !== undefined) return item;
  const named = asked === undefined ? 'no headline' : `no item ${asked}`;
  return refuse('item-not-in-framework', `${terms.framework.title} has ${named} for ${terms.period}.`);
}

function areasOf(
  rated: readonly RatingInArea[],
  moved: readonly MovementCount[],
  scale: readonly RatingName[],
): readonly AreaStanding[] {
  return [...new Set(rated.map(({ key }) => key))].map((key) => {
    const rows = rated.filter((row) => row.key === key);
    const movement = moved.find((count) => count.key === key);
    const sum = (of: (row: RatingInArea) => number): number => rows.reduce((total, row) => total + of(row), 0);
    return {
      key,
      label: rows[0]?.label ?? key,
      assessments: sum(({ count }) => count),
      ratings: scale.map(({ id }) => ({ rating: id, count: rows.find(({ rating }) => rating === id)?.count ?? 0 })),
      overridden: sum(({ overridden }) => overridden),
      judged: movement?.judged ?? 0,
      changed: movement?.changed ?? 0,
    };
  });
}

function unratedIn(rated: readonly RatingInArea[], area: string): { readonly notRated: number; readonly notApplicable: number } {
  const of = (asked: string | null): number => rated.find(({ key, rating }) => key === area && rating === asked)?.count ?? 0;
  return { notRated: of(null), notApplicable: of(NOT_APPLICABLE) };
}
