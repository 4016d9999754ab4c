import type { Person } from './core/person.js';

export { type Area, lies, type Person, type Place, type Role, ROLES } from './core/person.js';
export { mayNot, type Permission, type PermissionRule, permissions, roleMay } from './core/permissions.js';
export { type FiledName, PeopleRegister } from './read/people-register.js';
export { CreatePeople1790000300000 } from './read/migrations/1790000300000-create-people.js';

/** Finds who signs in; looked up at each command, so that a withdrawn grant counts at once. */
export interface PersonDirectory {
  find(id: string): Promise<Person | undefined>;
}

/** The injection token of the PersonDirectory. */
export const PERSON_DIRECTORY = Symbol('PersonDirectory');
