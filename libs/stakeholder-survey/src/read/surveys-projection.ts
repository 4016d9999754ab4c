import { FoldedRows } from '#platform/projections/folded-rows.js';
import { readerOf } from '#platform/text-sealing/event-sealing.js';
import { surveyCodec } from '../core/survey/codec.js';
import { type SurveyEvent, surveyStream } from '../core/survey/events.js';
import { evolve, initialState, type Survey } from '../core/survey/state.js';

/** The read model's table. */
export const SURVEYS = 'stakeholder_surveys_v2';

/** What was known of each year's survey after each event. */
export const surveysProjection = new FoldedRows<Survey, SurveyEvent>({
  name: 'stakeholder-surveys',
  version: 2,
  table: SURVEYS,
  reader: readerOf(surveyCodec),
  keyOf: (stream) => stream.slice(surveyStream('').length),
  take: (known, { event }) => evolve(known ?? initialState, event),
});
