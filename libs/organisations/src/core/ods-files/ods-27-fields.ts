import type { BusinessDate } from '#kernel/business-date.js';
import { latestOf } from '../organisation/timeline.js';
import { doubledCodes, readRows, type RowReader } from './fields.js';
import { ccgName, officeName, readableName, regionName } from './readable-name.js';
import type { OdsBody, Parsing, SourceRow } from './source-file.js';

/*
 * The headerless layout of the Organisation Data Service (eccg, eauth): code, name, region, local office, five lines of
 * address, postcode, opened, closed, status, sub-type, and thirteen more.
 */
const FIELDS = 27;
const [CODE, NAME, REGION, OFFICE, OPENED, CLOSED, SUB_TYPE] = [0, 1, 2, 3, 10, 11, 13] as const;

const ANY_CODE = /^[A-Z0-9]{1,8}$/u;
const CCG_CODE = /^(?:\d{2}[A-Z]|[A-Z]\d[A-Z]\d[A-Z])$/u;
const OFFICE_CODE = /^Q\d{2}$/u;
const REGION_CODE = /^Y\d{2}$/u;
const ICB_CODE = /^Q[A-Z0-9]{2}$/u;

/** What a row stands for, or why it is left out. */
type Standing = { readonly kind: OdsBody['kind'] } | { readonly leftOut: string };

function standingOf(code: string, name: string, subType: string | undefined): Standing {
  if (CCG_CODE.test(code)) return commissionerStanding(name, subType);
  if (OFFICE_CODE.test(code)) return { kind: 'local-office' };
  if (REGION_CODE.test(code)) return { kind: 'region' };
  if (ICB_CODE.test(code) && /INTEGRATED CARE BOARD|\bICB\b/iu.test(name)) return { kind: 'icb' };
  if (/^[A-Z]$/u.test(code)) return { leftOut: 'government region' };
  if (/^W\d{2}/u.test(code)) return { leftOut: 'Welsh body' };
  return { leftOut: 'not part of the commissioning hierarchy' };
}

/** Since July 2022 the codes of CCGs stand for sub-ICB locations, named "NHS DORSET ICB - 11J". */
function commissionerStanding(name: string, subType: string | undefined): Standing {
  if (subType === 'H') return { leftOut: 'commissioning hub' };
  if (subType !== undefined && subType !== 'C') return { leftOut: `not a CCG (sub-type ${subType})` };
  return { kind: /\bICB - [A-Z0-9]+$/iu.test(name) ? 'sub-icb-location' : 'ccg' };
}

const READABLE: Readonly<Record<OdsBody['kind'], (written: string) => string>> = {
  ccg: ccgName,
  'sub-icb-location': readableName,
  icb: readableName,
  'local-office': officeName,
  region: regionName,
};

/** Whether a file without a header is in this layout: at least half of its rows have 27 fields. */
export const looksLikeOds27Fields = (rows: readonly SourceRow[]): boolean =>
  rows.filter(({ fields }) => fields.length === FIELDS).length * 2 >= rows.length;

type ReadRow = { readonly line: number; readonly code: string; readonly openedOn: BusinessDate | undefined } & (
  { readonly body: OdsBody } | { readonly leftOut: string }
);

function readRow(reader: RowReader): ReadRow | undefined {
  if (!reader.hasFields(FIELDS)) return undefined;
  const { line } = reader;
  const code = reader.code(CODE, 'the code', ANY_CODE);
  const written = reader.required(NAME, 'the name');
  const [openedOn, closedOn] = [reader.date(OPENED, 'the opening date'), reader.date(CLOSED, 'the closing date')];
  if (openedOn !== undefined && closedOn !== undefined && closedOn < openedOn)
    reader.fault('closes-before-it-opens', `${code} closes on ${closedOn}, before it opens on ${openedOn}`);
  const standing = standingOf(code, written, reader.text(SUB_TYPE));
  if ('leftOut' in standing) return { line, code, openedOn, leftOut: standing.leftOut };
  const { kind } = standing;
  const region = reader.optionalCode(REGION, 'the region', REGION_CODE);
  const office = reader.optionalCode(OFFICE, 'the local office', /^Q[A-Z0-9]{2}$/u);
  return { line, code, openedOn, body: { line, code, kind, name: READABLE[kind](written), region, office, openedOn, closedOn } };
}

/**
 * Reads a file of this layout. It does not say when it was made: it speaks for the latest opening in it, also of a row
 * that is left out (hubs are set up with their offices), unless the caller knows its day.
 */
export function parseOds27Fields(source: readonly SourceRow[], snapshotOn: BusinessDate | undefined): Parsing {
  const { rows, faults } = readRows(source, readRow);
  const bodies = rows.flatMap((row) => ('body' in row ? [row.body] : []));
  const doubled = doubledCodes(rows);
  if (faults.length + doubled.length > 0) return { faults: [...faults, ...doubled] };
  const on = snapshotOn ?? latestOf(...rows.map(({ openedOn }) => openedOn));
  if (on === undefined)
    return { faults: [{ rule: 'snapshot-has-no-date', detail: 'no row has an opening date; say which day the file is of' }] };
  const leftOut: Record<string, number> = {};
  for (const row of rows) if ('leftOut' in row) leftOut[row.leftOut] = (leftOut[row.leftOut] ?? 0) + 1;
  return { file: { layout: 'ods-27-fields', on, bodies, leftOut } };
}
