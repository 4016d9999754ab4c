import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type FoldedRowsOptions, FoldedRows, foldedRows, type KnownRow } from '#platform/projections/folded-rows.js';
import { readerOf } from '#platform/text-sealing/event-sealing.js';
import { scorecardCodec } from '../core/scorecard/codec.js';
import type { ScorecardEvent } from '../core/scorecard/events.js';
import { scorecardStream } from '../core/scorecard/kinds.js';
import { evolve, initialState, type Scorecard } from '../core/scorecard/state.js';

/** The read model's table. */
const SCORECARDS = 'scorecards_v1';

const options: FoldedRowsOptions<Scorecard, ScorecardEvent> = {
  name: 'scorecards',
  version: 1,
  table: SCORECARDS,
  reader: readerOf(scorecardCodec),
  keyOf: (stream) => stream.slice(scorecardStream('').length),
  take: (known, { event }) => evolve(known ?? initialState, withoutEntries(event)),
};

/** A list asks when editions are public and what became of them; what they say is read from their own stream. */
function withoutEntries(event: ScorecardEvent): ScorecardEvent {
  if (event.type !== 'EditionFrozen') return event;
  const content = { ...event.data.content, entries: [], omitted: [], items: [], scales: [] };
  return { type: event.type, data: { ...event.data, content } };
}

/** What was known of each scorecard after each event, without the entries of its editions. */
export const scorecardsProjection = new FoldedRows(options);

/** Answers questions about scorecards from the read model. */
@Injectable()
export class KnownScorecards {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  /** Every scorecard recorded by a position of the log, by its id; their editions are without entries. */
  all(asAt?: bigint): Promise<readonly KnownRow<Scorecard>[]> {
    return foldedRows<Scorecard>(this.dataSource, SCORECARDS, { asAt });
  }
}
