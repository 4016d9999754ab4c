import type { Person } from './core/person.js';

export { actingAs, actingName, type Area, areaCode, lies, type Person, type Place, type Role, ROLES } from './core/person.js';
export { type Permission, permissions, type PermittedRole } from './core/permissions.js';
export { mayNot, mayNotInAnyRole, type PermissionRule, roleMay } from './core/policy.js';
export { PERSON_KINDS, type PersonKind } from './core/person/events.js';
export { type GrantRule, grantRules } from './core/person/rule-book.js';
export { areasOf } from './core/person/rules.js';
export type { GrantStanding } from './core/person/state.js';
export { AccessLog, type Reading } from './read/access-log.js';
export { type FiledName, PeopleRegister } from './read/people-register.js';
export { type RoleHolder, RoleHolders } from './read/role-holders.js';
export { type SignInName, SignInNames } from './read/sign-in-names.js';

/** Finds who signs in; looked up at each command, so that a withdrawn grant counts at once. */
export interface PersonDirectory {
  /** The person in each grant that is in force today, in the order granted; none when there is no such person. */
  grantsOf(id: string): Promise<readonly Person[]>;
  /** The person as they act unless they say otherwise: in the first of those grants. */
  find(id: string): Promise<Person | undefined>;
}

/** The injection token of the PersonDirectory. */
export const PERSON_DIRECTORY = Symbol('PersonDirectory');
