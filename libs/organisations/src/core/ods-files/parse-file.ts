import type { BusinessDate } from '#kernel/business-date.js';
import { headedLayout } from './headed-layouts.js';
import { looksLikeOds27Fields, parseOds27Fields } from './ods-27-fields.js';
import { ownListColumns, parseOwnList } from './own-list.js';
import type { Parsing, SourceRow } from './source-file.js';

/**
 * Reads a file of organisations, its layout told from its content. `snapshotOn` is the day the file is of, where the
 * caller knows it better than the file does.
 */
export function parseFile(source: readonly SourceRow[], snapshotOn?: BusinessDate): Parsing {
  const rows = source.filter(({ fields }) => fields.some((field) => field.trim() !== ''));
  const [header, ...body] = rows;
  if (header === undefined) return { faults: [{ rule: 'file-is-empty', detail: 'the file has no rows' }] };
  const named = header.fields.map((field) => field.trim()).join(',');
  const parse = headedLayout(named);
  if (parse !== undefined) return parse(body, snapshotOn);
  if (named === ownListColumns.join(',')) return parseOwnList(body);
  if (looksLikeOds27Fields(rows)) return parseOds27Fields(rows, snapshotOn);
  const detail = 'its first row is the header or the row of none of the layouts that can be read';
  return { faults: [{ rule: 'layout-is-not-known', detail, line: header.line }] };
}
