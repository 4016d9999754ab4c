import type { OrganisationKind } from '#organisations/contract.js';

/** What an organisation is, in words. */
export const kindNames: Readonly<Record<OrganisationKind, string>> = {
  ccg: 'Clinical commissioning group (CCG)',
  icb: 'Integrated care board (ICB)',
  'sub-icb-location': 'Sub-ICB location',
  'local-office': 'Local office of NHS England',
  region: 'Region of NHS England',
  example: 'Example, not a real organisation',
};
