import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ListAssessments, ReadDomainStatus } from '#assessment/queries.js';
import { cadenceOf, comparePeriods, FRAMEWORK_CATALOGUE, type FrameworkCatalogue } from '#frameworks/contract.js';
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
      .filter((row) => row.item === item && (framework ?? row.framework) === row.framework);
    const segments = new Map<string, ChartSegment>();
    for (const row of rows) {
      const pack = (await this.catalogue.get(row.framework))?.pack;
      for (const [period, { rating, label }] of Object.entries(row.periods).sort(([one], [other]) =>
        comparePeriods(one, other),
      )) {
        const cadence = cadenceOf(period);
        const scale = pack?.scales.find(({ id }) => id === pack.items.find((one) => one.id === item)?.scale?.[cadence]);
        const key = `${row.framework}/${cadence}`;
        const known = segments.get(key);
        const points = [...(known?.points ?? []), { period, rating, label }];
        segments.set(key, { title: row.frameworkTitle, ratings: scale?.ratings ?? [], points });
      }
    }
    return segments.size === 0 ? undefined : ratingChart(rows[0]?.shortLabel ?? rows[0]?.label ?? item, [...segments.values()]);
  }
}
