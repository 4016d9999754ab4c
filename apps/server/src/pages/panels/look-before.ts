import { Inject, Injectable } from '@nestjs/common';
import type { Person } from '#identity/contract.js';
import type { BatchForeseen, EntryForeseen } from '#moderation/queries.js';
import { Staleness } from '../forms/stale.js';
import { type NameOf, PeopleNames } from '../reading/people-names.js';
import { type CaseToSettle, isStale, type Looked } from './chosen.js';
import { apartInWords } from './papers-table.js';

/** Sorts what a decision on many would come to: what goes as it is, what is looked at once more, what cannot be decided. */
@Injectable()
export class LookBefore {
  constructor(
    @Inject(Staleness) private readonly staleness: Staleness,
    @Inject(PeopleNames) private readonly names: PeopleNames,
  ) {}

  async of(person: Person, { entries }: BatchForeseen): Promise<Looked> {
    const nameOf = await this.names.of(entries.flatMap(({ tookNoPart }) => tookNoPart.map((apart) => apart.person)));
    const refused = entries.filter((one) => one.refused !== null && !isStale(one));
    const asked = entries.filter((one) => isStale(one) || (one.refused === null && one.tookNoPart.length > 0));
    return {
      plain: entries.filter((one) => one.refused === null && one.tookNoPart.length === 0),
      toSettle: await Promise.all(asked.map((one) => this.#toSettle(person, one, nameOf))),
      refused: refused.map((one) => ({ name: named(one).organisationName, detail: one.refused?.detail ?? '' })),
    };
  }

  async #toSettle(person: Person, entry: EntryForeseen, nameOf: NameOf): Promise<CaseToSettle> {
    const { assessment, judgedRevision, revision, newSince, refused } = entry;
    const stale = isStale(entry) && refused !== null;
    return {
      ...{ assessment, judgedRevision, revision, ...named(entry) },
      news: stale ? await this.staleness.newSince(person, assessment, { facts: { newSince } }) : [],
      apart: apartInWords(entry, nameOf),
    };
  }
}

const named = ({ assessment, organisation, organisationName }: EntryForeseen) => ({
  organisation: organisation ?? assessment,
  organisationName: organisationName ?? assessment,
});
