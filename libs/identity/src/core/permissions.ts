import { refuse, type Refusal } from '#kernel/refusal.js';
import { type Area, lies, type Person, type Place, type Role } from './person.js';

interface Grant {
  readonly role: Role;
  /** The widest kind of area the role must hold for this; absent when any of its areas will do. */
  readonly over?: Area['kind'];
}

const assessors: readonly Grant[] = [{ role: 'assessor', over: 'office' }];
const office: readonly Grant[] = [...assessors, { role: 'director', over: 'office' }];
const anyone: readonly Grant[] = [
  { role: 'assessor' },
  { role: 'director' },
  { role: 'panel-member' },
  { role: 'committee-secretary' },
  { role: 'organisation' },
  { role: 'auditor' },
  { role: 'administrator' },
];

/**
 * The one table of who may do what. Every action is checked where it is carried out, against the place recorded with
 * the assessment, never against today's map.
 */
export const permissions = {
  'assessment.open': assessors,
  'assessment.record': office,
  'assessment.rate': assessors,
  'assessment.submit': assessors,
  'assessment.correct': office,
  'assessment.withdraw': office,
  'assessment.transfer': [{ role: 'director', over: 'office' }],
  'assessment.decide-local': [{ role: 'director', over: 'office' }],
  'assessment.decide-regional': [{ role: 'panel-member', over: 'region' }],
  'assessment.decide-national': [{ role: 'panel-member', over: 'england' }],
  'assessment.confirm': [{ role: 'committee-secretary', over: 'england' }],
  'assessment.read': [
    { role: 'assessor' },
    { role: 'director' },
    { role: 'panel-member' },
    { role: 'committee-secretary' },
    { role: 'auditor' },
  ],
  'organisation.read': anyone,
  'domain-status.read': anyone,
  'work-list.read': anyone,
  'audit.read': [{ role: 'auditor' }],
  'intervention.read': anyone,
  'intervention.record': [
    { role: 'director', over: 'office' },
    { role: 'panel-member', over: 'region' },
    { role: 'panel-member', over: 'england' },
  ],
  'survey.read': anyone,
  'survey-in-full.read': [
    ...office,
    { role: 'panel-member' },
    { role: 'auditor' },
    { role: 'organisation', over: 'organisation' },
  ],
  'survey.record': office,
  'survey.nominate': [...office, { role: 'organisation', over: 'organisation' }],
  'national-results.read': anyone,
  'import.run': [{ role: 'administrator' }],
  'projection.operate': [{ role: 'administrator' }],
} as const satisfies Readonly<Record<string, readonly Grant[]>>;

/** The name of something a person may be allowed to do. */
export type Permission = keyof typeof permissions;

/** Refusals of this table: the wrong role, or the right role elsewhere. */
export type PermissionRule = 'role-may-not' | 'outside-area';

/** Whether the role may ever do this, wherever. */
export const roleMay = (person: Person, permission: Permission): boolean =>
  permissions[permission].some((grant) => grant.role === person.role);

/** Refuses unless the person's role allows it and, where a place is given, the place lies in the person's area. */
export function mayNot(person: Person, permission: Permission, place?: Place): Refusal<PermissionRule> | undefined {
  const grants: readonly Grant[] = permissions[permission];
  const ofRole = grants.filter((grant) => grant.role === person.role);
  const ofArea = ofRole.filter((grant) => grant.over === undefined || grant.over === person.area.kind);
  if (ofArea.length === 0) {
    const roles = [...new Set(grants.map((grant) => (grant.over ? `${grant.role} (${grant.over})` : grant.role)))].join(', ');
    return refuse('role-may-not', `Your role does not allow this. It is done by: ${roles}. Nothing was recorded.`);
  }
  if (place !== undefined && !lies(place, person.area))
    return refuse('outside-area', 'This record lies outside your area. Nothing was recorded.');
  return undefined;
}
