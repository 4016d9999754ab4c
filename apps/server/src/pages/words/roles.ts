import type { Area, Person, Role } from '#identity/contract.js';

/** What somebody in a role may do, in a sentence for people. Source: http-api.md, "Who may, to begin with". */
export const duties: Readonly<Record<Role, string>> = {
  assessor: 'Records meetings, calls and evidence, rates, and submits for moderation.',
  director: 'Decides at the local stage, and records meetings and calls.',
  'panel-member': 'Decides at the stage of their panel.',
  'panel-chair': 'Chairs a panel, and decides at its stage.',
  'panel-secretary': 'Reads what a panel has before it, and records its sitting.',
  'committee-secretary': "Records the committee's confirmation, and publishes.",
  organisation:
    'Reads what is published and what is shared with their organisation, comments on that, and scores their own organisation where its framework asks for it.',
  auditor: 'Reads everything, changes nothing.',
  administrator: 'Grants roles, and looks after imports and read models; sees no drafts.',
};

/** A role as people read it. */
export const roleNames: Readonly<Record<Role, string>> = {
  assessor: 'Assessor',
  director: 'Director',
  'panel-member': 'Panel member',
  'panel-chair': 'Panel chair',
  'panel-secretary': 'Panel secretary',
  'committee-secretary': 'Committee secretary',
  organisation: 'Organisation',
  auditor: 'Auditor',
  administrator: 'Administrator',
};

/** The role somebody acts in and where, as short as a header needs it: "Assessor, Q70". */
export const roleAndArea = ({ role, area }: Pick<Person, 'role' | 'area'>): string =>
  area.kind === 'england' ? roleNames[role] : `${roleNames[role]}, ${area.code}`;

/** Where somebody acts, in words; by its code where no name of the place is known. */
export function areaInWords(area: Area, name: string | undefined): string {
  switch (area.kind) {
    case 'england':
      return 'All of England';
    case 'office':
      return name === undefined ? `Local office ${area.code}` : `Local office: ${name}`;
    case 'region':
      return name === undefined ? `Region ${area.code}` : `Region: ${name}`;
    case 'organisation':
      return name ?? `Organisation ${area.code}`;
  }
}
