/** What somebody does in the assurance of organisations. One role at a time; changing it is a new grant. */
export const ROLES = [
  'assessor',
  'director',
  'panel-member',
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

/** Somebody who signs in. Their name is for the page; events carry the id only. */
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
