import type { Area, Role } from './person.js';

/** A role that may do something. */
export interface PermittedRole {
  readonly role: Role;
  /** The kind of area the role must be held over for this; absent when any of its areas will do. */
  readonly over?: Area['kind'];
}

const assessors: readonly PermittedRole[] = [{ role: 'assessor', over: 'office' }];
const office: readonly PermittedRole[] = [...assessors, { role: 'director', over: 'office' }];
const theOrganisation: readonly PermittedRole[] = [{ role: 'organisation', over: 'organisation' }];
const panel: readonly PermittedRole[] = [{ role: 'panel-member' }, { role: 'panel-chair' }, { role: 'panel-secretary' }];
const judgesOver = (over: Area['kind']): readonly PermittedRole[] => [
  { role: 'panel-member', over },
  { role: 'panel-chair', over },
];
/** Those who record what a stage decided: whoever decides there, and the secretary, who does not. */
const minutedOver = (over: Area['kind']): readonly PermittedRole[] => [...judgesOver(over), { role: 'panel-secretary', over }];
/** The national team, which the expert panels of clinical priority areas report to. */
const nationally: readonly PermittedRole[] = panel.map(({ role }) => ({ role, over: 'england' }));
/** Those who act for the national panel without being members like any other. */
const nationalOffice: readonly PermittedRole[] = [
  { role: 'panel-chair', over: 'england' },
  { role: 'panel-secretary', over: 'england' },
];
/** The committee speaks by its secretary. */
const theCommittee: readonly PermittedRole[] = [{ role: 'committee-secretary', over: 'england' }];
/** Those who convene a panel and record its sitting: in its own area, and the committee's secretary for the committee. */
const panelOffice: readonly PermittedRole[] = [
  { role: 'director', over: 'office' },
  { role: 'panel-chair' },
  { role: 'panel-secretary' },
  { role: 'committee-secretary', over: 'england' },
];
const anyone: readonly PermittedRole[] = [
  { role: 'assessor' },
  { role: 'director' },
  ...panel,
  { role: 'committee-secretary' },
  { role: 'organisation' },
  { role: 'auditor' },
  { role: 'administrator' },
];

/**
 * The one table of who may do what; `docs/permissions.md` is made from it. Every action is checked where it is carried out,
 * against the place recorded with the assessment, never against today's map.
 */
export const permissions = {
  'assessment.open': assessors,
  'assessment.record': office,
  'assessment.record-given': [...office, ...nationally],
  'assessment.publish-given': nationally,
  'assessment.rate': assessors,
  'assessment.submit': assessors,
  'assessment.correct': office,
  'assessment.withdraw': office,
  'assessment.transfer': [{ role: 'director', over: 'office' }],
  'assessment.decide-local': [{ role: 'director', over: 'office' }, ...judgesOver('office')],
  'assessment.decide-regional': judgesOver('region'),
  'assessment.decide-national': judgesOver('england'),
  'assessment.minute-local': [{ role: 'director', over: 'office' }, ...minutedOver('office')],
  'assessment.minute-regional': minutedOver('region'),
  'assessment.minute-national': minutedOver('england'),
  'assessment.confirm': [{ role: 'committee-secretary', over: 'england' }],
  'assessment.request-reopening': [...office, ...minutedOver('region'), ...minutedOver('england'), ...theCommittee],
  'assessment.reopen': [{ role: 'panel-chair', over: 'england' }, ...theCommittee],
  'assessment.apply-framework-version': nationalOffice,
  'assessment.share': office,
  'assessment.comment': theOrganisation,
  'assessment.read-back': [{ role: 'assessor' }, { role: 'director' }, ...panel, ...theOrganisation],
  'assessment.close-sharing': [...office, ...theOrganisation],
  'assessment.attach-evidence': [...office, ...theOrganisation],
  'assessment.read': [{ role: 'assessor' }, { role: 'director' }, ...panel, { role: 'committee-secretary' }, { role: 'auditor' }],
  'moderation-analysis.read': [
    { role: 'assessor' },
    { role: 'director' },
    ...panel,
    { role: 'committee-secretary' },
    { role: 'auditor' },
  ],
  'panel.convene': panelOffice,
  'panel.record': panelOffice,
  'panel.declare': [{ role: 'director' }, ...panel, { role: 'committee-secretary' }],
  'panel.decide': panelOffice,
  'panel.read': [{ role: 'director' }, ...panel, { role: 'committee-secretary' }, { role: 'auditor' }],
  'organisation.read': anyone,
  'domain-status.read': anyone,
  'work-list.read': anyone,
  'audit.read': [{ role: 'auditor' }],
  'intervention.read': anyone,
  'intervention.record': [{ role: 'director', over: 'office' }, ...judgesOver('region'), ...judgesOver('england')],
  'survey.read': anyone,
  'survey-in-full.read': [...office, ...panel, { role: 'auditor' }, { role: 'organisation', over: 'organisation' }],
  'survey.record': office,
  'survey.nominate': [...office, { role: 'organisation', over: 'organisation' }],
  'self-assessment.read': [...office, ...panel, { role: 'auditor' }, { role: 'organisation', over: 'organisation' }],
  'self-assessment.fill': [{ role: 'organisation', over: 'organisation' }],
  'self-assessment.review': assessors,
  'national-results.read': anyone,
  'scorecard-draft.read': [{ role: 'committee-secretary', over: 'england' }, { role: 'auditor' }],
  'scorecard.freeze': [{ role: 'committee-secretary', over: 'england' }],
  'scorecard.publish': [{ role: 'committee-secretary', over: 'england' }],
  'letter.draft': office,
  'letter.issue': [
    { role: 'director', over: 'office' },
    { role: 'committee-secretary', over: 'england' },
  ],
  'letter.check': [{ role: 'organisation', over: 'organisation' }],
  'letter.read': anyone,
  'letter-drafts.read': [
    { role: 'assessor' },
    { role: 'director' },
    ...panel,
    { role: 'committee-secretary' },
    { role: 'auditor' },
  ],
  'person.read': [{ role: 'administrator' }, { role: 'auditor' }],
  'person.manage': [{ role: 'administrator' }],
  'access-log.read': [{ role: 'auditor' }],
  'own-grants.read': anyone,
  'bulk-entry.enter': [...office, ...nationalOffice, { role: 'administrator' }],
  'bulk-entry.read': [...office, ...nationalOffice, { role: 'administrator' }, { role: 'auditor' }],
  'message.read': anyone,
  'message.operate': [{ role: 'administrator' }],
  'import.run': [{ role: 'administrator' }],
  'projection.operate': [{ role: 'administrator' }],
} as const satisfies Readonly<Record<string, readonly PermittedRole[]>>;

/** The name of something a person may be allowed to do. */
export type Permission = keyof typeof permissions;
