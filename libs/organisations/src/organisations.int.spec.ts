import type { DataSource } from 'typeorm';
import { eventLogMigrations } from '#platform/event-store/postgres/event-log-migrations.js';
import { PostgresEventStore } from '#platform/event-store/postgres/postgres-event-store.js';
import { ProjectionEngine } from '#platform/projections/projection-engine.js';
import { rebuildProjection } from '#platform/projections/rebuild.js';
import { createDataSource, migrate } from '#platform/read-store/data-source.js';
import { platformReadStoreMigrations } from '#platform/read-store/migrations/index.js';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres-for-tests.js';
import { projectLog } from '../../../test/support/project-log.js';
import { type OrganisationFile, OrganisationImport } from './application/import-organisations.js';
import { importShippedOrganisations } from './application/shipped-organisations.js';
import { organisationsEntities, organisationsMigrations } from './organisations.module.js';
import { OrganisationDirectory } from './read/organisation-directory.js';
import { organisationsProjection } from './read/organisations-projection.js';

const administrator = { actor: 'administrator', role: 'administrator' };

/** The context on a database of its own. */
class OrganisationService {
  private reached = 0n;
  readonly directory: OrganisationDirectory;
  readonly import: OrganisationImport;

  private constructor(
    private readonly database: TestDatabase,
    readonly dataSource: DataSource,
    readonly store: PostgresEventStore,
  ) {
    this.directory = new OrganisationDirectory(dataSource);
    this.import = new OrganisationImport(store, this.directory);
  }

  static async open(): Promise<OrganisationService> {
    const database = await createTestDatabase();
    const url = database.connectionString;
    const migrations = [...platformReadStoreMigrations, ...eventLogMigrations, ...organisationsMigrations];
    await migrate(url, migrations);
    const dataSource = createDataSource({ url, entities: organisationsEntities, migrations, poolSize: 4 });
    await dataSource.initialize();
    return new OrganisationService(database, dataSource, new PostgresEventStore({ connectionString: url }));
  }

  async close(): Promise<void> {
    await this.store.close();
    await this.dataSource.destroy();
    await this.database.drop();
  }

  /** Takes what was recorded since into the read model, so many events at a time. */
  async project(batchSize = 1000): Promise<void> {
    const { store, dataSource, reached: after } = this;
    const projections = [organisationsProjection];
    this.reached = await projectLog({ store, dataSource, projections, after, batchSizes: [batchSize] });
  }

  async importFiles(...files: readonly OrganisationFile[]) {
    const report = await this.import.run(files, administrator);
    await this.project();
    return report;
  }
}

let service: OrganisationService;

