import { Inject, Injectable } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { actingName, type Person } from '../core/person.js';
import { roleMay } from '../core/policy.js';
import { PERSON_DIRECTORY, type PersonDirectory } from '../contract.js';
import { PeopleQuery, type PeopleQuestion, type PersonView } from '../read/people-query.js';
import { SignInNames } from '../read/sign-in-names.js';
import { SIGN_IN_ISSUER } from './sign-in-issuer.js';

/** Somebody the service knows, as one who looks after people sees them; others see neither addresses nor sign-in names. */
export interface PersonAnswer extends PersonView {
  /** What the identity provider calls them; null where nothing is filed, or it is not shown. */
  readonly signInAs: string | null;
}

/** People and their grants, as they stand on a day; today unless given. */
export class ListPeople extends Query<readonly PersonAnswer[]> {
  constructor(
    readonly person: Person,
    readonly question: PeopleQuestion & { readonly effectiveOn?: string | undefined } = {},
  ) {
    super();
  }
}

/** One of them; undefined where nobody of that id was registered by then. */
export class ReadPerson extends Query<PersonAnswer | undefined> {
  constructor(
    readonly person: Person,
    readonly id: string,
    readonly moment: { readonly asAt?: bigint | undefined; readonly effectiveOn?: string | undefined } = {},
  ) {
    super();
  }
}

/** A grant somebody can act in. */
export interface HeldGrant extends Pick<Person, 'role' | 'area'> {
  /** What `Acting-As` calls it. */
  readonly actingAs: string;
}

/** What somebody who is signed in can act in. */
export class ReadOwnGrants extends Query<readonly HeldGrant[]> {
  constructor(readonly person: Person) {
    super();
  }
}

/** Shows to each reader what they may see of people. */
@Injectable()
class PeopleShown {
  constructor(
    @Inject(SignInNames) private readonly names: SignInNames,
    @Inject(SIGN_IN_ISSUER) private readonly issuer: string,
  ) {}

  async to(reader: Person, people: readonly PersonView[]): Promise<readonly PersonAnswer[]> {
    if (!roleMay(reader, 'person.manage')) return people.map((view) => ({ ...view, email: null, signInAs: null }));
    const subjects = await this.names.of(
      this.issuer,
      people.map(({ id }) => id),
    );
    return people.map((view) => ({ ...view, signInAs: subjects.get(view.id) ?? null }));
  }
}

@QueryHandler(ListPeople)
export class ListPeopleHandler implements IQueryHandler<ListPeople> {
  constructor(
    private readonly people: PeopleQuery,
    private readonly shown: PeopleShown,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ person, question: { effectiveOn, ...question } }: ListPeople): Promise<readonly PersonAnswer[]> {
    return this.shown.to(person, await this.people.list(question, effectiveOn ?? this.clock.today()));
  }
}

@QueryHandler(ReadPerson)
export class ReadPersonHandler implements IQueryHandler<ReadPerson> {
  constructor(
    private readonly people: PeopleQuery,
    private readonly shown: PeopleShown,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ person, id, moment: { asAt, effectiveOn } }: ReadPerson): Promise<PersonAnswer | undefined> {
    const found = await this.people.find(id, effectiveOn ?? this.clock.today(), asAt);
    return found && (await this.shown.to(person, [found]))[0];
  }
}

@QueryHandler(ReadOwnGrants)
export class ReadOwnGrantsHandler implements IQueryHandler<ReadOwnGrants> {
  constructor(@Inject(PERSON_DIRECTORY) private readonly directory: PersonDirectory) {}

  async execute({ person }: ReadOwnGrants): Promise<readonly HeldGrant[]> {
    const held = await this.directory.grantsOf(person.id);
    return held.map(({ role, area }) => ({ role, area, actingAs: actingName({ role, area }) }));
  }
}

/** What the handlers above are made of. */
export const peopleReaders = [PeopleShown, ListPeopleHandler, ReadPersonHandler, ReadOwnGrantsHandler];
