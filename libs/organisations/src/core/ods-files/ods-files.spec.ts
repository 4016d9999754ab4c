import { knowledgeIn } from './knowledge.js';
import { listingsOf } from './listings.js';
import { parseFile } from './parse-file.js';
import { ccgName, officeName, readableName, regionName } from './readable-name.js';
import type { Parsing, ParsedFile, SourceRow } from './source-file.js';

interface Body {
  code: string;
  name: string;
  region?: string;
  office?: string;
  opened?: string;
  closed?: string;
  subType?: string;
}
const odsRow = ({ code, name, region = '', office = '', opened = '', closed = '', subType = '' }: Body): string[] => {
  const fields = Array.from({ length: 27 }, () => '');
  [fields[0], fields[1], fields[2], fields[3]] = [code, name, region, office];
  [fields[10], fields[11], fields[13]] = [opened, closed, subType];
  return fields;
};
const rows = (...records: readonly (readonly string[])[]): SourceRow[] =>
  records.map((fields, index) => ({ line: index + 1, fields }));
const dorset: Body = { code: '11J', name: 'NHS DORSET CCG ', region: 'Y57', office: 'Q70', opened: '20130401', subType: 'C' };

const fileOf = (parsing: Parsing): ParsedFile => {
  if ('faults' in parsing) throw new Error(JSON.stringify(parsing.faults));
  return parsing.file;
};
const faultsOf = (parsing: Parsing) => ('faults' in parsing ? parsing.faults.map(({ rule, line }) => [rule, line]) : []);

describe('the 27-field layout', () => {
  it('is told from its content, spaces trimmed, and speaks for its latest opening', () => {
    const file = fileOf(parseFile(rows(odsRow(dorset), odsRow({ ...dorset, code: '15F', opened: '20180401' }))));
    expect(file).toMatchObject({ layout: 'ods-27-fields', on: '2018-04-01' });
    expect(file.layout === 'ods-27-fields' && file.bodies[0]).toMatchObject({
      code: '11J',
      name: 'NHS Dorset CCG',
      office: 'Q70',
      openedOn: '2013-04-01',
    });
  });

  it('speaks for the opening of a hub too, though the hub is left out', () => {
    const hub = odsRow({ code: '13X', name: 'CUMBRIA AND NORTH EAST COMMISSIONING HUB', opened: '20150401', subType: 'H' });
    expect(fileOf(parseFile(rows(odsRow(dorset), hub)))).toMatchObject({ on: '2015-04-01' });
  });

  it('leaves out and counts hubs, government regions and Welsh bodies', () => {
    const file = fileOf(
      parseFile(
        rows(
          odsRow(dorset),
          odsRow({ code: '13N', name: 'WESSEX COMMISSIONING HUB', subType: 'H' }),
          odsRow({ code: 'A', name: 'NORTH EAST GOVERNMENT OFFICE REGION' }),
          odsRow({ code: 'W00', name: 'NHS WALES INFORMATICS SERVICE' }),
          odsRow({ code: 'W01', name: 'WELSH GOVERNMENT', region: 'W00' }),
        ),
      ),
    );
    expect(file).toMatchObject({ leftOut: { 'commissioning hub': 1, 'government region': 1, 'Welsh body': 2 } });
    expect(file.layout === 'ods-27-fields' && file.bodies.map(({ code }) => code)).toEqual(['11J']);
  });

  it('takes a CCG whose code begins with W for a CCG', () => {
    const file = fileOf(parseFile(rows(odsRow({ ...dorset, code: 'W2U3Z' }))));
    expect(file).toMatchObject({ bodies: [{ code: 'W2U3Z', kind: 'ccg' }], leftOut: {} });
  });

  it('names every broken row with its line', () => {
    const broken = parseFile(
      rows(
        odsRow(dorset),
        odsRow({ ...dorset, code: '00M', opened: '20130231' }),
        odsRow({ ...dorset, code: '00C', name: ' ' }),
        odsRow(dorset),
        odsRow({ ...dorset, code: '00D', closed: '20130331' }),
        ['00J', 'NHS NORTH DURHAM CCG'],
        odsRow({ ...dorset, code: '00K', region: 'YORK' }),
      ),
    );
    expect(faultsOf(broken).sort((one, other) => Number(one[1]) - Number(other[1]))).toEqual([
      ['date-is-not-real', 2],
      ['field-is-missing', 3],
      ['code-is-listed-twice', 4],
      ['closes-before-it-opens', 5],
      ['row-has-wrong-number-of-fields', 6],
      ['code-is-malformed', 7],
    ]);
  });
});

