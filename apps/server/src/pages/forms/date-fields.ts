/** A date as the three fields of a form; of one known to the month or the year, the others stay blank. */
export function dateFields(name: string, date: string): Readonly<Record<string, string>> {
  const [year = '', ...rest] = date.split('-');
  const [month = '', day = ''] = rest.map((part) => String(Number(part)));
  return { [`${name}-day`]: day, [`${name}-month`]: month, [`${name}-year`]: year };
}
