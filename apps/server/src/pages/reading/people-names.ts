import { Inject, Injectable } from '@nestjs/common';
import { PeopleRegister, PERSON_DIRECTORY, type PersonDirectory } from '#identity/contract.js';

/** Says a person's name by their id. */
export type NameOf = (id: string) => string;

/** The names of people: events hold ids only. */
@Injectable()
export class PeopleNames {
  constructor(
    @Inject(PERSON_DIRECTORY) private readonly directory: PersonDirectory,
    @Inject(PeopleRegister) private readonly register: PeopleRegister,
  ) {}

  /** Looks the names up once; of somebody no name is kept of, it says so. */
  async of(ids: readonly string[]): Promise<NameOf> {
    const wanted = [...new Set(ids)];
    const [filed, known] = await Promise.all([
      this.register.namesOf(wanted),
      Promise.all(wanted.map((id) => this.directory.find(id))),
    ]);
    const signedIn = new Map(known.flatMap((person) => (person === undefined ? [] : [[person.id, person.name] as const])));
    return (id) => signedIn.get(id) ?? filed.get(id) ?? 'Somebody whose name is not kept';
  }
}
