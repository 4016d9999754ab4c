import type { AssessmentEvent } from '../../core/assessment/events.js';
import { nothingJudged, trailAfter, type TrailEntry, type TrailState, WHOLE } from '../moderation-trail/trail-entries.js';
import { periodOrder } from '../per-assessment/about.js';
import { type BriefItem, itemName } from '../per-assessment/brief-terms.js';
import type { AssessmentFold, Folded, RecordedAssessmentEvent } from '../per-assessment/per-assessment-projection.js';
import type { Row, Write } from '#platform/projections/writes.js';

const TABLE = 'rating_movements_v1';

interface MovementsState {
  readonly trail: TrailState;
  /** The day the assessment came before the stage that is due; null while no stage is. */
  readonly cameOn: string | null;
}

/** What each stage made of each item (one row an item, one with item `''` for the stage as a whole), and how long it took. */
export const ratingMovementsFold: AssessmentFold<MovementsState> = {
  name: 'rating-movements',
  version: 1,
  tables: [{ name: TABLE, key: ['assessment', 'position', 'item'], recordedColumn: 'position' }],
  initialState: { trail: nothingJudged, cameOn: null },
  step(before, recorded) {
    const { event } = recorded;
    const { state: trail, entries } = trailAfter(before.state.trail, event, before.terms);
    const writes: Write[] = entries
      .filter(isOfAStage)
      .map((entry) => ({ do: 'insert', table: TABLE, row: () => rowOf(before, entry, recorded) }));
    if (event.type === 'AssessmentWithdrawn')
      writes.push({ do: 'retract', table: TABLE, of: { assessment: before.assessment }, at: String(recorded.position) });
    return { state: { trail, cameOn: cameOnAfter(before.state.cameOn, event) }, writes };
  },
};

const OF_A_STAGE: readonly string[] = ['upheld', 'changed', 'returned', 'confirmed'];

/** What the assessor did, and that something was published, is no stage's movement. */
const isOfAStage = ({ stage, outcome }: TrailEntry): boolean => stage !== 'assessor' && OF_A_STAGE.includes(outcome);

function cameOnAfter(before: string | null, event: AssessmentEvent): string | null {
  switch (event.type) {
    case 'SubmittedForModeration':
      return event.data.submittedOn;
    case 'StageDecided':
      return event.data.outcome === 'returned' ? null : event.data.decidedOn;
    case 'StageNotHeld':
      return event.data.decidedOn;
    case 'SubmissionRecalled':
    case 'ConfirmationReturned':
    case 'RatingsConfirmed':
    case 'Reopened':
    case 'AssessmentWithdrawn':
      return null;
    default:
      return before;
  }
}

/** The item of an entry about the assessment as a whole. */
const whole = { kind: null, scale: null, ratings: [] as readonly string[] };

function itemOf(items: readonly BriefItem[], id: string) {
  const item = items.find((each) => each.id === id);
  return item === undefined
    ? whole
    : { kind: item.kind, scale: item.scale.id, ratings: item.scale.ratings.map((rating) => rating.id) };
}

function rowOf(
  { assessment, about, terms, state }: Folded<MovementsState>,
  entry: TrailEntry,
  recorded: RecordedAssessmentEvent,
): Row {
  const { kind, scale, ratings } = itemOf(terms.items, entry.item);
  const isWhole = entry.item === WHOLE;
  return {
    assessment,
    organisation: about.organisation,
    organisation_kind: about.organisationKind,
    organisation_name: about.organisationName,
    office: about.office,
    office_name: about.officeName,
    region: about.region,
    region_name: about.regionName,
    period: about.period,
    period_order: periodOrder(about.period),
    framework: terms.framework.id,
    framework_title: terms.framework.title,
    position: String(recorded.position),
    round: entry.round,
    stage: entry.stage,
    panel: entry.panel ?? null,
    item: entry.item,
    item_label: isWhole ? '' : itemName(terms, entry.item),
    item_kind: kind,
    item_order: isWhole ? -1 : terms.items.findIndex(({ id }) => id === entry.item),
    scale,
    outcome: entry.outcome,
    from_rating: entry.from,
    to_rating: entry.to,
    steps: stepsBetween(ratings, entry.from, entry.to),
    // A rule's result moves with what it is computed from; people give a reason for what they move.
    by_rule: entry.outcome === 'changed' && (entry.reason ?? null) === null,
    reason: entry.reason ?? null,
    came_on: state.cameOn,
    decided_on: entry.decidedOn,
    recorded_at: recorded.recordedAt,
  };
}

/** How far a rating moved on its scale, best first: 1 is one step worse. Null where one of the two is on no scale. */
function stepsBetween(ratings: readonly string[], from: string | null, to: string | null): number | null {
  const [before, after] = [ratings.indexOf(from ?? ''), ratings.indexOf(to ?? '')];
  return before < 0 || after < 0 ? null : after - before;
}
