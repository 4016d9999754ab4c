import { Inject, Injectable } from '@nestjs/common';
import type { InterventionView } from '#interventions/queries.js';
import { OrganisationDirectory } from '#organisations/contract.js';
import { type NameOf, PeopleNames } from '../reading/people-names.js';
import type { NamesOfOrganisations } from './intervention-words.js';

/** Looks up the names that interventions are shown with. */
@Injectable()
export class InterventionNames {
  constructor(
    @Inject(OrganisationDirectory) private readonly directory: OrganisationDirectory,
    @Inject(PeopleNames) private readonly people: PeopleNames,
  ) {}

  /** Of organisations, by code; a code that nobody bore has none. */
  async ofOrganisations(codes: readonly string[]): Promise<NamesOfOrganisations> {
    const found = await Promise.all([...new Set(codes)].map((code) => this.directory.find(code)));
    return new Map(found.flatMap((one) => (one === undefined ? [] : [[one.code, one.name] as const])));
  }

  /** Of everybody these interventions concern, and of those who recorded them. */
  async in(items: readonly InterventionView[]): Promise<{ readonly names: NamesOfOrganisations; readonly nameOf: NameOf }> {
    const [names, nameOf] = await Promise.all([
      this.ofOrganisations(items.flatMap(({ organisations, alsoBinds }) => [...organisations, ...alsoBinds])),
      this.people.of(items.flatMap(({ timeline }) => timeline.map(({ actor }) => actor))),
    ]);
    return { names, nameOf };
  }
}
