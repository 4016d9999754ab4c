import type { DataSource } from 'typeorm';
import type { Stage } from '../../core/assessment/framework-terms.js';
import { periodOrder } from '../per-assessment/about.js';
import { heldAt, type Moment, positionOf } from '../per-assessment/moment.js';
import type { Status, Task } from '../per-assessment/standing.js';

/** Somebody's desk: the role they act in, and where. Codes of an office, a region or an organisation. */
export interface Desk {
  readonly role: string;
  readonly area: { readonly kind: 'england' } | { readonly kind: 'office' | 'region' | 'organisation'; readonly code: string };
}

/** An assessment that waits for somebody. */
export interface WaitingAssessment {
  readonly assessment: string;
  readonly organisation: string;
  readonly organisationName: string;
  readonly office: string;
  readonly region: string;
  readonly framework: string;
  readonly frameworkTitle: string;
  readonly period: string;
  readonly status: Status;
  readonly round: number;
  readonly waitsFor: 'assessor' | Stage;
  readonly task: Task['task'];
  readonly waitingSince: string | null;
  readonly checkpoint: 'held' | 'not-held' | 'none';
  readonly plannedFor: string | null;
  /** Items still to be rated. */
  readonly missing: readonly string[];
  /** The stage that sent it back, and the items it named. */
  readonly returnedBy: string | null;
  readonly returnedItems: readonly string[];
  /** The revision to judge. */
  readonly revision: string;
}

/** An action agreed at a meeting or on a call. */
export interface ActionOnList {
  readonly action: string;
  /** The assessment it was agreed in. */
  readonly assessment: string;
  readonly organisation: string;
  readonly period: string;
  readonly item: string | null;
  readonly itemLabel: string | null;
  readonly description: string;
  readonly owner: string;
  readonly due: string;
  readonly agreedOn: string;
  /** The day it fell due, if it did while open. */
  readonly fellDueOn: string | null;
  /** The code of the organisation that took in its own, since when the action is that one's. */
  readonly passedOnTo: string | null;
  readonly status: 'open' | 'completed' | 'withdrawn';
  readonly completedOn: string | null;
  readonly lastNote: string | null;
  readonly recordedAt: string;
  readonly revision: string;
}

/** An open action that goes on in a later period. */
export interface CarriedAction extends ActionOnList {
  /** The code of the predecessor that agreed it, where a merger passed it on; null for the organisation's own. */
  readonly passedOnFrom: string | null;
}

/** What waits for somebody, longest first, and the actions still open in their area, by due date. */
export interface WorkOnDesk {
  readonly waiting: readonly WaitingAssessment[];
  readonly actions: readonly ActionOnList[];
}

const WAITING = `assessment, organisation, organisation_name as "organisationName", office, region, framework,
  framework_title as "frameworkTitle", period, status, round, waits_for as "waitsFor", task, waiting_since as "waitingSince",
  checkpoint, planned_for as "plannedFor", missing, returned_by as "returnedBy", returned_items as "returnedItems", revision`;

const ACTION = `action, assessment, organisation, period, item, item_label as "itemLabel", description, owner, due,
  agreed_on as "agreedOn", fell_due_on as "fellDueOn", passed_on_to as "passedOnTo", status, completed_on as "completedOn", last_note as "lastNote", recorded_at as "recordedAt", revision`;

/** At most so many of each are listed: a desk with more needs another way of working. */
const MOST = 500;

/** What waits for whom. */
export class WorkList {
  constructor(private readonly dataSource: DataSource) {}

  /**
   * What waits for a desk. Roles that judge nothing have nothing waiting. Made-up organisations are left out, unless the desk is
   * that organisation's own office or they are asked for.
   */
  async of(desk: Desk, { includeExamples }: { includeExamples?: boolean } = {}): Promise<WorkOnDesk> {
    const waitsFor = deskOf(desk);
    if (waitsFor === undefined) return { waiting: [], actions: [] };
    const { area } = desk;
    const code = area.kind === 'england' ? null : area.code;
    const withExamples = includeExamples ?? (area.kind === 'office' || area.kind === 'organisation');
    const waiting = await this.dataSource.query<WaitingAssessment[]>(
      `select ${WAITING} from work_list_v1
        where waits_for = $1 and ${IN_AREA} and ($4::boolean or organisation_kind <> 'example')
        order by waiting_since, organisation, period_order limit ${String(MOST)}`,
      [waitsFor, area.kind, code, withExamples],
    );
    const actions = await this.dataSource.query<ActionOnList[]>(
      `select ${ACTION} from actions_v1
        where ${heldAt('$1')} and status = 'open' and ${IN_AREA} and ($4::boolean or organisation_kind <> 'example')
        order by due, organisation, action limit ${String(MOST)}`,
      [positionOf({}), area.kind, code, withExamples],
    );
    return { waiting, actions };
  }

  /**
   * Open actions of earlier periods, by due date, that are carried forward into a period: those the organisation agreed, and
   * those passed on to it or, before, to one of its `predecessors`, which it took in later.
   */
  openActionsOf(
    organisation: string,
    beforePeriod: string,
    { predecessors = [], ...moment }: Moment & { readonly predecessors?: readonly string[] } = {},
  ): Promise<readonly CarriedAction[]> {
    return this.dataSource.query<CarriedAction[]>(
      `select ${ACTION}, case when organisation <> $2 then organisation end as "passedOnFrom" from actions_v1
        where (organisation = $2 or passed_on_to = any($4::text[])) and period_order < $3 and ${heldAt('$1')} and status = 'open'
        order by due, action`,
      [positionOf(moment), organisation, periodOrder(beforePeriod), [organisation, ...predecessors]],
    );
  }

  /** Every action agreed in an assessment, as it stood, in the order they were agreed. */
  actionsOf(assessment: string, moment: Moment = {}): Promise<readonly ActionOnList[]> {
    return this.dataSource.query<ActionOnList[]>(
      `select ${ACTION} from actions_v1 where assessment = $2 and ${heldAt('$1')} order by agreed_on, action`,
      [positionOf(moment), assessment],
    );
  }
}

const IN_AREA = `($2 = 'england' or ($2 = 'region' and region = $3) or ($2 = 'office' and office = $3)
    or ($2 = 'organisation' and organisation = $3))`;

const PANELS: Readonly<Record<Desk['area']['kind'], Stage | undefined>> = {
  office: 'local',
  region: 'regional',
  england: 'national',
  organisation: undefined,
};

/** The stage a role judges at: a panel's by its area. */
function deskOf({ role, area }: Desk): Task['waitsFor'] | undefined {
  switch (role) {
    case 'assessor':
      return 'assessor';
    case 'director':
      return 'local';
    case 'panel-member':
    case 'panel-chair':
      return PANELS[area.kind];
    case 'committee-secretary':
      return 'confirmation';
    default:
      return undefined;
  }
}
