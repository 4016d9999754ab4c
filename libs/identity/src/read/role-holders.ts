import type { DataSource } from 'typeorm';
import type { BusinessDate } from '#kernel/business-date.js';
import { foldedRows } from '#platform/projections/folded-rows.js';
import { isInForce } from '../core/person/state.js';
import { type Area, lies, type Place, type Role } from '../core/person.js';
import { type KnownPeople, PEOPLE } from './known-people.js';
import { PeopleRegister } from './people-register.js';

/** Somebody who holds a role, and where they are written to. */
export interface RoleHolder {
  readonly id: string;
  /** What is filed now; null where nothing is. */
  readonly name: string | null;
  readonly email: string | null;
  readonly role: Role;
  readonly area: Area;
}

/**
 * Who holds a role over a place: for telling people what waits for them. It asks the read model, which follows the log by moments;
 * whether somebody may do a thing is asked of the `PersonDirectory`.
 */
export class RoleHolders {
  private readonly register: PeopleRegister;

  constructor(private readonly dataSource: DataSource) {
    this.register = new PeopleRegister(dataSource);
  }

  /** The people, never machines, who on that day hold one of the roles over an area in which the place lies; by id, then role. */
  async over(place: Place, roles: readonly Role[], day: BusinessDate): Promise<readonly RoleHolder[]> {
    const rows = await foldedRows<KnownPeople>(this.dataSource, PEOPLE, {});
    const held = rows.flatMap(({ key: id, known: { state } }) => {
      if (state.status === 'unknown' || state.kind === 'machine') return [];
      return state.grants
        .filter((grant) => roles.includes(grant.role) && isInForce(grant, day) && lies(place, grant.area))
        .map(({ role, area }) => ({ id, role, area }));
    });
    const filed = await this.register.particularsOf(held.map(({ id }) => id));
    return held
      .map((one) => ({ ...one, name: filed.get(one.id)?.name ?? null, email: filed.get(one.id)?.email ?? null }))
      .sort((one, other) => (one.id + one.role < other.id + other.role ? -1 : 1));
  }
}
