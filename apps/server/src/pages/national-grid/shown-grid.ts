import type { NationalCell, NationalFramework, NationalGrid } from '#assessment/queries.js';
import { partOfYear } from '../words/periods.js';
import { ratingClasses } from '../words/ratings.js';

/** Which part of a grid a page is asked for. */
export interface AskedGrid {
  readonly path: string;
  /** The question of the moment, with its "?"; empty for now. */
  readonly moment: string;
  /** The framework's id; without one that is there, the first. */
  readonly framework: string | undefined;
  /** A period or an item; without one that is there, the last period. */
  readonly show: string | undefined;
}

/** A national grid as the page shows it: one period or one item at a time, or nothing where nobody has a rating. */
export function shownGrid(grid: NationalGrid, asked: AskedGrid) {
  const framework = grid.frameworks.find(({ id }) => id === asked.framework) ?? grid.frameworks[0];
  if (framework === undefined || grid.organisations.length === 0) return {};
  const item = framework.items.find((one) => one.item === asked.show);
  const period = framework.periods.find((one) => one === asked.show) ?? framework.periods.at(-1) ?? '';
  const hrefTo = (id: string, show?: string): string => {
    const parameters = new URLSearchParams(asked.moment);
    parameters.set('framework', id);
    if (show !== undefined) parameters.set('show', show);
    return `${asked.path}?${parameters.toString()}`;
  };
  const places =
    item === undefined ? framework.items.map((one) => [one.item, period]) : framework.periods.map((one) => [item.item, one]);
  return {
    framework,
    showing: item?.label ?? partOfYear(period),
    frameworks: grid.frameworks.map(({ id, title }) => ({ title, isShown: id === framework.id, href: hrefTo(id) })),
    periods: framework.periods.map((one) => ({
      ...{ text: partOfYear(one), href: hrefTo(framework.id, one) },
      isShown: item === undefined && one === period,
    })),
    items: framework.items.map((one) => ({
      ...{ text: nameOf(one), href: hrefTo(framework.id, one.item) },
      isShown: one.item === item?.item,
    })),
    columns: item === undefined ? framework.items.map(nameOf) : framework.periods.map(partOfYear),
    rows: grid.organisations
      .filter((one) => one.framework === framework.id)
      .map(({ organisation, name, cells }) => ({
        ...{ organisation, name },
        cells: places.map(([id = '', when = '']) => shownCell(cells[id]?.[when], framework)),
      }))
      .filter(({ cells }) => cells.some((cell) => cell !== undefined)),
  };
}

const nameOf = ({ shortLabel, label }: NationalFramework['items'][number]): string => shortLabel ?? label;

const shownCell = (cell: NationalCell | undefined, { labels }: NationalFramework) =>
  cell && {
    label: labels[cell.rating] ?? cell.rating,
    classes: ratingClasses(cell.rating),
    differ: cell.sourcesDiffer === true,
  };
