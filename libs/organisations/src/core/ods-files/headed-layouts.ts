import type { BusinessDate } from '#kernel/business-date.js';
import { doubledCodes, readRows, type RowReader } from './fields.js';
import { ccgName, readableName } from './readable-name.js';
import type { CrosswalkRow, FileFault, ParsedFile, Parsing, SourceRow } from './source-file.js';

/** The columns of the files of the Office for National Statistics carry their year: CCG13CD is a code of April 2013. */
interface HeadedLayout {
  readonly header: RegExp;
  parse(rows: readonly SourceRow[], on: BusinessDate): Parsing;
}

const CCG = /^(?:\d{2}[A-Z]|[A-Z]\d[A-Z]\d[A-Z])$/u;
const ONS_CODE = /^E\d{8}$/u;
const OFFICE = /^Q\d{2}$/u;
const ICB = /^Q[A-Z0-9]{2}$/u;

type Crosswalk = 'ccg-codes' | 'area-teams' | 'icb-codes';
interface CrosswalkShape {
  readonly fields: number;
  readonly code: RegExp;
  readonly readable: (written: string) => string;
}

const CROSSWALKS: Readonly<Record<Crosswalk, CrosswalkShape>> = {
  'ccg-codes': { fields: 3, code: CCG, readable: ccgName },
  'area-teams': { fields: 3, code: OFFICE, readable: readableName },
  'icb-codes': { fields: 4, code: ICB, readable: readableName },
};

const crosswalkRow =
  ({ fields, code, readable }: CrosswalkShape) =>
  (reader: RowReader): CrosswalkRow | undefined => {
    if (!reader.hasFields(fields)) return undefined;
    return {
      line: reader.line,
      onsCode: reader.code(0, 'the ONS code', ONS_CODE),
      code: reader.code(1, 'the ODS code', code),
      name: readable(reader.required(2, 'the name')),
    };
  };

const settled = (file: ParsedFile, faults: readonly FileFault[]): Parsing => (faults.length > 0 ? { faults } : { file });

const crosswalk =
  (layout: Crosswalk): HeadedLayout['parse'] =>
  (source, on) => {
    const { rows, faults } = readRows(source, crosswalkRow(CROSSWALKS[layout]));
    return settled({ layout, on, rows }, [...faults, ...doubledCodes(rows)]);
  };

const membership: HeadedLayout['parse'] = (source, on) => {
  const { rows, faults } = readRows(source, (reader) => {
    if (!reader.hasFields(6)) return undefined;
    reader.required(1, 'the name of the CCG');
    return {
      line: reader.line,
      ccg: reader.code(0, 'the ONS code of the CCG', ONS_CODE),
      office: reader.code(2, 'the ONS code of the area team', ONS_CODE),
      region: reader.code(4, 'the ONS code of the region', ONS_CODE),
    };
  });
  const doubled = doubledCodes(rows.map(({ line, ccg }) => ({ line, code: ccg })));
  return settled({ layout: 'ccg-at-region', on, rows }, [...faults, ...doubled]);
};

const LAYOUTS: readonly HeadedLayout[] = [
  { header: /^CCG(\d\d)CD,CCG\1CDH,CCG\1NM$/u, parse: crosswalk('ccg-codes') },
  { header: /^CCG(\d\d)CD,CCG\1NM,NHSAT\1CD,NHSAT\1NM,NHSCR\1CD,NHSCR\1NM$/u, parse: membership },
  { header: /^ICB(\d\d)CD,ICB\1CDH,ICB\1NM,ObjectId$/u, parse: crosswalk('icb-codes') },
  // Its header carries no year: area teams were set up in April 2013 and given up in April 2015.
  { header: /^ons_code,hscic_code,name()$/u, parse: crosswalk('area-teams') },
];

/** The parser for a header, undefined for one that is none of these. */
export function headedLayout(header: string): ((rows: readonly SourceRow[], snapshotOn?: BusinessDate) => Parsing) | undefined {
  for (const layout of LAYOUTS) {
    const match = layout.header.exec(header);
    if (match === null) continue;
    const year = match[1] === '' ? '13' : match[1];
    return (rows, snapshotOn) => layout.parse(rows, snapshotOn ?? `20${String(year)}-04-01`);
  }
  return undefined;
}
