import { readFile } from 'node:fs/promises';
import { projectPath } from '#platform/project-root.js';
import type { ImportReport } from './import-report.js';
import type { ImportOptions, OrganisationImport } from './import-organisations.js';

/** Where the project's own list of organisations lies. */
export const shippedOrganisationsPath = (): string => projectPath('libs', 'organisations', 'data', 'organisations.csv');

/** Records the organisations the product ships with; run again, it records nothing. */
export async function importShippedOrganisations(into: OrganisationImport, options: ImportOptions): Promise<ImportReport> {
  const path = shippedOrganisationsPath();
  return into.run([{ name: 'organisations.csv', content: await readFile(path) }], options);
}
