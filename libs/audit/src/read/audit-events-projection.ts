import type { RecordedEvent } from '#platform/event-store/port.js';
import {
  type EventReader,
  type ProjectedEvent,
  projectStreams,
  type StreamProjection,
} from '#platform/projections/projection.js';
import type { Row } from '#platform/projections/writes.js';
import { type AuditedFamily, plainTitle, type SealedEvent } from './audited-family.js';

const EVENTS = 'audit_events_v1';

/** What later titles of a stream need of its events so far. */
interface StreamWords {
  readonly vocabulary?: unknown;
}

/** One line per event of the whole log: who did what to which record, and when. Texts stay sealed. */
export function auditEventsProjection(families: readonly AuditedFamily[]): StreamProjection<SealedEvent, StreamWords> {
  const byCategory = new Map(families.map((family) => [family.category, family]));
  return projectStreams<SealedEvent, StreamWords>({
    name: 'audit-events',
    version: 1,
    shapes: [{ name: EVENTS, key: ['position'] }],
    reader: sealedReader([...new Set(families.flatMap(({ storedNames }) => storedNames))]),
    initialState: {},
    step(before, recorded) {
      const category = categoryOf(recorded.stream);
      const family = byCategory.get(category);
      const vocabulary = family?.vocabularyOf?.(recorded.event) ?? before.vocabulary;
      const row = (): Row => rowOf(recorded, { category, family, vocabulary });
      return {
        state: vocabulary === before.vocabulary ? before : { vocabulary },
        writes: [{ do: 'insert', table: EVENTS, row }],
      };
    },
  });
}

interface Told extends StreamWords {
  readonly category: string;
  readonly family: AuditedFamily | undefined;
}

function rowOf(recorded: ProjectedEvent<SealedEvent>, { category, family, vocabulary }: Told): Row {
  const { event, stream, metadata } = recorded;
  return {
    position: String(recorded.position),
    stream,
    revision: String(recorded.revision),
    event_id: recorded.id,
    category,
    organisation: family?.organisationOf?.(stream.slice(category.length + 1)) ?? null,
    type: event.type,
    version: event.version,
    title: family?.titleOf?.(event, vocabulary) ?? plainTitle(event.type),
    actor: metadata.actor,
    role: metadata.role,
    business_date: metadata.businessDate ?? null,
    recorded_at: recorded.recordedAt,
    command_id: metadata.commandId,
    correlation_id: metadata.correlationId,
  };
}

const categoryOf = (stream: string): string => stream.slice(0, Math.max(0, stream.indexOf('-'))) || stream;

/** Reads an event without opening its texts and without its schema: an audit list must not stop at what a schema refuses. */
function sealedReader(storedNames: readonly string[]): EventReader<SealedEvent> {
  const known = new Map(storedNames.map((storedName) => [storedName, nameAndVersion(storedName)]));
  return {
    storedNames,
    read({ type: storedName, payload }: RecordedEvent): SealedEvent {
      const { type, version } = known.get(storedName) ?? nameAndVersion(storedName);
      return { type, version, data: JSON.parse(payload) as unknown };
    },
  };
}

function nameAndVersion(storedName: string): Pick<SealedEvent, 'type' | 'version'> {
  const match = /^(.*)\.v(\d+)$/.exec(storedName);
  return { type: match?.[1] ?? storedName, version: Number(match?.[2] ?? 1) };
}