describe('the organisations the product ships with', () => {
  beforeAll(async () => {
    service = await OrganisationService.open();
    await importShippedOrganisations(service.import, administrator);
    await service.project();
  });
  afterAll(() => service.close());

  const openOn = async (effectiveOn: string): Promise<number> => {
    const { items, next } = await service.directory.list({ kind: 'ccg', effectiveOn, limit: 500 });
    expect(next).toBeUndefined();
    return items.length;
  };

  it.each([
    ['2013-04-01', 211],
    ['2014-12-31', 211],
    ['2015-03-31', 211],
    ['2015-04-01', 209],
    ['2017-04-01', 207],
    ['2018-04-01', 195],
    ['2019-04-01', 191],
    ['2020-04-01', 135],
    ['2021-04-01', 106],
    ['2022-07-01', 0],
  ])('on %s, %i CCGs commissioned', async (day, count) => {
    expect(await openOn(day)).toBe(count);
  });

  it.each([
    ['2013-04-01', 4, 25],
    ['2015-04-01', 4, 13],
    ['2016-04-01', 4, 14],
    ['2018-04-01', 5, 14],
    ['2019-04-01', 7, 14],
    ['2020-04-01', 7, 0],
    ['2022-07-01', 7, 0],
  ])('on %s, England had %i regions and %i local offices', async (effectiveOn, regions, offices) => {
    const counts = await Promise.all(
      (['region', 'local-office'] as const).map(
        async (kind) => (await service.directory.list({ kind, effectiveOn })).items.length,
      ),
    );
    expect(counts).toEqual([regions, offices]);
  });

  it.each([
    ['2014-03-31', 'ccg'],
    ['2019-03-31', 'ccg'],
    ['2019-04-01', 'ccg'],
    ['2020-04-01', 'ccg'],
    ['2021-04-01', 'ccg'],
    ['2022-07-01', 'icb'],
  ] as const)('on %s, every %s stood under a region that was there', async (effectiveOn, kind) => {
    const [{ items }, regions] = await Promise.all([
      service.directory.list({ kind, effectiveOn, limit: 500 }),
      service.directory.list({ kind: 'region', effectiveOn }),
    ]);
    const there = new Set(regions.items.map(({ code }) => code));
    expect(items.filter(({ region }) => region === undefined || !there.has(region.code))).toEqual([]);
  });

  it.each([
    ['11J', '2014-06-30', 'Q70', 'Wessex', 'Y57', 'South of England'],
    ['11J', '2016-03-31', 'Q70', 'Wessex', 'Y57', 'South of England'],
    ['11J', '2018-04-01', 'Q85', 'South West South', 'Y58', 'South West'],
    ['00M', '2013-04-01', 'Q45', 'Durham, Darlington and Tees', 'Y54', 'North of England'],
    ['00M', '2015-03-31', 'Q45', 'Durham, Darlington and Tees', 'Y54', 'North of England'],
    ['00M', '2015-04-01', 'Q74', 'Cumbria and North East', 'Y54', 'North of England'],
    ['00M', '2019-04-01', 'Q74', 'Cumbria and North East', 'Y63', 'North East and Yorkshire'],
  ])('%s on %s stood under %s', async (code, effectiveOn, office, officeName, region, regionName) => {
    const found = await service.directory.find(code, { effectiveOn });
    expect(found?.office).toEqual({ code: office, name: officeName });
    expect(found?.region).toEqual({ code: region, name: regionName });
    expect(await service.directory.placeOf(code, effectiveOn)).toEqual({ office, region });
    const listed = await service.directory.list({ q: code, effectiveOn });
    expect(listed.items).toEqual([expect.objectContaining({ code, office: found?.office, region: found?.region })]);
  });

  it('went on, under their codes, as 106 sub-ICB locations, each under its board', async () => {
    const { items } = await service.directory.list({ kind: 'sub-icb-location', effectiveOn: '2022-07-01', limit: 500 });
    expect(items).toHaveLength(106);
    expect(items.find(({ code }) => code === '11J')).toEqual({
      ...{ code: '11J', kind: 'sub-icb-location', name: 'NHS Dorset ICB - 11J', openedOn: '2022-07-01' },
      ...{ office: { code: 'QVV', name: 'NHS Dorset Integrated Care Board' }, region: { code: 'Y58', name: 'South West' } },
    });
    expect((await service.directory.list({ kind: 'sub-icb-location', effectiveOn: '2022-06-30' })).items).toEqual([]);
  });

  it('are shown as the CCGs they were where no day is asked for, with what became of the code', async () => {
    const dorset = await service.directory.find('11J');
    expect(dorset).toMatchObject({
      ...{ kind: 'ccg', name: 'NHS Dorset CCG', openedOn: '2013-04-01', closedOn: '2022-06-30' },
      kinds: [
        { kind: 'ccg', from: '2013-04-01', until: '2022-06-30' },
        { kind: 'sub-icb-location', from: '2022-07-01' },
      ],
      names: [{ name: 'NHS Dorset CCG', until: '2022-06-30' }, { name: 'NHS Dorset ICB - 11J' }],
    });
    const { items } = await service.directory.list({ q: '11J' });
    expect(items).toMatchObject([{ kind: 'ccg', name: 'NHS Dorset CCG', openedOn: '2013-04-01', closedOn: '2022-06-30' }]);
    const later = await service.directory.find('11J', { effectiveOn: '2023-01-01' });
    expect(later).toMatchObject({ kind: 'sub-icb-location', name: 'NHS Dorset ICB - 11J', openedOn: '2022-07-01' });
    expect(later?.closedOn).toBeUndefined();
  });

  it('names predecessors and successor with the day of the merger', async () => {
    const tees = await service.directory.find('16C');
    expect(tees?.predecessors).toEqual([
      { code: '00C', name: 'NHS Darlington CCG', on: '2020-04-01' },
      { code: '00K', name: 'NHS Hartlepool and Stockton-on-Tees CCG', on: '2020-04-01' },
      { code: '00M', name: 'NHS South Tees CCG', on: '2020-04-01' },
    ]);
    const southTees = await service.directory.find('00M');
    expect(southTees).toMatchObject({ closedOn: '2020-03-31', onsCode: 'E38000162' });
    expect(southTees?.successor).toEqual({ code: '16C', name: 'NHS Tees Valley CCG', on: '2020-04-01' });
  });

  it('says which days no source gives', async () => {
    const dorset = await service.directory.find('11J');
    expect(dorset).toMatchObject({ openedOn: '2013-04-01' });
    expect(dorset?.places.map(({ from, derived }) => [from, derived])).toEqual([
      ['2013-04-01', ['until']],
      ['2018-04-01', ['from', 'until']],
      ['2020-04-01', ['from']],
      ['2022-07-01', undefined],
    ]);
    expect((await service.directory.find('Y54'))?.derived).toEqual(['closedOn']);
    expect((await service.directory.find('Q70'))?.derived).toBeUndefined();
  });

  it('gives every name with its days', async () => {
    const cumbria = await service.directory.find('01H', { effectiveOn: '2014-04-01' });
    expect(cumbria?.name).toBe('NHS Cumbria CCG');
    expect(cumbria?.names).toEqual([
      { name: 'NHS Cumbria CCG', from: '2013-04-01', until: '2017-03-31', derived: ['until'] },
      { name: 'NHS North Cumbria CCG', from: '2017-04-01', until: '2022-06-30', derived: ['from'] },
      { name: 'NHS North East and North Cumbria ICB - 01H', from: '2022-07-01' },
    ]);
  });

  it('leaves the example out unless it is asked for', async () => {
    const listed = async (question: object) => (await service.directory.list({ q: 'example', ...question })).items;
    expect(await listed({})).toEqual([]);
    expect((await listed({ includeExamples: true })).map(({ code }) => code)).toEqual(['00Z', 'Q00']);
    expect((await listed({ kind: 'example' })).map(({ code }) => code)).toEqual(['00Z']);
    expect(await service.directory.find('00Z')).toMatchObject({
      kind: 'example',
      name: 'Example CCG, not a real organisation',
      office: { code: 'Q00', name: 'Example local office' },
    });
  });

  it('pages through a list without losing or repeating any', async () => {
    const codes: string[] = [];
    let after: string | undefined;
    do {
      const page = await service.directory.list({ kind: 'icb', limit: 10, ...(after === undefined ? {} : { after }) });
      codes.push(...page.items.map(({ code }) => code));
      after = page.next;
    } while (after !== undefined);
    expect(codes).toHaveLength(42);
    expect(codes).toEqual([...new Set(codes)].sort());
  });

  it('matches text as it is written, not as a pattern', async () => {
    expect((await service.directory.list({ q: '%' })).items).toEqual([]);
    expect((await service.directory.list({ q: 'dorset', kind: 'ccg' })).items.map(({ code }) => code)).toEqual(['11J']);
  });

  it('records nothing when it is imported again', async () => {
    const before = await service.store.head();
    const report = await importShippedOrganisations(new OrganisationImport(service.store, service.directory), administrator);
    expect(report.files[0]).toMatchObject({ outcome: 'imported', added: 0, changed: 0, errors: [] });
    expect(await service.store.head()).toEqual(before);
  });

  it('is the same read model, however the log was cut into batches', async () => {
    const rows = (table: string) => service.dataSource.query<object[]>(`select * from ${table} order by 1, 2, 3`);
    const all = async () => [await rows('organisations_v2'), await rows('organisation_periods_v2')];
    const before = await all();
    await service.dataSource.query('truncate organisations_v2, organisation_periods_v2');
    Object.assign(service, { reached: 0n });
    await service.project(7);
    expect(await all()).toEqual(before);
  });
});

