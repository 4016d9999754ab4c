import { Inject, Injectable } from '@nestjs/common';
import type { Area } from '#identity/contract.js';
import { OrganisationDirectory } from '#organisations/contract.js';
import type { PlaceNames } from './person-words.js';

/** Looks up the places roles are held over. */
@Injectable()
export class Places {
  constructor(@Inject(OrganisationDirectory) private readonly directory: OrganisationDirectory) {}

  /** The names of areas by their codes, looked up once. */
  async namesOf(areas: readonly Area[]): Promise<PlaceNames> {
    const codes = new Set(areas.flatMap((area) => (area.kind === 'england' ? [] : [area.code])));
    const found = await Promise.all([...codes].map((code) => this.directory.find(code)));
    const names = new Map(found.flatMap((place) => (place === undefined ? [] : [[place.code, place.name] as const])));
    return (code) => names.get(code);
  }

  /** The area a code stands for, by the kind of what bears it; undefined where nothing does. */
  async areaOf(code: string): Promise<Area | undefined> {
    const place = await this.directory.find(code);
    if (place === undefined) return undefined;
    if (place.kind === 'region') return { kind: 'region', code };
    return { kind: place.kind === 'local-office' ? 'office' : 'organisation', code };
  }
}
