import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { type GridCell, type GridItem, ListAssessments, ReadDomainStatus } from '#assessment/queries.js';
import {
  type Cadence,
  cadenceOf,
  comparePeriods,
  FRAMEWORK_CATALOGUE,
  type FrameworkCatalogue,
  type Pack,
  ratingOn,
  type Scale,
} from '#frameworks/contract.js';
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

  /** One line per cadence, broken where the scale changes; undefined where nothing was rated. */
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

/**
 * The ratings of one item, a segment per cadence that ends where the scale changes. Frameworks that rate on one scale share a
 * segment; ratings of another scale join it only by a published mapping.
 */
export function segmentsOf(rows: readonly GridItem[], packs: ReadonlyMap<string, Pack>): readonly ChartSegment[] {
  const rated = rows
    .flatMap((row) => Object.entries(row.periods).map(([period, cell]) => ({ row, period, cell })))
    .sort((one, other) => comparePeriods(one.period, other.period));
  const segments: Segment[] = [];
  const going = new Map<Cadence, Segment>();
  for (const { row, period, cell } of rated) {
    const scale = scaleOf(packs.get(row.framework), row.item, period, cell);
    const { label } = cell;
    const open = going.get(cadenceOf(period));
    const rating = open === undefined ? undefined : joined([...packs.values()], cell.rating, scale, open.scale);
    const point = { period, rating: rating ?? cell.rating, label, framework: row.frameworkTitle };
    if (open !== undefined && rating !== undefined) {
      open.points.push(point);
      continue;
    }
    const begun = { scale, points: [point] };
    going.set(cadenceOf(period), begun);
    segments.push(begun);
  }
  return segments.map(({ scale, points }) => ({ ratings: scale?.ratings ?? [], points }));
}

interface Segment {
  readonly scale: Scale | undefined;
  readonly points: ChartSegment['points'][number][];
}

/** What the rating is on the scale of a line, so that the line goes on; undefined where it breaks. */
const joined = (packs: readonly Pack[], rating: string, from: Scale | undefined, to: Scale | undefined): string | undefined =>
  from === undefined || to === undefined ? undefined : ratingOn(packs, rating, { from, to });

/** The scale a rating stands on: the item's own then, or the one it was restated on. */
function scaleOf(pack: Pack | undefined, item: string, period: string, cell: GridCell): Scale | undefined {
  const scale = cell.scale ?? pack?.items.find(({ id }) => id === item)?.scale?.[cadenceOf(period)];
  return pack?.scales.find(({ id }) => id === scale);
}
