/** What somebody does in the assurance of organisations. A person may hold several, and acts in one at a time. */
export const ROLES = [
  'assessor',
  'director',
  'panel-member',
  'panel-chair',
  'panel-secretary',
  'committee-secretary',
  'organisation',
  'auditor',
  'administrator',
] as const;
export type Role = (typeof ROLES)[number];

/** Where somebody does it: one office, one region, one organisation, or all of England. */
export type Area =
  | { readonly kind: 'office'; readonly code: string }
  | { readonly kind: 'region'; readonly code: string }
  | { readonly kind: 'organisation'; readonly code: string }
  | { readonly kind: 'england' };

/** Somebody who signed in, in the one grant they act in. Their name is for the page; events carry the id only. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly area: Area;
}

/** Where a record lies: the organisation, and the office and region it had at the end of the period. */
export interface Place {
  readonly organisation: string;
  readonly office: string;
  readonly region: string;
}

/** Whether a place lies in an area. */
export function lies(place: Place, area: Area): boolean {
  switch (area.kind) {
    case 'england':
      return true;
    case 'region':
      return area.code === place.region;
    case 'office':
      return area.code === place.office;
    case 'organisation':
      return area.code === place.organisation;
  }
}

/** An area by its code; all of England is `england`. */
export const areaCode = (area: Area): string => (area.kind === 'england' ? 'england' : area.code);

/** How one of several grants is named, in the header `Acting-As` and in a session: `panel-member@Y57`, `auditor@england`. */
export const actingName = ({ role, area }: Pick<Person, 'role' | 'area'>): string => `${role}@${areaCode(area)}`;

/**
 * The person in the grant they ask for, by its role or by role and area; in the first granted where they do not say.
 *
 * @param held the person in each grant in force, in the order granted.
 */
export function actingAs(held: readonly Person[], asked: string | undefined): Person | undefined {
  if (asked === undefined) return held[0];
  return held.find((person) => person.role === asked || actingName(person) === asked);
}
