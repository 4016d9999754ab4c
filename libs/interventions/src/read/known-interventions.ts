import type { PartialDate } from '#kernel/partial-date.js';
import { FoldedRows } from '#platform/projections/folded-rows.js';
import { readerOf } from '#platform/text-sealing/event-sealing.js';
import { interventionCodec } from '../core/intervention/codec.js';
import { dayOfEvent } from '../core/intervention/day-of-event.js';
import { interventionStream, type InterventionEvent } from '../core/intervention/events.js';
import { evolve, initialState, type Intervention } from '../core/intervention/state.js';

/** One thing that happened to an intervention, or to its record. */
export interface InterventionMoment {
  readonly type: InterventionEvent['type'];
  readonly on: PartialDate | null;
  /** The reason or note that was typed, where there is one. */
  readonly detail: string | null;
  readonly actor: string;
  readonly recordedAt: string;
  readonly position: string;
}

/** A row of `interventions_v2`. */
export interface KnownInterventions {
  readonly state: Intervention;
  /** In the order recorded. */
  readonly timeline: readonly InterventionMoment[];
}

/** The read model's table. */
export const INTERVENTIONS = 'interventions_v2';

/** What was known of each intervention after each event. */
export const interventionsProjection = new FoldedRows<KnownInterventions, InterventionEvent>({
  name: 'interventions',
  version: 2,
  table: INTERVENTIONS,
  reader: readerOf(interventionCodec),
  keyOf: (stream) => stream.slice(interventionStream('').length),
  take: (known, { event, position, recordedAt, metadata }) => ({
    state: evolve(known?.state ?? initialState, event),
    timeline: [
      ...(known?.timeline ?? []),
      {
        type: event.type,
        on: dayOfEvent(event),
        detail: detailOf(event),
        actor: metadata.actor,
        recordedAt,
        position: String(position),
      },
    ],
  }),
});

function detailOf({ data }: InterventionEvent): string | null {
  if ('reason' in data) return data.reason;
  if ('note' in data) return data.note;
  return 'text' in data ? data.text : null;
}
