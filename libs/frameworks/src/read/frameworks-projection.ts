import { codecOf } from '#kernel/codec.js';
import { type ProjectedEvent, projectEvents } from '#platform/projections/projection.js';
import type { Row } from '#platform/projections/writes.js';
import { readerOf } from '#platform/text-sealing/event-sealing.js';
import { type FrameworkEvent, frameworkEvents } from '../core/framework/events.js';

const TABLE = 'frameworks_v2';

/** The catalogue: one row for each adopted version, never changed afterwards. */
export const frameworksProjection = projectEvents<FrameworkEvent>(
  {
    name: 'frameworks',
    version: 2,
    shapes: [{ name: TABLE, key: ['id', 'version'] }],
    reader: readerOf(codecOf(frameworkEvents)),
  },
  (recorded) => [{ do: 'insert', table: TABLE, row: () => rowOf(recorded) }],
);

function rowOf({ event: { data }, position }: ProjectedEvent<FrameworkEvent>): Row {
  const { pack, hash, adoptedOn, source, reason } = data;
  return {
    ...{ id: pack.id, version: pack.version, hash, pack, source, reason },
    adopted_on: adoptedOn,
    adopted_at_position: String(position),
  };
}
