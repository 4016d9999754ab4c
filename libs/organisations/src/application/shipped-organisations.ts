import { readFile } from 'node:fs/promises';
import { projectPath } from '#platform/project-root.js';
import type { ImportReport } from './import-report.js';
import type { ImportOptions, OrganisationImport } from './import-organisations.js';

/** The project's own lists: organisations, and then what the codes of CCGs went on as. */
const SHIPPED = ['organisations.csv', 'sub-icb-locations.csv'];

/** Where the project's own list of organisations lies. */
export const shippedOrganisationsPath = (file = 'organisations.csv'): string =>
  projectPath('libs', 'organisations', 'data', file);

/** Records the organisations the product ships with; run again, it records nothing. */
export async function importShippedOrganisations(into: OrganisationImport, options: ImportOptions): Promise<ImportReport> {
  const files = await Promise.all(
    SHIPPED.map(async (name) => ({ name, content: await readFile(shippedOrganisationsPath(name)) })),
  );
  return into.run(files, options);
}
