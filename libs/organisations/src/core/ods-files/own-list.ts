import { organisationKinds } from '../organisation/kinds.js';
import { readRows, type RowReader } from './fields.js';
import type { OwnListRow, Parsing, SourceRow } from './source-file.js';

/** The columns of the project's own list; `libs/organisations/data/README.md` describes them. */
export const ownListColumns = [
  'code',
  'kind',
  'name',
  'ons_code',
  'office',
  'region',
  'from',
  'until',
  'opened',
  'closed',
  'successor',
  'succeeded_on',
  'derived',
  'example',
] as const;

const CODE = /^[A-Z0-9]{3,5}$/u;
const column = (name: (typeof ownListColumns)[number]): number => ownListColumns.indexOf(name);

function readRow(reader: RowReader): OwnListRow | undefined {
  if (!reader.hasFields(ownListColumns.length)) return undefined;
  const kind = reader.code(column('kind'), 'the kind', new RegExp(`^(?:${organisationKinds.join('|')})$`, 'u'));
  const from = reader.date(column('from'), 'the first day');
  if (from === undefined) reader.fault('field-is-missing', 'the first day is missing');
  return {
    line: reader.line,
    code: reader.code(column('code'), 'the code', CODE),
    kind,
    name: reader.required(column('name'), 'the name'),
    onsCode: reader.optionalCode(column('ons_code'), 'the ONS code', /^E\d{8}$/u),
    office: reader.optionalCode(column('office'), 'the local office', CODE),
    region: reader.optionalCode(column('region'), 'the region', CODE),
    from: from ?? '',
    until: reader.date(column('until'), 'the last day'),
    openedOn: reader.date(column('opened'), 'the opening date'),
    closedOn: reader.date(column('closed'), 'the closing date'),
    successor: reader.optionalCode(column('successor'), 'the successor', CODE),
    succeededOn: reader.date(column('succeeded_on'), 'the day of the merger'),
    derived: reader.text(column('derived'))?.split(' ') ?? [],
    example: reader.text(column('example')) === 'yes',
  };
}

/** Reads the project's own list. */
export function parseOwnList(source: readonly SourceRow[]): Parsing {
  const { rows, faults } = readRows(source, readRow);
  return faults.length > 0 ? { faults } : { file: { layout: 'own-list', rows } };
}
