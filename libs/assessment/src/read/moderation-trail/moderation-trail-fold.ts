import { itemName, labelOrNull } from '../per-assessment/brief-terms.js';
import type { AssessmentFold, Folded, RecordedAssessmentEvent } from '../per-assessment/per-assessment-projection.js';
import type { Row } from '#platform/projections/writes.js';
import { nothingJudged, trailAfter, type TrailEntry, type TrailState, WHOLE } from './trail-entries.js';

const TABLE = 'moderation_trail_v1';

/** Who judged what at which stage: an entry for each item at each stage, and one (item `''`) for the stage as a whole. */
export const moderationTrailFold: AssessmentFold<TrailState> = {
  name: 'moderation-trail',
  version: 1,
  tables: [{ name: TABLE, key: ['assessment', 'position', 'item'], recordedColumn: 'position' }],
  initialState: nothingJudged,
  step(before, recorded) {
    const { state, entries } = trailAfter(before.state, recorded.event, before.terms);
    return {
      state,
      writes: entries.map((entry) => ({ do: 'insert', table: TABLE, row: () => rowOf(before, entry, recorded) })),
    };
  },
};

function rowOf({ assessment, about, terms }: Folded<unknown>, entry: TrailEntry, recorded: RecordedAssessmentEvent): Row {
  const isWhole = entry.item === WHOLE;
  return {
    assessment,
    organisation: about.organisation,
    office: about.office,
    region: about.region,
    position: String(recorded.position),
    revision: String(recorded.revision),
    round: entry.round,
    item: entry.item,
    item_label: isWhole ? '' : itemName(terms, entry.item),
    item_order: isWhole ? -1 : terms.items.findIndex(({ id }) => id === entry.item),
    stage: entry.stage,
    outcome: entry.outcome,
    from_rating: entry.from,
    from_label: labelOrNull(terms, entry.item, entry.from),
    to_rating: entry.to,
    to_label: labelOrNull(terms, entry.item, entry.to),
    reason: entry.reason ?? null,
    explanation: entry.explanation ?? null,
    certainty: entry.certainty ?? null,
    decided_by: entry.decidedBy ?? [],
    recorded_by: recorded.metadata.actor,
    decided_on: entry.decidedOn,
    recorded_at: recorded.recordedAt,
    judged_revision: entry.judgedRevision ?? null,
    recorded_since: entry.recordedSince ?? [],
    panel: entry.panel ?? null,
    reference: entry.reference ?? null,
  };
}
