import { CommandBus, CqrsModule } from '@nestjs/cqrs';
import { Test } from '@nestjs/testing';
import { isRefusal } from '#kernel/refusal.js';
import { eventLogMigrations } from '#platform/event-store/postgres/event-log-migrations.js';
import { InMemoryEventStore } from '#platform/event-store/in-memory/in-memory-event-store.js';
import type { EventStore } from '#platform/event-store/port.js';
import { CheckpointWatch } from '#platform/projections/checkpoint-watch.js';
import { APP_ROLE, createDataSource, migrate } from '#platform/read-store/data-source.js';
import { platformReadStoreMigrations } from '#platform/read-store/migrations/index.js';
import { PlatformModule } from '#platform/service/platform.module.js';
import type { DataSource } from 'typeorm';
import { createTestDatabase, type TestDatabase } from '../../../test/support/postgres-for-tests.js';
import { projectLog } from '../../../test/support/project-log.js';
import { AdoptFramework, AdoptFrameworkHandler } from './application/adopt-framework.js';
import { adoptShippedPacks } from './application/adopt-shipped-packs.js';
import { hashOfPack } from './application/pack-hash.js';
import { comparePeriods, FRAMEWORK_CATALOGUE, type FrameworkCatalogue } from './contract.js';
import { frameworksEntities, frameworksMigrations, FrameworksModule } from './frameworks.module.js';
import { shippedFiles, shippedPack } from './testing/shipped-pack.js';
import { frameworksProjection } from './read/frameworks-projection.js';
import { StoredFrameworkCatalogue } from './read/stored-framework-catalogue.js';

const BY = { actor: 'system-seed', role: 'administrator', adoptedOn: '2026-11-22' };

/** The ids of the shipped frameworks, by the first quarter of their windows. */
let all: readonly string[];

let database: TestDatabase;
let dataSource: DataSource;
let store: EventStore;
let catalogue: StoredFrameworkCatalogue;
let projected = 0n;

/** Takes what is new in the log into the read model. */
async function catchUp(): Promise<void> {
  projected = await projectLog({ store, dataSource, projections: [frameworksProjection], after: projected });
}

beforeAll(async () => {
  const packs = shippedFiles().map(shippedPack);
  const inOrder = packs.sort((a, b) => comparePeriods(a.window.from, b.window.from) || (a.id < b.id ? -1 : 1));
  all = [...new Set(inOrder.map(({ id }) => id))];
  database = await createTestDatabase();
  const url = database.connectionString;
  await migrate(url, [...platformReadStoreMigrations, ...eventLogMigrations, ...frameworksMigrations]);
  dataSource = await createDataSource({
    url,
    role: APP_ROLE,
    entities: frameworksEntities,
    migrations: [],
    poolSize: 2,
  }).initialize();
});

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

beforeEach(async () => {
  await dataSource.query('delete from frameworks_v2');
  projected = 0n;
  store = new InMemoryEventStore(() => new Date('2026-11-22T09:00:00Z'));
  catalogue = new StoredFrameworkCatalogue(dataSource);
});

describe('the catalogue of frameworks', () => {
  it('is empty, and says that a framework is unknown, before anything is adopted', async () => {
    expect(await catalogue.list()).toEqual([]);
    expect(await catalogue.get('pce-2018-19')).toBeUndefined();
    expect(await catalogue.forPeriod('pce-2018-19', '2018-19-year')).toMatchObject({ rule: 'framework-unknown' });
  });

  it('lists the shipped packs by their windows, with the content and hash of their adoption', async () => {
    expect([...new Set(await adoptShippedPacks(store, BY))].sort()).toEqual([...all].sort());
    await catchUp();

    const list = await catalogue.list();
    expect(list.map((framework) => framework.id)).toEqual(all);
    expect(list.map((framework) => hashOfPack(framework.pack))).toEqual(list.map((framework) => framework.hash));
    expect(list[1]).toMatchObject({ version: 3, adoptedOn: '2026-11-22', pack: shippedPack('ccg-assurance-2013-15.v3') });
    expect(await catalogue.get('ccg-assurance-2013-15', 1)).toMatchObject({
      version: 1,
      position: 1n,
      pack: shippedPack('ccg-assurance-2013-15'),
    });
  });

  it('gives what applies to a period, and the frameworks of a year', async () => {
    await adoptShippedPacks(store, BY);
    await catchUp();

    expect(await catalogue.forPeriod('pce-2018-19', '2018-19-year')).toMatchObject({
      cadence: 'year',
      framework: { version: 3 },
    });
    expect(await catalogue.forPeriod('pce-2018-19', '2018-19-q1')).toMatchObject({ rule: 'period-outside-framework' });
    const ids = async (year: string) => (await catalogue.ofYear(year)).map((framework) => framework.id);
    expect(await ids('2012-13')).toEqual([]);
    expect(await ids('2013-14')).toEqual(['ccg-interim-2013-14', 'ccg-assurance-2013-15']);
    expect(await ids('2015-16')).toEqual(['ccg-assurance-2015-16']);
    expect(await ids('2018-19')).toEqual(['ccg-iaf-2018-19', 'pce-2018-19']);
    expect(await ids('2020-21')).toEqual([]);
    expect(await ids('2022-23')).toEqual(['icb-assessment-2022-23']);
  });

  it('shows the latest version, seen at once by a catalogue that had read the one before, and still has the older', async () => {
    await adoptShippedPacks(store, BY);
    await catchUp();
    expect(await catalogue.get('pce-2018-19')).toMatchObject({ version: 3 });

    expect(isRefusal(await adopt({ ...shippedPack('pce-2018-19'), version: 4, title: 'PCE, corrected' }))).toBe(false);
    await catchUp();

    expect(await catalogue.get('pce-2018-19')).toMatchObject({ version: 4, pack: { title: 'PCE, corrected' } });
    expect((await catalogue.list()).map((framework) => framework.id)).toEqual(all);
    expect(await catalogue.get('pce-2018-19', 1)).toMatchObject({ version: 1, pack: shippedPack('pce-2018-19') });
    expect(await catalogue.get('pce-2018-19', 5)).toBeUndefined();
  });
});

