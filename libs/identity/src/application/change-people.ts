import { randomUUID } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { GrantRequest, ParticularsRequest, RegistrationRequest, WithdrawalRequest } from '#api-contract/people-requests.js';
import { commandIdOf, derivedId } from '#kernel/ids.js';
import { refuse, type Refusal } from '#kernel/refusal.js';
import type { GrantRule } from '../core/person/rule-book.js';
import { PeopleRegister } from '../read/people-register.js';
import { SignInNames } from '../read/sign-in-names.js';
import { type CommandIdentity, People, type PeopleOutcome, type PeopleRefusal, type PeopleSender } from './people.js';
import { SIGN_IN_ISSUER } from './sign-in-issuer.js';

/** The id of somebody about to be registered: the same sender and key give the same one, so that they are registered once. */
export const newPersonId = ({ person, idempotencyKey }: PeopleSender): string =>
  derivedId(commandIdOf(person.id, 'people', idempotencyKey ?? randomUUID()), 'person');

/** Registers somebody. */
export class RegisterPerson extends Command<PeopleOutcome> {
  constructor(
    readonly by: PeopleSender,
    readonly id: string,
    readonly request: Omit<RegistrationRequest, 'id'>,
  ) {
    super();
  }
}

/** Changes what stands beside the log about somebody: nothing is recorded in it. */
export class ChangeParticulars extends Command<PeopleRefusal | { readonly changed: true }> {
  constructor(
    readonly by: PeopleSender,
    readonly id: string,
    readonly request: ParticularsRequest,
  ) {
    super();
  }
}

/** Grants a role. */
export class GrantRole extends Command<PeopleOutcome> {
  constructor(
    readonly by: PeopleSender,
    readonly id: string,
    readonly request: GrantRequest,
  ) {
    super();
  }
}

/** Withdraws a grant. */
export class WithdrawGrant extends Command<PeopleOutcome> {
  constructor(
    readonly by: PeopleSender,
    readonly id: string,
    readonly grant: string,
    readonly request: WithdrawalRequest,
  ) {
    super();
  }
}

/** Files what stands beside the log. */
@Injectable()
class ParticularsFile {
  constructor(
    @Inject(PeopleRegister) private readonly register: PeopleRegister,
    @Inject(SignInNames) private readonly names: SignInNames,
    @Inject(SIGN_IN_ISSUER) private readonly issuer: string,
  ) {}

  /** Refuses what an identity provider calls somebody else. */
  async taken(id: string, subject: string | null | undefined): Promise<Refusal<GrantRule> | undefined> {
    if (subject === null || subject === undefined) return undefined;
    const owner = await this.names.personOf({ issuer: this.issuer, subject });
    if (owner === undefined || owner === id) return undefined;
    const detail = `The identity provider calls ${owner} so already.`;
    return refuse('sign-in-taken', `${detail} Nothing was changed.`, { errors: [{ pointer: '/signInAs', detail }] });
  }

  async file(id: string, { name, email, signInAs }: ParticularsRequest): Promise<void> {
    if (name !== undefined) await this.register.file([{ id, name }]);
    if (email !== undefined) await this.register.fileEmail(id, email);
    if (signInAs !== undefined) await this.names.file(this.issuer, id, signInAs);
  }
}

@CommandHandler(RegisterPerson)
export class RegisterPersonHandler implements ICommandHandler<RegisterPerson> {
  constructor(
    private readonly people: People,
    private readonly particulars: ParticularsFile,
  ) {}

  async execute({ by, id, request }: RegisterPerson): Promise<PeopleOutcome> {
    const { kind, ...particulars } = request;
    const forbidden = this.people.forbids(by) ?? (await this.particulars.taken(id, particulars.signInAs));
    if (forbidden !== undefined) return forbidden;
    return this.people.carryOut({
      ...{ by, id, request: { type: 'register', ...request } },
      command: () => ({ type: 'register', kind }),
      before: () => this.particulars.file(id, particulars),
    });
  }
}

@CommandHandler(ChangeParticulars)
export class ChangeParticularsHandler implements ICommandHandler<ChangeParticulars> {
  constructor(
    private readonly people: People,
    private readonly particulars: ParticularsFile,
  ) {}

  async execute({ by, id, request }: ChangeParticulars): Promise<PeopleRefusal | { readonly changed: true }> {
    const forbidden = this.people.forbids(by) ?? (await this.particulars.taken(id, request.signInAs));
    if (forbidden !== undefined) return forbidden;
    if (!(await this.people.isRegistered(id)))
      return refuse('person-not-registered', 'Nobody of that id is registered. Nothing was changed.');
    await this.particulars.file(id, request);
    return { changed: true };
  }
}

@CommandHandler(GrantRole)
export class GrantRoleHandler implements ICommandHandler<GrantRole> {
  constructor(private readonly people: People) {}

  async execute({ by, id, request }: GrantRole): Promise<PeopleOutcome> {
    const { role, area, until = null, reason, cover = null } = request;
    const forbidden = this.people.forbids(by) ?? (await this.people.unknownArea(area));
    if (forbidden !== undefined) return forbidden;
    const command = ({ idOf, actor, today }: CommandIdentity) => {
      const granting = { grant: idOf('grant'), role, area, from: request.from ?? today, until, reason, cover };
      return { type: 'grant', person: id, actor, today, ...granting } as const;
    };
    return this.people.carryOut({ by, id, request: { type: 'grant', ...request }, command });
  }
}

@CommandHandler(WithdrawGrant)
export class WithdrawGrantHandler implements ICommandHandler<WithdrawGrant> {
  constructor(private readonly people: People) {}

  execute({ by, id, grant, request }: WithdrawGrant): Promise<PeopleOutcome> {
    const command = ({ today }: CommandIdentity) => {
      const { withdrawnFrom = today, reason } = request;
      return { type: 'withdraw', today, grant, withdrawnFrom, reason } as const;
    };
    return this.people.carryOut({ by, id, request: { type: 'withdraw', grant, ...request }, command });
  }
}

/** What the handlers above are made of. */
export const peopleHandlers = [
  ParticularsFile,
  RegisterPersonHandler,
  ChangeParticularsHandler,
  GrantRoleHandler,
  WithdrawGrantHandler,
];
