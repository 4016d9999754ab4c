const PEOPLE = 'docs/people.md, People';
const GRANTS = 'docs/people.md, Grants';
const APART = 'docs/people.md, Kept apart';
const COVER = 'docs/people.md, Cover';

/** The rules of people and their grants by name: a sentence for people, and the HTTP status of a request that breaks one. */
export const grantRules = {
  'person-not-registered': { sentence: 'Roles are granted to people who are registered.', source: PEOPLE, status: 404 },
  'person-registered-already': { sentence: 'An id belongs to one person for good.', source: PEOPLE, status: 409 },
  'nobody-grants-to-themselves': { sentence: 'Nobody grants a role to themselves.', source: APART, status: 422 },
  'role-fits-area': {
    sentence:
      'Assessors and directors belong to an office; panels to an office, a region or England; a committee secretary and an administrator to England; an auditor to a region or England; an organisation to itself.',
    source: GRANTS,
    status: 422,
  },
  'grant-area-unknown': {
    sentence: 'An area is an office, a region or an organisation that is recorded here.',
    source: GRANTS,
    status: 422,
  },
  'grant-not-backdated': {
    sentence: 'A grant begins today or later: nobody was allowed before they were.',
    source: GRANTS,
    status: 422,
  },
  'grant-ends-after-it-begins': { sentence: 'A grant does not end before it begins.', source: GRANTS, status: 422 },
  'auditor-grant-ends': { sentence: "An auditor's grant has a last day.", source: APART, status: 422 },
  'role-held-alone': {
    sentence: 'An administrator, or an auditor, holds no other role at the same time.',
    source: APART,
    status: 422,
  },
  'grant-held-already': { sentence: 'A role in an area is granted once at a time.', source: GRANTS, status: 409 },
  'machine-judges-nothing': {
    sentence: 'A machine is no director, sits on no panel, and confirms and grants nothing.',
    source: PEOPLE,
    status: 422,
  },
  'cover-has-an-end': { sentence: "Cover for another office's director has a last day.", source: COVER, status: 422 },
  'cover-is-by-a-director': {
    sentence: 'Cover is given by the director of another office, as director of the one covered.',
    source: COVER,
    status: 422,
  },
  'second-office-is-cover': {
    sentence: 'A director of one office holds another only as cover, with the reason for it.',
    source: COVER,
    status: 422,
  },
  'grant-unknown': { sentence: 'Only a grant this person was given can be withdrawn.', source: GRANTS, status: 404 },
  'grant-ended-already': { sentence: 'A grant that has come to its end cannot be withdrawn.', source: GRANTS, status: 409 },
  'withdrawal-not-backdated': {
    sentence: 'A withdrawal counts from today or later: what was done before stays done.',
    source: GRANTS,
    status: 422,
  },
  'withdrawal-not-put-off': {
    sentence: 'A withdrawal that is to come can be brought forward, not put off.',
    source: GRANTS,
    status: 422,
  },
  'sign-in-taken': { sentence: "An identity provider's name for somebody belongs to one person.", source: PEOPLE, status: 409 },
} as const satisfies Readonly<Record<string, { readonly sentence: string; readonly source: string; readonly status: number }>>;

/** The name of a rule of grants. */
export type GrantRule = keyof typeof grantRules;