describe('adopting frameworks', () => {
  it('records the shipped packs once, however often and on whatever day it is done', async () => {
    await adoptShippedPacks(store, BY);
    expect(await adoptShippedPacks(store, { ...BY, adoptedOn: '2026-12-01' })).toEqual([]);
    expect((await store.head()).position).toBe(BigInt(shippedFiles().length));
    expect(await store.readStream('framework-nhs-oversight-2026-27')).toMatchObject([
      { type: 'FrameworkAdopted.v2', metadata: { businessDate: '2026-11-22' } },
    ]);
  });

  it('adds the versions a release brings to a log that holds those of the release before', async () => {
    await adopt(shippedPack('ccg-assurance-2015-16'));
    expect(await adoptShippedPacks(store, BY)).toHaveLength(shippedFiles().length - 1);
    await catchUp();
    expect(await catalogue.get('ccg-assurance-2015-16')).toMatchObject({ version: 3 });
    expect(await catalogue.get('ccg-assurance-2015-16', 1)).toMatchObject({ position: 1n });
  });

  it('refuses a pack whose window overlaps one of its family in the catalogue, and records nothing', async () => {
    await adoptShippedPacks(store, BY);
    await catchUp();
    const outcome = await adopt({ ...shippedPack('ccg-assurance-2015-16'), id: 'another-2015-16' });
    expect(outcome).toMatchObject({ refused: true, rule: 'windows-apart' });
    expect(await store.readStream('framework-another-2015-16')).toEqual([]);
  });
});

const adoptCommand = (pack: unknown): AdoptFramework =>
  new AdoptFramework(
    pack,
    { adoptedOn: '2026-11-22', source: 'a test', reason: 'To see it adopted.' },
    { actor: 'somebody', role: 'administrator' },
  );

const adopt = (pack: unknown) => new AdoptFrameworkHandler(store, catalogue).execute(adoptCommand(pack));

describe('adopting a pack from a file', () => {
  it('says what a version changed against the one before, which stays as it was', async () => {
    await adoptShippedPacks(store, BY);
    await catchUp();
    const outcome = await adopt({ ...shippedPack('pce-2018-19.v3'), version: 4, title: 'PCE, corrected' });
    expect(outcome).toMatchObject({
      framework: 'pce-2018-19',
      version: 4,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      replaced: {
        version: 3,
        changes: [{ change: 'changed', path: 'title', after: 'PCE, corrected' }],
      },
    });
    await catchUp();
    expect(await catalogue.get('pce-2018-19', 3)).toMatchObject({ pack: shippedPack('pce-2018-19.v3') });
  });

  it('refuses what has not the shape of a pack, with every place and what would be right there', async () => {
    const outcome = await adopt({ ...shippedPack('pce-2018-19'), assessor: undefined, colour: 'green' });
    expect(outcome).toMatchObject({
      rule: 'pack-shape',
      errors: [
        { pointer: '/pack/assessor', detail: 'pack-shape: is missing: one of local-office, region, national-team belongs here' },
        { pointer: '/pack', detail: 'pack-shape: colour is not known here: check the spelling, or take it out' },
      ],
    });
    expect((await store.head()).position).toBe(0n);
  });

  it('refuses other content under a version that was adopted', async () => {
    await adopt(shippedPack('pce-2018-19'));
    await catchUp();
    expect(await adopt({ ...shippedPack('pce-2018-19'), title: 'PCE, corrected' })).toMatchObject({
      rule: 'framework-version-is-immutable',
    });
  });
});

describe('the frameworks module', () => {
  it('offers the catalogue to other contexts and takes adoptions from the command bus', async () => {
    const platform = PlatformModule.of({ dataSource, store, watch: new CheckpointWatch(dataSource, []) });
    const module = await Test.createTestingModule({ imports: [CqrsModule.forRoot(), platform, FrameworksModule] }).compile();
    await module.init();
    const outcome = await module.get(CommandBus).execute(adoptCommand(shippedPack('pce-2018-19')));
    expect(outcome).toMatchObject({ recorded: true, events: [{ type: 'FrameworkAdopted.v2' }] });
    await catchUp();
    const offered = module.get<FrameworkCatalogue>(FRAMEWORK_CATALOGUE);
    expect((await offered.list()).map((framework) => framework.id)).toEqual(['pce-2018-19']);
    await module.close();
  });
});
