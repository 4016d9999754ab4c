import { Injectable } from '@nestjs/common';
import { refuse, type Refusal } from '#kernel/refusal.js';
import { DataSource } from 'typeorm';
import { coversPeriod, type FrameworkForPeriod, frameworkForPeriod } from '../core/framework-for-period.js';
import { type Pack, packSchema } from '../core/pack.js';
import { comparePeriods, type Period, periodsOfYear } from '../core/period.js';
import type { AdoptedFramework, CatalogueRule, FrameworkCatalogue } from './framework-catalogue.js';
import { FrameworkVersion } from './framework-version.entity.js';

type Key = Pick<FrameworkVersion, 'id' | 'version' | 'hash'>;

/** The catalogue over its read model. A pack never changes, so each is read and checked once in a process, by its hash. */
@Injectable()
export class StoredFrameworkCatalogue implements FrameworkCatalogue {
  private readonly packs = new Map<string, AdoptedFramework>();

  constructor(private readonly dataSource: DataSource) {}

  async list(): Promise<readonly AdoptedFramework[]> {
    const latest = new Map<string, Key>();
    for (const key of await this.keys()) latest.set(key.id, key);
    const frameworks = await Promise.all([...latest.values()].map((key) => this.load(key)));
    return frameworks.sort((a, b) => comparePeriods(a.pack.window.from, b.pack.window.from) || (a.id < b.id ? -1 : 1));
  }

  async get(id: string, version?: number): Promise<AdoptedFramework | undefined> {
    const keys = await this.keys(id);
    const key = version === undefined ? keys.at(-1) : keys.find((one) => one.version === version);
    return key && this.load(key);
  }

  async versionsOf(id: string): Promise<readonly AdoptedFramework[]> {
    return Promise.all((await this.keys(id)).map((key) => this.load(key)));
  }

  async ofYear(year: string): Promise<readonly AdoptedFramework[]> {
    const periods = periodsOfYear(year);
    const all = await this.list();
    return all.filter(({ pack }) => periods.some((period) => coversPeriod(pack, period)));
  }

  async forPeriod(id: string, period: Period): Promise<FrameworkForPeriod | Refusal<CatalogueRule>> {
    const framework = await this.get(id);
    return framework === undefined ? unknown(id) : frameworkForPeriod(framework.pack, framework.hash, period);
  }

  /** The adopted versions, of one framework or of all, lowest first. */
  private keys(id?: string): Promise<readonly Key[]> {
    return this.dataSource.getRepository(FrameworkVersion).find({
      select: { id: true, version: true, hash: true },
      ...(id === undefined ? {} : { where: { id } }),
      order: { id: 'ASC', version: 'ASC' },
    });
  }

  private async load({ id, version, hash }: Key): Promise<AdoptedFramework> {
    const known = this.packs.get(hash);
    if (known !== undefined) return known;
    const row = await this.dataSource.getRepository(FrameworkVersion).findOneByOrFail({ id, version });
    const pack: Pack = packSchema.parse(row.pack);
    const { adoptedOn, source, reason } = row;
    const framework = { id, version, hash, pack, adoptedOn, source, reason, position: BigInt(row.adoptedAtPosition) };
    this.packs.set(hash, framework);
    return framework;
  }
}

const unknown = (id: string): Refusal<CatalogueRule> =>
  refuse('framework-unknown', `No framework is called ${id}. GET /api/v1/frameworks lists those adopted.`);