describe('the read model', () => {
  it('comes out the same when it is rebuilt from the log', async () => {
    service = await OrganisationService.open();
    const { store, dataSource } = service;
    const quiet = { info: () => undefined, warn: () => undefined, error: () => undefined };
    const engine = new ProjectionEngine({ store, dataSource, projections: [organisationsProjection], log: quiet });
    await engine.start();
    try {
      const { position } = await importShippedOrganisations(service.import, administrator);
      expect(await engine.waitFor(position)).toBe('reached');
      const { tables } = await rebuildProjection(organisationsProjection, { store, dataSource });
      expect(tables.map(({ name, onlyInLive, onlyInRebuilt }) => [name, onlyInLive, onlyInRebuilt])).toEqual([
        ['organisations_v2', 0, 0],
        ['organisation_periods_v2', 0, 0],
      ]);
      expect(tables.every(({ rows }) => rows > 0)).toBe(true);
    } finally {
      await engine.stop();
      await service.close();
    }
  });
});

const quoted = (fields: readonly string[]): string => fields.map((field) => `"${field}"`).join(',');
function odsLine(code: string, name: string, region: string, office: string, opened: string, subType = 'C'): string {
  const blanks = Array.from({ length: 6 }, () => '');
  return quoted([code, name, region, office, ...blanks, opened, '', '', subType, ...Array.from({ length: 13 }, () => '')]);
}
const snapshot2015: OrganisationFile = {
  name: 'folder/eccg-2015.csv',
  content: [
    odsLine('11J', 'NHS DORSET CCG', 'Y57', 'Q70', '20130401'),
    odsLine('13X', 'CUMBRIA AND NORTH EAST COMMISSIONING HUB', 'Y54', 'Q74', '20150401', 'H'),
    odsLine('00M', 'NHS SOUTH TEES CCG ', 'Y54', 'Q74', '20150401'),
  ].join('\r\n'),
};
const snapshot2018: OrganisationFile = {
  name: 'eccg-2018.csv',
  content: [
    odsLine('11J', 'NHS DORSET CCG', 'Y58', 'Q85', '20130401'),
    odsLine('15F', 'NHS LEEDS CCG', 'Y54', 'Q72', '20180401'),
  ].join('\n'),
};
const offices: OrganisationFile = {
  name: 'eauth.csv',
  content: [
    odsLine('Q70', 'NHS ENGLAND SOUTH (WESSEX)', 'Y57', '', '20121001'),
    odsLine('Q85', 'NHS ENGLAND SOUTH WEST (SOUTH WEST SOUTH)', 'Y58', '', '20180401', 'S'),
    odsLine('Y57', 'SOUTH OF ENGLAND COMMISSIONING REGION', '', '', '20121001', ''),
    odsLine('Y58', 'SOUTH WEST COMMISSIONING REGION', '', '', '20180401', ''),
    odsLine('W01', 'WELSH GOVERNMENT', 'W00', '', '20030401', ''),
  ].join('\n'),
};

