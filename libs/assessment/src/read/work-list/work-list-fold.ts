import { periodOrder } from '../per-assessment/about.js';
import { itemName } from '../per-assessment/brief-terms.js';
import {
  type AssessmentFold,
  type Folded,
  type RecordedAssessmentEvent,
  type RecordedAt,
  whenRecorded,
} from '../per-assessment/per-assessment-projection.js';
import type { Row, Write } from '#platform/projections/writes.js';
import { checkpointOf, missingItems, notOpened, type Standing, standingAfter, taskIn } from '../per-assessment/standing.js';
import { type Action, type ActionsKept, actionsAfter } from './actions.js';

const WORK = 'work_list_v1';
const ACTIONS = 'actions_v1';

interface WorkState {
  readonly standing: Standing;
  readonly actions: ActionsKept;
  /** Per action, the position its latest row holds from. */
  readonly rowsFrom: Readonly<Record<string, string>>;
}

/** What waits for whom (one row per assessment), and every action with how it stood at any time. */
export const workListFold: AssessmentFold<WorkState> = {
  name: 'work-list',
  version: 1,
  tables: [
    { name: WORK, key: ['assessment'] },
    { name: ACTIONS, key: ['action', 'from_position'], recordedColumn: 'from_position' },
  ],
  initialState: { standing: notOpened, actions: {}, rowsFrom: {} },
  step(before, recorded) {
    const standing = standingAfter(before.state.standing, recorded.event, before.terms);
    const { actions, changed } = actionsAfter(before.state.actions, recorded.event);
    const at = String(recorded.position);
    const writes: Write[] = [];
    if (standing.status !== 'transcribed') writes.push(workPut(before, standing, whenRecorded(recorded)));
    if (recorded.event.type === 'AssessmentWithdrawn')
      writes.push({ do: 'retract', table: ACTIONS, of: { assessment: before.assessment }, at });
    if (changed === undefined) return { state: { ...before.state, standing }, writes };
    const from = before.state.rowsFrom[changed.action];
    if (from !== undefined)
      writes.push({ do: 'close', table: ACTIONS, key: { action: changed.action, from_position: from }, at });
    writes.push({ do: 'insert', table: ACTIONS, row: () => actionRow(before, changed, recorded) });
    return { state: { standing, actions, rowsFrom: { ...before.state.rowsFrom, [changed.action]: at } }, writes };
  },
};

function workPut(before: Folded<WorkState>, standing: Standing, at: RecordedAt): Write {
  const { assessment } = before;
  return { do: 'put', table: WORK, key: { assessment }, row: () => workRow(before, standing, at) };
}

function workRow({ assessment, about, terms }: Folded<WorkState>, standing: Standing, at: RecordedAt): Row {
  const task = taskIn(standing, terms);
  return {
    assessment,
    organisation: about.organisation,
    organisation_kind: about.organisationKind,
    office: about.office,
    region: about.region,
    period: about.period,
    period_order: periodOrder(about.period),
    organisation_name: about.organisationName,
    framework: terms.framework.id,
    framework_title: terms.framework.title,
    status: standing.status,
    round: standing.round,
    waits_for: task?.waitsFor ?? null,
    task: task?.task ?? null,
    waiting_since: standing.waitingSince,
    checkpoint: checkpointOf(standing),
    planned_for: standing.plannedFor,
    missing: missingItems(standing, terms),
    returned_by: standing.returned?.by ?? null,
    returned_items: standing.returned?.items ?? [],
    revision: String(at.revision),
    position: String(at.position),
  };
}

function actionRow({ assessment, about, terms }: Folded<WorkState>, action: Action, recorded: RecordedAssessmentEvent): Row {
  return {
    assessment,
    organisation: about.organisation,
    organisation_kind: about.organisationKind,
    office: about.office,
    region: about.region,
    period: about.period,
    period_order: periodOrder(about.period),
    action: action.action,
    item: action.item,
    item_label: action.item === null ? null : itemName(terms, action.item),
    description: action.description,
    owner: action.owner,
    due: action.due,
    agreed_on: action.agreedOn,
    fell_due_on: action.fellDueOn ?? null,
    passed_on_to: action.passedOnTo ?? null,
    status: action.status,
    completed_on: action.completedOn,
    last_note: action.lastNote,
    recorded_at: recorded.recordedAt,
    revision: String(recorded.revision),
    from_position: String(recorded.position),
    to_position: null,
    retracted_position: null,
  };
}