describe('other layouts', () => {
  it('refuses an unknown one and an empty file by name', () => {
    expect(faultsOf(parseFile(rows(['a', 'b'], ['1', '2'])))).toEqual([['layout-is-not-known', 1]]);
    expect(faultsOf(parseFile([]))).toEqual([['file-is-empty', undefined]]);
  });

  it('takes the year of the lists of the ONS from their columns', () => {
    const file = parseFile(rows(['CCG14CD', 'CCG14CDH', 'CCG14NM'], ['E38000045', '11J', 'NHS Dorset ']));
    expect(fileOf(file)).toMatchObject({ layout: 'ccg-codes', on: '2014-04-01', rows: [{ name: 'NHS Dorset CCG' }] });
  });
});

const codes = rows(['CCG13CD', 'CCG13CDH', 'CCG13NM'], ['E38000045', '11J', 'NHS Dorset']);
const teams = rows(['ons_code', 'hscic_code', 'name'], ['E39000025', 'Q70', 'Wessex']);
const members = rows(
  ['CCG13CD', 'CCG13NM', 'NHSAT13CD', 'NHSAT13NM', 'NHSCR13CD', 'NHSCR13NM'],
  ['E38000045', 'NHS Dorset', 'E39000025', 'Wessex', 'E40000004', 'South of England'],
);

describe('what is recorded of a file', () => {
  it('crosswalks ONS codes to ODS codes through the other files', () => {
    const files = [members, codes, teams].map((source) => fileOf(parseFile(source)));
    const told = listingsOf(files[0]!, 'ccg-at-region-2013.csv', knowledgeIn(files));
    expect(told).toMatchObject({
      listings: [{ line: 2, listing: { code: '11J', places: [{ office: 'Q70', region: 'Y57', on: '2013-04-01' }] } }],
    });
  });

  it('takes a row for seen once its office was open, however early the latest opening in the file', () => {
    const snapshot = parseFile(rows(odsRow({ ...dorset, office: 'Q85', region: 'Y58' })));
    const opened = { name: 'X', opened: '20180401' };
    const files = [snapshot, parseFile(rows(odsRow({ code: 'Q85', ...opened }), odsRow({ code: 'Y58', ...opened })))].map(fileOf);
    expect(listingsOf(files[0]!, 'eccg.csv', knowledgeIn(files))).toMatchObject({
      listings: [{ listing: { places: [{ on: '2018-04-01', seenOn: '2018-04-01' }], names: [{ on: '2018-04-01' }] } }],
    });
  });

  it('says by name which code has no crosswalk', () => {
    const files = [members, codes].map((source) => fileOf(parseFile(source)));
    const told = listingsOf(files[0]!, 'ccg-at-region-2013.csv', knowledgeIn(files));
    expect(told).toMatchObject({ faults: [{ rule: 'ons-code-has-no-ods-code', line: 2 }] });
    expect('faults' in told && told.faults[0]!.detail).toContain('E39000025');
  });

  it.each([
    ['by the opening of the new office', '20180401', '2018-04-01'],
    ['by its own opening where the office was there before', '20120101', '2013-04-01'],
    ['by the snapshot where the opening of the office is not known', undefined, '2018-11-01'],
  ])('dates a place %s', (_, officeOpened, expected) => {
    const snapshot = parseFile(rows(odsRow({ ...dorset, office: 'Q85', region: 'Y58' })), '2018-11-01');
    const offices = [
      odsRow({ code: 'Y58', name: 'SOUTH WEST COMMISSIONING REGION', opened: '20130401' }),
      ...(officeOpened === undefined ? [] : [odsRow({ code: 'Q85', name: 'X', opened: officeOpened })]),
    ];
    const files = [snapshot, parseFile(rows(...offices))].map(fileOf);
    expect(listingsOf(files[0]!, 'eccg.csv', knowledgeIn(files))).toMatchObject({
      listings: [{ listing: { places: [{ office: 'Q85', on: expected, dateIs: 'derived', seenOn: '2018-11-01' }] } }],
    });
  });
});

describe('readable names', () => {
  it.each([
    [ccgName('NHS BATH AND NORTH EAST SOMERSET CCG'), 'NHS Bath and North East Somerset CCG'],
    [ccgName('NHS Wakefield '), 'NHS Wakefield CCG'],
    [ccgName('NHS FYLDE & WYRE CCG'), 'NHS Fylde and Wyre CCG'],
    [ccgName('NHS HARTLEPOOL AND STOCKTON-ON-TEES CCG'), 'NHS Hartlepool and Stockton-on-Tees CCG'],
    [ccgName('NHS West London (Queen\u2019s Park)'), "NHS West London (Queen's Park) CCG"],
    [officeName('NHS ENGLAND SOUTH (WESSEX)'), 'Wessex'],
    [officeName('NHS ENGLAND LONDON'), 'London'],
    [regionName('SOUTH OF ENGLAND COMMISSIONING REGION'), 'South of England'],
    [readableName("KING'S LYNN"), "King's Lynn"],
  ])('%s', (spelled, expected) => {
    expect(spelled).toBe(expected);
  });
});
