import type { Area, GrantStanding, Role } from '#identity/contract.js';
import type { GrantView, PersonAnswer, PersonMoment } from '#identity/queries.js';
import { dayInWords, momentInWords } from '../words/dates.js';
import { areaInWords, roleNames } from '../words/roles.js';

/** How a grant stands, as a tag. */
export const standings: Readonly<Record<GrantStanding, { readonly text: string; readonly classes: string }>> = {
  'in-force': { text: 'In force', classes: 'nhsuk-tag--green' },
  'to-come': { text: 'To come', classes: 'nhsuk-tag--blue' },
  ended: { text: 'Ended', classes: 'nhsuk-tag--grey' },
  withdrawn: { text: 'Withdrawn', classes: 'nhsuk-tag--grey' },
};

/** Says the name of a place by its code; undefined where none is known. */
export type PlaceNames = (code: string) => string | undefined;

/** Where a role is held, in words. */
export const areaName = (area: Area, nameOf: PlaceNames): string =>
  areaInWords(area, area.kind === 'england' ? undefined : nameOf(area.code));

/** From when to when, in words. */
export function daysInWords({ from, until, withdrawnFrom }: Pick<GrantView, 'from' | 'until' | 'withdrawnFrom'>): string {
  const begins = `From ${dayInWords(from)}`;
  if (withdrawnFrom !== null) return `${begins}, withdrawn from ${dayInWords(withdrawnFrom)}`;
  return until === null ? begins : `${begins} to ${dayInWords(until)}`;
}

/** A role, without the area. */
export const roleName = (role: Role): string => roleNames[role];

/** A grant as its row shows it. */
export const grantRow = (grant: GrantView, nameOf: PlaceNames) => ({
  ...grant,
  roleName: roleName(grant.role),
  areaName: areaName(grant.area, nameOf),
  days: daysInWords(grant),
  tag: standings[grant.standing],
  /** A grant that has ended cannot be withdrawn. */
  mayBeWithdrawn: grant.standing === 'in-force' || grant.standing === 'to-come',
});

const TITLES: Readonly<Record<PersonMoment['type'], string>> = {
  PersonRegistered: 'Registered',
  RoleGranted: 'Role granted',
  GrantWithdrawn: 'Grant withdrawn',
};

/** What happened to somebody's grants, the latest first. */
export function momentsOfPerson(
  { timeline, grants }: Pick<PersonAnswer, 'timeline' | 'grants'>,
  nameOf: PlaceNames,
  by: (id: string) => string,
) {
  const grantName = (id: string | null): string | undefined => {
    const grant = grants.find((one) => one.grant === id);
    return grant && `${roleName(grant.role)}, ${areaName(grant.area, nameOf)}`;
  };
  return timeline.toReversed().map((moment, index) => ({
    title: [TITLES[moment.type], grantName(moment.grant)].filter(Boolean).join(': '),
    when: `Recorded ${momentInWords(moment.recordedAt)}`,
    by: by(moment.actor),
    text: [moment.on === null ? undefined : `Counts from ${dayInWords(moment.on)}.`, moment.reason ?? undefined].filter(
      (line) => line !== undefined,
    ),
    number: timeline.length - index,
    position: moment.position,
    lines: [],
    attendance: [],
  }));
}
