import type { EntityManager } from 'typeorm';
import { codecOf } from '#kernel/codec.js';
import type { ProjectedEvent, Projection } from '#platform/projections/projection.js';
import { readerOf } from '#platform/text-sealing/event-sealing.js';
import { type OrganisationEvent, organisationEvents } from '../core/organisation/events.js';
import { OrganisationHistory, type OrganisationRow, type PeriodRow } from './organisation-rows.js';

const codeOf = (stream: string): string => stream.slice('organisation-'.length);

/** What was known of each organisation after each event, and the stretches of days that follow from it. */
export const organisationsProjection: Projection<OrganisationEvent> = {
  name: 'organisations',
  version: 1,
  tables: ['organisations_v1', 'organisation_periods_v1'],
  reader: readerOf(codecOf(organisationEvents)),
  async apply(events: readonly ProjectedEvent<OrganisationEvent>[], manager: EntityManager): Promise<void> {
    const histories = await takenUp([...new Set(events.map(({ stream }) => codeOf(stream)))], manager);
    for (const { event, position, stream } of events) histories.get(codeOf(stream))?.take(event, position);
    const all = [...histories.values()];
    await write(
      'organisations_v1',
      ['code', 'from_position'],
      all.flatMap((history) => history.organisationRows),
      manager,
    );
    const periodKey = ['code', 'valid_from', 'from_position'];
    await write(
      'organisation_periods_v1',
      periodKey,
      all.flatMap((history) => history.periodRows),
      manager,
    );
  },
};

/** The rows that hold now, for each organisation the batch tells of. */
async function takenUp(codes: readonly string[], manager: EntityManager): Promise<ReadonlyMap<string, OrganisationHistory>> {
  const rows = await manager.query<OrganisationRow[]>(
    `select code, example, opened_on::text, closed_on::text, merged_into, merged_on::text, ons_codes, known,
            from_position::text, null as to_position
       from organisations_v1 where to_position is null and code = any($1)`,
    [codes],
  );
  const periods = await manager.query<PeriodRow[]>(
    `select code, example, valid_from::text, valid_until::text, kind, name, office, region,
            from_position::text, null as to_position
       from organisation_periods_v1 where to_position is null and code = any($1)`,
    [codes],
  );
  return new Map(
    codes.map((code) => [
      code,
      new OrganisationHistory(
        rows.find((row) => row.code === code),
        periods.filter((period) => period.code === code),
      ),
    ]),
  );
}

/** Writes many rows in one statement; of a row that is there already only its end can have changed. */
async function write(table: string, key: readonly string[], rows: readonly object[], manager: EntityManager): Promise<void> {
  if (rows.length === 0) return;
  await manager.query(
    `insert into ${table} select row.* from json_populate_recordset(null::${table}, $1::json) as row
     on conflict (${key.join(', ')}) do update set to_position = excluded.to_position`,
    [JSON.stringify(rows)],
  );
}
