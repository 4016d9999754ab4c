import { codecOf } from '#kernel/codec.js';
import type { Projection } from '#platform/projections/projection.js';
import { readerOf } from '#platform/text-sealing/event-sealing.js';
import { type FrameworkEvent, frameworkEvents } from '../core/framework/events.js';
import { FrameworkVersion } from './framework-version.entity.js';

/** The catalogue: one row for each adopted version, never changed afterwards. */
export const frameworksProjection: Projection<FrameworkEvent> = {
  name: 'frameworks',
  version: 2,
  tables: ['frameworks_v2'],
  reader: readerOf(codecOf(frameworkEvents)),
  async apply(events, manager) {
    const rows = events.map(({ event: { data }, position }) => ({
      id: data.pack.id,
      version: data.pack.version,
      hash: data.hash,
      pack: data.pack,
      adoptedOn: data.adoptedOn,
      source: data.source,
      reason: data.reason,
      adoptedAtPosition: String(position),
    }));
    if (rows.length > 0) await manager.insert(FrameworkVersion, rows);
  },
};
