import { Inject, Injectable } from '@nestjs/common';
import { derivedId } from '#kernel/ids.js';
import { refuse, type Refusal } from '#kernel/refusal.js';
import { OrganisationDirectory } from '#organisations/contract.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { originOf } from '#platform/decisions/command-identity.js';
import type { DecisionRule, Recorded } from '#platform/decisions/decisions.js';
import type { PersonCommand } from '../core/person/decider.js';
import { personStream } from '../core/person/events.js';
import type { GrantRule } from '../core/person/rule-book.js';
import type { Area, Person } from '../core/person.js';
import { mayNot, type PermissionRule } from '../core/policy.js';
import { PERSON_DECISIONS, type PersonDecisions } from './person-decisions.js';

/** Who sends a command, and with which headers. */
export interface PeopleSender {
  readonly person: Person;
  readonly idempotencyKey?: string | undefined;
  readonly correlationId?: string | undefined;
}

/** Why a command on people was not recorded. */
export type PeopleRefusal = Refusal<GrantRule | PermissionRule | DecisionRule>;
/** What a command on people comes to. */
export type PeopleOutcome = Recorded | PeopleRefusal;

/** What a command is made of besides the request. */
export interface CommandIdentity {
  /** An id for a part of the command, the same each time the command is sent again. */
  readonly idOf: (part: string) => string;
  readonly actor: string;
  readonly today: string;
}

/** A command before it is carried out. */
export interface PeopleTask {
  readonly by: PeopleSender;
  /** Whose record it is about. */
  readonly id: string;
  /** The validated request with its kind: a reused key with another request is noticed. */
  readonly request: object;
  readonly command: (identity: CommandIdentity) => PersonCommand;
  /** Done once the command is accepted and before it is recorded, for what must stand beside the log first. */
  readonly before?: () => Promise<void>;
}

const KINDS: Readonly<Record<Exclude<Area['kind'], 'england'>, readonly string[]>> = {
  // A region assesses without a local office since April 2020: then it is the office.
  office: ['local-office', 'region', 'example'],
  region: ['region', 'example'],
  organisation: ['ccg', 'icb', 'sub-icb-location', 'example'],
};

/** Carries out commands on people: permission first, then the decision. Every edge goes through here. */
@Injectable()
export class People {
  constructor(
    @Inject(PERSON_DECISIONS) private readonly decisions: PersonDecisions,
    @Inject(OrganisationDirectory) private readonly organisations: OrganisationDirectory,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Whether somebody may look after people. */
  forbids(by: PeopleSender): Refusal<PermissionRule> | undefined {
    return mayNot(by.person, 'person.manage');
  }

  async carryOut({ by, id, request, command, before }: PeopleTask): Promise<PeopleOutcome> {
    const forbidden = this.forbids(by);
    if (forbidden !== undefined) return forbidden;
    const { person, idempotencyKey, correlationId } = by;
    const stream = personStream(id);
    const origin = originOf({ actor: person.id, role: person.role, stream, request, idempotencyKey, correlationId });
    const idOf = (part: string): string => derivedId(origin.commandId, part);
    return this.decisions.run(stream, command({ idOf, actor: person.id, today: this.clock.today() }), origin, before);
  }

  /** Whether somebody of that id is registered. */
  async isRegistered(id: string): Promise<boolean> {
    return (await this.decisions.current(personStream(id))).state.status === 'registered';
  }

  /** Refuses an area whose code nothing of its kind bears. */
  async unknownArea(area: Area): Promise<Refusal<GrantRule> | undefined> {
    if (area.kind === 'england') return undefined;
    const found = await this.organisations.find(area.code);
    if (found !== undefined && KINDS[area.kind].includes(found.kind)) return undefined;
    const detail = `No ${area.kind} of the code ${area.code} is recorded.`;
    return refuse('grant-area-unknown', `${detail} Nothing was recorded.`, { errors: [{ pointer: '/area/code', detail }] });
  }
}
