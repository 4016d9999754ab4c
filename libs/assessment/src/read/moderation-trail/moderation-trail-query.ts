import type { DataSource } from 'typeorm';
import { type Moment, positionOf } from '../per-assessment/moment.js';
import {
  type ModerationTrail,
  TRAIL_STAGES,
  type TrailCell,
  type TrailDecision,
  type TrailItem,
  type TrailOfItem,
} from './trail-shape.js';
import type { TrailRound, TrailStage, TrailStep } from './trail-shape.js';

type TrailRow = TrailCell &
  Pick<TrailStep, 'stage' | 'panel' | 'reference'> & {
    readonly item: string;
    readonly label: string;
    readonly itemOrder: number;
  };

const COLUMNS = `item, item_label as "label", item_order as "itemOrder", stage, round, outcome, from_rating as "from", from_label as "fromLabel",
  to_rating as "to", to_label as "toLabel", reason, explanation, certainty, decided_by as "decidedBy", recorded_by as "recordedBy",
  decided_on as "decidedOn", recorded_at as "recordedAt", judged_revision as "judgedRevision", recorded_since as "recordedSince",
  revision, position, panel, reference`;

/** Who judged what at which stage, in each round. */
export class ModerationTrailQuery {
  constructor(private readonly dataSource: DataSource) {}

  /** The trail as it had been recorded by a position; without items where nothing was judged yet. Also of a withdrawn assessment. */
  async of(assessment: string, moment: Moment = {}): Promise<ModerationTrail> {
    const rows = await this.dataSource.query<TrailRow[]>(
      `select ${COLUMNS} from moderation_trail_v1 where assessment = $1 and position <= $2::bigint order by position, item_order`,
      [assessment, positionOf(moment)],
    );
    return trailOf(assessment, rows);
  }
}

/** Lays the rows of one assessment, oldest first, out as its trail. */
export function trailOf(assessment: string, rows: readonly TrailRow[]): ModerationTrail {
  const ofItems = rows.filter(({ item }) => item !== '');
  const rounds = [...new Set(rows.map(({ round }) => round))].sort((one, other) => one - other);
  const inOrder = ofItems.toSorted((one, other) => one.itemOrder - other.itemOrder);
  const items = [...new Set(inOrder.map(({ item }) => item))];
  return {
    assessment,
    rounds: rounds.map((round) => roundOf(round, rows)),
    items: items.map((item) =>
      itemTrail(
        item,
        ofItems.filter((row) => row.item === item),
        rounds.at(-1) ?? 1,
      ),
    ),
  };
}

function roundOf(round: number, rows: readonly TrailRow[]): TrailRound {
  const inRound = rows.filter((row) => row.round === round);
  const wholes = inRound.filter(({ item }) => item === '');
  return { round, steps: wholes.map((row) => stepOf(row, inRound)) };
}

function stepOf(row: TrailRow, inRound: readonly TrailRow[]): TrailStep {
  const { stage, panel, reference } = row;
  const ofStep = inRound.filter(({ item, position }) => item !== '' && position === row.position);
  const itemsChanged = ofStep.filter(isChangedByPeople).length;
  return { stage, panel, reference, itemsChanged, ...decisionOf(row) };
}

/** People give a reason for what they change; what a rule made of it changes without one. */
const isChangedByPeople = ({ outcome, reason }: TrailRow): boolean => outcome === 'changed' && reason !== null;

function itemTrail(item: string, rows: readonly TrailRow[], current: number): TrailItem {
  const earlier = [...new Set(rows.map(({ round }) => round))].filter((round) => round < current);
  const now = rows.filter(({ round }) => round === current);
  const wasRatedNow = now.some(({ stage }) => stage === 'assessor');
  return {
    item,
    label: rows[0]?.label ?? item,
    ...stagesOf(now),
    unchangedSinceRound: wasRatedNow ? null : (rows.findLast(({ stage }) => stage === 'assessor')?.round ?? null),
    earlierRounds: earlier.map((round) => ({ round, ...stagesOf(rows.filter((row) => row.round === round)) })),
  };
}

/** Each stage's last word in a round. */
const stagesOf = (rows: readonly TrailRow[]): TrailOfItem =>
  Object.fromEntries(TRAIL_STAGES.map((stage) => [stage, lastAt(rows, stage)])) as Record<TrailStage, TrailCell | null>;

function lastAt(rows: readonly TrailRow[], stage: TrailStage): TrailCell | null {
  const row = rows.findLast((each) => each.stage === stage);
  if (row === undefined) return null;
  const { from, fromLabel, to, toLabel, explanation, certainty } = row;
  return { from, fromLabel, to, toLabel, explanation, certainty, ...decisionOf(row) };
}

function decisionOf(row: TrailRow): TrailDecision {
  const { outcome, round, reason, decidedBy, recordedBy, decidedOn, recordedAt, judgedRevision, recordedSince } = row;
  const { revision, position } = row;
  return {
    outcome,
    round,
    reason,
    decidedBy,
    recordedBy,
    decidedOn,
    recordedAt,
    judgedRevision,
    recordedSince,
    revision,
    position,
  };
}
