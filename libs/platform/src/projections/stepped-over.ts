import { codecOf } from '#kernel/codec.js';
import type { Decider } from '#kernel/decider.js';
import { eventFamily, type EventOf } from '#kernel/event-family.js';
import { refuse } from '#kernel/refusal.js';
import { freeText } from '#kernel/text.js';
import { z } from 'zod';
import type { EventStore } from '../event-store/port.js';
import { readerOf } from '../text-sealing/event-sealing.js';
import type { ProjectionFailure, ProjectionKey } from './checkpoints.js';

const position = z.string().regex(/^\d+$/);

/** What operators decide about projections, in the streams `projection-{name}`. */
export const projectionEvents = eventFamily({
  /** The projection, in this version, does without the event at this position. */
  ProjectionSteppedOver: {
    version: 1,
    schema: z.strictObject({
      projection: z.string(),
      version: z.int(),
      position,
      /** The stored name of the event that was stepped over. */
      storedName: z.string(),
      reason: freeText(),
      steppedOverOn: z.iso.date(),
    }),
  },
});

export type ProjectionEvent = EventOf<typeof projectionEvents>;

export const projectionEventCodec = codecOf(projectionEvents);
const reader = readerOf(projectionEventCodec);

/** The stream of what was decided about a projection. */
export const streamOfProjection = (name: string): string => `projection-${name}`;

/** A projection shall do without the event it has stopped at. */
export interface StepOver {
  readonly projection: ProjectionKey;
  readonly position: bigint;
  readonly reason: string;
  readonly steppedOverOn: string;
  /** Where it stands still now; undefined when it does not. */
  readonly stoppedAt: ProjectionFailure | undefined;
}

/** `not-stopped-there`: the projection runs, or has stopped at another event. `reason-missing`: the reason cannot be recorded. */
export type StepOverRule = 'not-stopped-there' | 'reason-missing';

/** The positions a projection was told to do without, by its version. */
type SteppedOver = Readonly<Record<number, readonly string[]>>;

export const steppedOverDecider: Decider<SteppedOver, StepOver, ProjectionEvent, StepOverRule> = {
  initialState: {},
  evolve: (before, { data }) => ({ ...before, [data.version]: [...(before[data.version] ?? []), data.position] }),
  decide({ projection: { name, version }, position, reason, steppedOverOn, stoppedAt }, before) {
    if (stoppedAt?.position !== position) return notStoppedThere(name, position, stoppedAt);
    if (before[version]?.includes(String(position)) === true) return [];
    const stated = projectionEvents.ProjectionSteppedOver.schema.shape.reason.safeParse(reason);
    if (!stated.success)
      return refuse('reason-missing', 'Say why the event is stepped over; the reason is recorded. Nothing was changed.');
    const { storedName } = stoppedAt;
    const data = { projection: name, version, position: String(position), storedName, reason: stated.data, steppedOverOn };
    return [{ type: 'ProjectionSteppedOver', data }];
  },
};

function notStoppedThere(name: string, position: bigint, stoppedAt: ProjectionFailure | undefined) {
  const stands = stoppedAt === undefined ? 'it has not stopped' : `it has stopped at position ${stoppedAt.position}`;
  return refuse(
    'not-stopped-there',
    `The projection ${name} cannot step over position ${position}: ${stands}. Nothing was changed.`,
    { facts: { stoppedAt: stoppedAt === undefined ? null : String(stoppedAt.position) } },
  );
}

/**
 * The positions a projection does without. They are part of what its rows follow from, so a rebuild leaves them out as well; a
 * raised version meets these events again.
 */
export async function loadSteppedOver(store: EventStore, { name, version }: ProjectionKey): Promise<ReadonlySet<bigint>> {
  const events = (await store.readStream(streamOfProjection(name))).map((recorded) => reader.read(recorded));
  return new Set(events.filter(({ data }) => data.version === version).map(({ data }) => BigInt(data.position)));
}
