import type { BulkTemplate } from '#bulk-entry/queries.js';

/**
 * A template to be filled in: the columns, then a remark with what belongs in each and one with an example. Remarks begin with #, and
 * are passed over when the file comes back.
 */
export function templateRows({ columns }: BulkTemplate): readonly Readonly<Record<string, string>>[] {
  const remark = (of: (column: BulkTemplate['columns'][number]) => string) =>
    Object.fromEntries(columns.map((column, index) => [column.name, `${index === 0 ? '# ' : ''}${of(column)}`]));
  return [
    remark(({ describes, needed }) => (needed ? describes : `${describes} (may be left blank)`)),
    remark(({ example }) => example),
  ];
}
