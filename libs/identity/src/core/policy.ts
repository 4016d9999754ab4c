import { refuse, type Refusal } from '#kernel/refusal.js';
import { type Permission, permissions, type PermittedRole } from './permissions.js';
import { lies, type Person, type Place } from './person.js';

/** Refusals of the table of permissions: the wrong role, or the right role elsewhere. */
export type PermissionRule = 'role-may-not' | 'outside-area';

/** Whether the role may ever do this, wherever. */
export const roleMay = ({ role }: Pick<Person, 'role'>, permission: Permission): boolean =>
  permissions[permission].some((permitted) => permitted.role === role);

/** Refuses unless the person's role allows it and, where a place is given, the place lies in the person's area. */
export function mayNot(person: Person, permission: Permission, place?: Place): Refusal<PermissionRule> | undefined {
  const permitted: readonly PermittedRole[] = permissions[permission];
  const ofRole = permitted.filter(({ role }) => role === person.role);
  const ofArea = ofRole.filter(({ over }) => over === undefined || over === person.area.kind);
  if (ofArea.length === 0) {
    const roles = [...new Set(permitted.map(({ role, over }) => (over ? `${role} (${over})` : role)))].join(', ');
    return refuse('role-may-not', `Your role does not allow this. It is done by: ${roles}. Nothing was recorded.`);
  }
  if (place !== undefined && !lies(place, person.area))
    return refuse('outside-area', 'This record lies outside your area. Nothing was recorded.');
  return undefined;
}

/**
 * The same of somebody who does not act now, but is named as having acted: any of their grants will do.
 *
 * @param held the person in each grant in force; none when nobody of that id may do anything here.
 */
export function mayNotInAnyRole(
  held: readonly Person[],
  permission: Permission,
  place?: Place,
): Refusal<PermissionRule> | undefined {
  const verdicts = held.map((person) => mayNot(person, permission, place));
  if (verdicts.includes(undefined)) return undefined;
  const elsewhere = verdicts.find((verdict) => verdict?.rule === 'outside-area');
  return elsewhere ?? verdicts[0] ?? refuse('role-may-not', 'This person has no role in this service. Nothing was recorded.');
}
