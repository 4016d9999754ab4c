import type { QueryBus } from '@nestjs/cqrs';
import { stringify } from 'csv-stringify/sync';
import type { FrameworkVersionsRequest } from '#api-contract/framework-version-requests.js';
import { ListUnfinished } from '#assessment/queries.js';
import type { HandedIn } from '#bulk-entry/commands.js';
import { ReadBulkEntryRows } from '#bulk-entry/queries.js';
import type { Person } from '#identity/contract.js';
import { problem } from './problem.js';

/**
 * The bulk entry that puts every unfinished assessment of a framework and period under a version, as the file somebody would
 * have handed in. Asked again for an entry that was accepted, it is the same file: what was applied since is in it.
 */
export async function frameworkVersionFile(
  queries: QueryBus,
  person: Person,
  entry: string,
  { framework, period, version, reason }: FrameworkVersionsRequest,
): Promise<HandedIn> {
  const entered = await queries.execute(new ReadBulkEntryRows(person, entry));
  const organisations =
    entered?.map(({ cells }) => cells['organisation'] ?? '') ??
    (await queries.execute(new ListUnfinished(person, { framework, period, version }))).map(({ organisation }) => organisation);
  if (organisations.length === 0)
    throw problem(
      'bulk-entry-says-nothing-new',
      `No assessment of ${framework} for ${period} is unfinished and stands under an older version. Nothing was recorded.`,
    );
  const rows = organisations.map((organisation) => ({ organisation, framework, period, version: String(version), reason }));
  return {
    kind: 'framework-versions',
    file: `${framework}-version-${String(version)}-${period}.csv`,
    text: stringify(rows, { header: true }),
  };
}
