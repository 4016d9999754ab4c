import type { BusinessDate } from '#kernel/business-date.js';
import { refuse, type Refusal } from '#kernel/refusal.js';
import { actingName, type Area, type Role } from '../person.js';
import type { PersonData, PersonKind } from './events.js';
import type { GrantRule } from './rule-book.js';
import { type Grant, isInForce, overlap } from './state.js';

/** A role about to be granted. */
export type Granting = PersonData<'RoleGranted'>;

type Verdict = Refusal<GrantRule> | undefined;

const AREAS: Readonly<Record<Role, readonly Area['kind'][]>> = {
  assessor: ['office'],
  director: ['office'],
  'panel-member': ['office', 'region', 'england'],
  'panel-chair': ['office', 'region', 'england'],
  'panel-secretary': ['office', 'region', 'england'],
  'committee-secretary': ['england'],
  organisation: ['organisation'],
  auditor: ['region', 'england'],
  administrator: ['england'],
};

/** The kinds of area a role may be held over. */
export const areasOf = (role: Role): readonly Area['kind'][] => AREAS[role];

const at = (rule: GrantRule, pointer: string, detail: string): Refusal<GrantRule> =>
  refuse(rule, `${detail} Nothing was recorded.`, { errors: [{ pointer, detail }] });

/** Else an administrator could rate, and an assessor see everything (four eyes, on grants). */
export const nobodyGrantsToThemselves = (person: string, actor: string): Verdict =>
  person === actor
    ? refuse(
        'nobody-grants-to-themselves',
        'You cannot grant a role to yourself: another administrator can. Nothing was recorded.',
      )
    : undefined;

/** Which areas a role may be held over. */
export const theRoleFitsItsArea = ({ role, area }: Granting): Verdict =>
  AREAS[role].includes(area.kind)
    ? undefined
    : at('role-fits-area', '/area', `The role ${role} is held over: ${AREAS[role].join(', ')}; not over: ${area.kind}.`);

/** From one day to a later one or the same, and none of them gone by. */
export function theDaysHold({ from, until }: Granting, today: BusinessDate): Verdict {
  if (from < today)
    return at('grant-not-backdated', '/from', `A grant begins today (${today}) or later: nobody was allowed before they were.`);
  return until !== null && until < from
    ? at('grant-ends-after-it-begins', '/until', `It cannot end on ${until}: it begins on ${from}.`)
    : undefined;
}

/** Those whose access is for a purpose that ends have it for a time that ends. */
export const itHasAnEndWhereItMust = ({ role, until, cover }: Granting): Verdict => {
  if (until !== null) return undefined;
  if (role === 'auditor') return at('auditor-grant-ends', '/until', "Say on which day the auditor's access ends.");
  return cover === null ? undefined : at('cover-has-an-end', '/until', 'Say on which day the cover ends.');
};

const HELD_ALONE: readonly Role[] = ['administrator', 'auditor'];

/** Who grants, or audits, has no part in what is rated, moderated or audited. */
export function theRoleStandsAloneWhereItMust(granting: Grant, held: readonly Grant[]): Verdict {
  const other = held.find(
    (grant) =>
      grant.role !== granting.role &&
      [grant.role, granting.role].some((role) => HELD_ALONE.includes(role)) &&
      overlap(grant, granting),
  );
  if (other === undefined) return undefined;
  const alone = HELD_ALONE.includes(granting.role) ? granting.role : other.role;
  return at(
    'role-held-alone',
    '/role',
    `They hold ${actingName(other)} on some of these days, and an ${alone} holds no other role.`,
  );
}

/** Granted once at a time, so that withdrawing it takes it away. */
export function itIsNotHeldAlready(granting: Grant, held: readonly Grant[]): Verdict {
  const same = held.find((grant) => actingName(grant) === actingName(granting) && overlap(grant, granting));
  return same && at('grant-held-already', '/role', `They hold ${actingName(granting)} on some of these days already.`);
}

const JUDGING: readonly Role[] = [
  'director',
  'panel-member',
  'panel-chair',
  'panel-secretary',
  'committee-secretary',
  'administrator',
];

/** Judgements are people's. */
export const aMachineJudgesNothing = (kind: PersonKind, { role }: Granting): Verdict =>
  kind === 'machine' && JUDGING.includes(role)
    ? at('machine-judges-nothing', '/role', `A machine cannot be ${role}: judgements and grants are people's.`)
    : undefined;

const isOtherOffice = (granting: Granting, { role, area }: Grant): boolean =>
  role === 'director' && area.kind === 'office' && granting.area.kind === 'office' && area.code !== granting.area.code;

/**
 * An office too small for a second pair of eyes has its stage judged by the director of another. Whoever covers is held to
 * four eyes like anybody else.
 */
export function coverIsByADirectorOfAnotherOffice(granting: Grant, held: readonly Grant[]): Verdict {
  const others = held.filter((grant) => grant.cover === null && isOtherOffice(granting, grant));
  if (granting.cover !== null)
    return granting.role === 'director' && others.some((grant) => isInForce(grant, granting.from))
      ? undefined
      : at('cover-is-by-a-director', '/cover', `Cover is given by somebody who directs another office on ${granting.from}.`);
  return granting.role === 'director' && others.some((grant) => overlap(grant, granting))
    ? at('second-office-is-cover', '/cover', 'They direct another office on some of these days: say why they cover this one.')
    : undefined;
}
