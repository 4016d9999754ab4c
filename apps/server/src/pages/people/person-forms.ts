import { grantRequest, particularsRequest, registrationRequest, withdrawalRequest } from '#api-contract/people-requests.js';
import { type Area, areasOf, ROLES } from '#identity/contract.js';
import { ChangeParticulars, GrantRole, newPersonId, RegisterPerson, WithdrawGrant } from '#identity/commands.js';
import type { GrantView, PersonAnswer } from '#identity/queries.js';
import { dateFields } from '../forms/date-fields.js';
import { byPath, formsAbout, given } from '../forms/form-definition.js';
import type { FormError } from '../forms/form-view.js';
import type { Typed } from '../forms/typed.js';
import { duties, roleNames } from '../words/roles.js';

/** What the form that registers somebody is shown and read with: nothing is known of them yet. */
export type RegistrationContext = Readonly<Record<never, never>>;

/** What a form about somebody is shown and read with. */
export interface PersonContext {
  readonly person: PersonAnswer;
  readonly today: string;
  /** The area of the code that was typed; undefined where none was, or nothing bears it. */
  readonly area: Area | undefined;
  /** The code that was typed where nothing bears it. */
  readonly unknownCode: string | undefined;
  /** The grant the form is about. */
  readonly grant: GrantView | undefined;
}

const WORDS = { name: 'their name', email: 'an e-mail address', signInAs: 'what the identity provider calls them' };

export const registrationForm = formsAbout<RegistrationContext>()({
  path: 'new',
  template: 'people/forms/registration.njk',
  title: 'Register somebody',
  button: 'Register them',
  permission: 'person.manage',
  schema: registrationRequest,
  words: WORDS,
  read: (typed) =>
    given({
      kind: typed.text('kind'),
      name: typed.text('name'),
      email: typed.text('email'),
      signInAs: typed.text('signInAs'),
    }),
  command: (by, _context, request) => new RegisterPerson(by, newPersonId(by), request),
  start: () => ({ kind: 'person' }),
});

const form = formsAbout<PersonContext>();

const particulars = form({
  path: 'particulars',
  template: 'people/forms/particulars.njk',
  title: 'Change their name or addresses',
  button: 'Change them',
  permission: 'person.manage',
  schema: particularsRequest,
  words: WORDS,
  read: (typed) => ({
    name: typed.text('name') ?? '',
    email: typed.text('email') ?? null,
    signInAs: typed.text('signInAs') ?? null,
  }),
  command: (by, { person }, request) => new ChangeParticulars(by, person.id, request),
  start: ({ person: { name, email, signInAs } }) => ({ name: name ?? '', email: email ?? '', signInAs: signInAs ?? '' }),
});

const granting = form({
  path: 'grant',
  template: 'people/forms/grant.njk',
  title: 'Grant a role',
  button: 'Grant it',
  permission: 'person.manage',
  schema: grantRequest,
  words: {
    role: 'a role',
    area: 'where they hold it',
    from: 'the first day',
    until: 'the last day',
    reason: 'why it is granted',
    'cover/reason': 'why the office needs cover',
  },
  read: (typed, { area }) => {
    for (const pointer of ['/area/code', '/area']) typed.place(pointer, 'area');
    for (const pointer of ['/cover/reason', '/cover']) typed.place(pointer, 'coverReason');
    const cover = typed.text('coverReason');
    return given({
      role: typed.text('role'),
      // Unknown codes are told of beside the field, by `finds`.
      area: heldOver(typed.text('role'), area ?? { kind: 'england' }),
      from: typed.date('from'),
      until: typed.date('until'),
      reason: typed.text('reason') ?? '',
      cover: cover === undefined ? undefined : { reason: cover },
    });
  },
  finds: ({ unknownCode }): readonly FormError[] =>
    unknownCode === undefined ? [] : [{ field: 'area', text: `No office, region or organisation has the code ${unknownCode}` }],
  command: (by, { person }, request) => new GrantRole(by, person.id, request),
  model: () => ({ roles: ROLES.map((role) => ({ role, name: roleNames[role], may: duties[role], over: overInWords(role) })) }),
  start: ({ today }) => dateFields('from', today),
});

const withdrawal = form({
  path: 'withdrawal',
  template: 'people/forms/withdrawal.njk',
  title: 'Withdraw a grant',
  button: 'Withdraw it',
  permission: 'person.manage',
  schema: withdrawalRequest,
  words: { withdrawnFrom: 'the day it is withdrawn from', reason: 'why it is withdrawn' },
  read: (typed) => given({ withdrawnFrom: typed.date('withdrawnFrom'), reason: typed.text('reason') ?? '' }),
  command: (by, { person, grant }, request) => new WithdrawGrant(by, person.id, grant?.grant ?? '', request),
  start: ({ today }) => dateFields('withdrawnFrom', today),
});

/** The forms about somebody, by the last part of their address. */
export const personForms = byPath([granting, withdrawal, particulars]);

/** Roles of an office are held over a region that assesses without one. */
function heldOver(asked: string | undefined, area: Area): Area {
  const role = ROLES.find((one) => one === asked);
  const kinds = role === undefined ? [] : areasOf(role);
  const standsIn = area.kind === 'region' && !kinds.includes('region') && kinds.includes('office');
  return standsIn ? { kind: 'office', code: area.code } : area;
}

/** The code somebody typed for an area; undefined for all of England. */
export const areaCodeIn = (typed: Typed): string | undefined => {
  const code = typed.text('area')?.toUpperCase();
  return code === 'ENGLAND' ? undefined : code;
};

const AREA_WORDS: Readonly<Record<Area['kind'], string>> = {
  office: 'an office',
  region: 'a region',
  organisation: 'an organisation',
  england: 'all of England',
};

const choice = new Intl.ListFormat('en-GB', { type: 'disjunction' });

const overInWords = (role: (typeof ROLES)[number]): string => choice.format(areasOf(role).map((kind) => AREA_WORDS[kind]));
