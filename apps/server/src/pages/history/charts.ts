import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { type GridItem, ListAssessments, ReadDomainStatus } from '#assessment/queries.js';
import { cadenceOf, comparePeriods, FRAMEWORK_CATALOGUE, type FrameworkCatalogue, type Pack } from '#frameworks/contract.js';
import type { Person } from '#identity/contract.js';
import type { PageMoment } from '../reading/page-moments.js';
import { type ChartSegment, type RatingChart, ratingChart } from './rating-chart.js';

/** Draws an item's rating over the periods of an organisation. */
@Injectable()
export class Charts {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
  ) {}

  /** One line per framework and cadence, for their scales differ; undefined where nothing was rated. */
  async of(
    person: Person,
    organisation: string,
    item: string,
    framework: string | undefined,
    moment: PageMoment,
  ): Promise<RatingChart | undefined> {
    const { items: assessments } = await this.queries.execute(new ListAssessments(person, { organisation, limit: 500 }));
    const years = [...new Set(assessments.map(({ period }) => period.slice(0, 7)))].sort();
    const grids = await Promise.all(
      years.map((year) => this.queries.execute(new ReadDomainStatus(person, organisation, year, { asAtPosition: moment.asAt }))),
    );
    const rows = grids
      .flatMap(({ items }) => items)
      .filter((row) => row.item === item && (framework === undefined || row.framework === framework));
    const packs = new Map((await this.catalogue.list()).map(({ id, pack }) => [id, pack]));
    const segments = segmentsOf(rows, packs);
    const [first] = rows;
    return first === undefined || segments.length === 0 ? undefined : ratingChart(first.shortLabel ?? first.label, segments);
  }
}

/** The ratings of one item, one segment per framework and cadence. */
function segmentsOf(rows: readonly GridItem[], packs: ReadonlyMap<string, Pack>): readonly ChartSegment[] {
  const rated = rows
    .flatMap((row) => Object.entries(row.periods).map(([period, cell]) => ({ row, period, cell })))
    .sort((one, other) => comparePeriods(one.period, other.period));
  const segments = new Map<string, ChartSegment>();
  for (const { row, period, cell } of rated) {
    const key = `${row.framework}/${cadenceOf(period)}`;
    const points = [...(segments.get(key)?.points ?? []), { period, rating: cell.rating, label: cell.label }];
    segments.set(key, { title: row.frameworkTitle, ratings: scaleOf(packs.get(row.framework), row.item, period), points });
  }
  return [...segments.values()];
}

function scaleOf(pack: Pack | undefined, item: string, period: string): ChartSegment['ratings'] {
  const scale = pack?.items.find(({ id }) => id === item)?.scale?.[cadenceOf(period)];
  return pack?.scales.find(({ id }) => id === scale)?.ratings ?? [];
}