describe('importing organisation files', () => {
  beforeEach(async () => {
    service = await OrganisationService.open();
  });
  afterEach(() => service.close());

  it('derives when an organisation moved from when its new office opened', async () => {
    const report = await service.importFiles(snapshot2018, offices, snapshot2015);
    expect(report.files.map(({ file, outcome, added, leftOut }) => [file, outcome, added, leftOut])).toEqual([
      ['eccg-2018.csv', 'imported', 1, {}],
      ['eauth.csv', 'imported', 4, { 'Welsh body': 1 }],
      ['eccg-2015.csv', 'imported', 2, { 'commissioning hub': 1 }],
    ]);
    expect(await service.directory.placeOf('11J', '2018-03-31')).toEqual({ office: 'Q70', region: 'Y57' });
    expect(await service.directory.placeOf('11J', '2018-04-01')).toEqual({ office: 'Q85', region: 'Y58' });
  });

  it('tells what a later snapshot changed, fact by fact, and whom it does not list, of whom nothing is deleted', async () => {
    await service.importFiles(offices, snapshot2015);
    const [report] = (await service.importFiles(snapshot2018)).files;
    expect(report).toMatchObject({
      ...{ added: 1, changed: 1, notListed: ['00M'] },
      changes: [{ code: '11J', facts: ['under Q85, Y58 from 2018-04-01 (day derived)'] }],
    });
    expect(await service.directory.find('00M')).toMatchObject({ name: 'NHS South Tees CCG' });
    expect((await service.directory.find('00M'))?.closedOn).toBeUndefined();
  });

  it('changes nothing when the same file is imported again', async () => {
    await service.importFiles(offices, snapshot2015);
    const before = await service.store.head();
    const again = await service.importFiles({ ...snapshot2015, name: 'renamed.csv' });
    expect(again.files[0]).toMatchObject({ added: 0, changed: 0, unchanged: 2, events: 0 });
    expect(await service.store.head()).toEqual(before);
  });

  it('names a broken row with its file and line, and loads nothing of that file but all of the others', async () => {
    const content = `${String(snapshot2015.content)}\r\n${odsLine('00C', 'NHS DARLINGTON CCG', 'Y54', 'Q74', '20131301')}`;
    const report = await service.importFiles({ name: 'broken.csv', content }, offices);
    expect(report.complete).toBe(false);
    expect(report.files[0]).toMatchObject({
      file: 'broken.csv',
      outcome: 'refused',
      errors: [{ rule: 'date-is-not-real', line: 4 }],
    });
    expect(report.files[1]).toMatchObject({ file: 'eauth.csv', outcome: 'imported' });
    expect(await service.store.readStream('organisation-11J')).toEqual([]);
    expect(await service.directory.find('Q70')).toMatchObject({ name: 'Wessex', kind: 'local-office' });
  });

  it('loads nothing of a file whose last row breaks a rule of the record', async () => {
    await service.importFiles(offices);
    const head = await service.store.head();
    const closing = quoted([
      'Y58',
      'SOUTH WEST COMMISSIONING REGION',
      ...Array.from({ length: 9 }, () => ''),
      '20170331',
      ...Array.from({ length: 15 }, () => ''),
    ]);
    const report = await service.importFiles({ name: 'late.csv', content: `${String(snapshot2018.content)}\n${closing}` });
    expect(report.files[0]).toMatchObject({
      outcome: 'refused',
      errors: [{ rule: 'an-organisation-closes-after-it-opened', line: 3 }],
    });
    expect(await service.store.head()).toEqual(head);
  });

  it('finds ODS codes for ONS codes among what was imported before, and says which are missing', async () => {
    const codes = { name: 'codes.csv', content: 'CCG13CD,CCG13CDH,CCG13NM\r\nE38000045,11J,NHS Dorset \r\n' };
    const teams = { name: 'teams.csv', content: 'ons_code,hscic_code,name\nE39000025,Q70,Wessex' };
    const members = {
      name: 'members.csv',
      content:
        'CCG13CD,CCG13NM,NHSAT13CD,NHSAT13NM,NHSCR13CD,NHSCR13NM\nE38000045,NHS Dorset,E39000025,Wessex,E40000004,South of England',
    };
    const early = await service.importFiles(members, codes);
    expect(early.files[0]).toMatchObject({ outcome: 'refused', errors: [{ rule: 'ons-code-has-no-ods-code', line: 2 }] });

    await service.importFiles(teams);
    const late = await service.importFiles(members);
    expect(late.files[0]).toMatchObject({ outcome: 'imported', changed: 1 });
    expect(await service.directory.find('11J')).toMatchObject({
      name: 'NHS Dorset CCG',
      onsCode: 'E38000045',
      office: { code: 'Q70', name: 'Wessex' },
      region: { code: 'Y57' },
    });
  });

  it('reads the Windows-1252 of older files', async () => {
    const text = 'CCG13CD,CCG13CDH,CCG13NM\nE38000202,08Y,NHS West London (Queen?s Park)';
    const bytes = Uint8Array.from(text, (letter) => (letter === '?' ? 0x92 : letter.charCodeAt(0)));
    await service.importFiles({ name: 'codes.csv', content: bytes });
    expect((await service.directory.find('08Y'))?.name).toBe("NHS West London (Queen's Park) CCG");
  });

  it('refuses a text that is not CSV, with its line', async () => {
    const report = await service.importFiles({
      name: 'torn.csv',
      content: 'CCG13CD,CCG13CDH,CCG13NM\nE38000045,11J,"NHS Dorset',
    });
    expect(report.files[0]).toMatchObject({ outcome: 'refused', errors: [{ rule: 'text-is-not-csv', line: 2 }] });
  });

  it('answers as at a position with what was recorded by then', async () => {
    await service.importFiles(offices, snapshot2015);
    const { position } = await service.store.head();
    await service.importFiles(snapshot2018);
    const then = await service.directory.find('11J', { asAt: position, effectiveOn: '2018-06-01' });
    const now = await service.directory.find('11J', { effectiveOn: '2018-06-01' });
    expect([then?.office?.code, now?.office?.code]).toEqual(['Q70', 'Q85']);
    const listed = async (asAt?: bigint) =>
      (await service.directory.list({ kind: 'ccg', region: 'Y58', ...(asAt === undefined ? {} : { asAt }) })).items.map(
        ({ code }) => code,
      );
    expect([await listed(position), await listed()]).toEqual([[], ['11J']]);
    expect(await service.directory.find('15F', { asAt: position })).toBeUndefined();
  });
});
