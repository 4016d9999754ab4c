import type { NationalGrid } from '#assessment/queries.js';

/** A national grid as a file, a row per rating: organisations by code, items in the order of the framework. */
export function* nationalGridRows({ frameworks, organisations }: NationalGrid): Iterable<Readonly<Record<string, string>>> {
  const byId = new Map(frameworks.map((framework) => [framework.id, framework]));
  for (const { organisation, name, office, region, framework, cells } of organisations) {
    const { items = [], periods = [], labels = {} } = byId.get(framework) ?? {};
    for (const { item } of items) {
      for (const period of periods) {
        const cell = cells[item]?.[period];
        if (cell === undefined) continue;
        const { rating, stage, sourcesDiffer } = cell;
        yield {
          ...{ organisation, name, office, region, framework, period, item, rating, label: labels[rating] ?? rating, stage },
          sources_differ: sourcesDiffer === true ? 'yes' : '',
        };
      }
    }
  }
}
