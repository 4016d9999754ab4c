import { FoldedRows } from '#platform/projections/folded-rows.js';
import { readerOf } from '#platform/text-sealing/event-sealing.js';
import { nationalResultsCodec } from '../core/national-results/codec.js';
import { type KnownNationalResults, nationalResultsDecider } from '../core/national-results/decider.js';
import type { NationalResultsEvent } from '../core/national-results/events.js';

/** The read model's table. */
export const NATIONAL_RESULTS = 'national_results_v1';

/** What the sources say of each item in each period, after each event. */
export const nationalResultsProjection = new FoldedRows<KnownNationalResults, NationalResultsEvent>({
  name: 'national-results',
  version: 1,
  table: NATIONAL_RESULTS,
  reader: readerOf(nationalResultsCodec),
  keyOf: (stream) => stream.slice('national-'.length),
  take: (known, { event }) => nationalResultsDecider.evolve(known ?? nationalResultsDecider.initialState, event),
});
