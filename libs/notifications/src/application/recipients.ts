import { mayNot, type Permission, permissions, type PermittedRole, type Place, RoleHolders } from '#identity/contract.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { Inject, Injectable } from '@nestjs/common';

/** Finds whom a message is for, by what they may do where. */
@Injectable()
export class Recipients {
  constructor(
    @Inject(RoleHolders) private readonly holders: RoleHolders,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The people who today may do one of these things there, by a grant over it. */
  async whoMay(asked: readonly Permission[], place: Place): Promise<readonly string[]> {
    const permitted: readonly PermittedRole[] = asked.flatMap((permission) => permissions[permission]);
    const roles = [...new Set(permitted.map(({ role }) => role))];
    const held = await this.holders.over(place, roles, this.clock.today());
    const may = held.filter(({ id, name, role, area }) =>
      asked.some((permission) => mayNot({ id, name: name ?? id, role, area }, permission, place) === undefined),
    );
    return [...new Set(may.map(({ id }) => id))];
  }

  /** Those who act for an organisation. */
  async ofOrganisation(organisation: string): Promise<readonly string[]> {
    const held = await this.holders.over({ organisation, office: '', region: '' }, ['organisation'], this.clock.today());
    return [...new Set(held.map(({ id }) => id))];
  }
}
