import { periodOrder } from '../per-assessment/about.js';
import { labelOrNull } from '../per-assessment/brief-terms.js';
import { type AssessmentFold, type Folded, type RecordedAt, whenRecorded } from '../per-assessment/per-assessment-projection.js';
import type { Row } from '#platform/projections/writes.js';
import { checkpointOf, missingItems, notOpened, type Standing, standingAfter } from '../per-assessment/standing.js';
import { type ActionsKept, actionsAfter, openOnes } from '../work-list/actions.js';

const TABLE = 'assessments_v1';

interface AssessmentsState {
  readonly standing: Standing;
  readonly actions: ActionsKept;
}

/** One row per assessment, as it stands now. */
export const assessmentsFold: AssessmentFold<AssessmentsState> = {
  name: 'assessments',
  version: 1,
  tables: [{ name: TABLE, key: ['assessment'] }],
  initialState: { standing: notOpened, actions: {} },
  step(before, recorded) {
    const standing = standingAfter(before.state.standing, recorded.event, before.terms);
    const { actions } = actionsAfter(before.state.actions, recorded.event);
    const state = { standing, actions };
    const { assessment } = before;
    const at = whenRecorded(recorded);
    const row = (): Row => rowOf({ ...before, state }, at);
    return { state, writes: [{ do: 'put', table: TABLE, key: { assessment }, row }] };
  },
};

function rowOf({ assessment, about, terms, termsDigest, state }: Folded<AssessmentsState>, at: RecordedAt): Row {
  const { standing } = state;
  const headline = terms.items.find(({ kind }) => kind === 'headline')?.id;
  const open = openOnes(state.actions);
  return {
    assessment,
    organisation: about.organisation,
    organisation_kind: about.organisationKind,
    office: about.office,
    region: about.region,
    period: about.period,
    period_order: periodOrder(about.period),
    organisation_name: about.organisationName,
    office_name: about.officeName,
    region_name: about.regionName,
    framework: terms.framework.id,
    framework_version: terms.framework.version,
    framework_title: terms.framework.title,
    terms: termsDigest,
    cadence: terms.cadence,
    status: standing.status,
    stage_due: standing.stageDue,
    round: standing.round,
    revision: String(at.revision),
    position: String(at.position),
    recorded_at: at.recordedAt,
    opened_on: standing.openedOn,
    planned_for: standing.plannedFor,
    checkpoint: checkpointOf(standing),
    submitted_on: standing.submittedOn,
    ratings: standing.ratings,
    missing: missingItems(standing, terms),
    headline_computed: standing.headline.computed,
    headline_override: standing.headline.override,
    headline_result: standing.headline.result,
    headline_label: headline === undefined ? null : labelOrNull(terms, headline, standing.headline.result),
    headline_certainty: standing.headlineCertainty,
    open_actions: open.length,
    next_action_due: open.map(({ due }) => due).sort()[0] ?? null,
  };
}
