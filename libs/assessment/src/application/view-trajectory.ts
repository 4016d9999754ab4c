import { type TrajectoryRecord, valueOfMonth } from '../core/assessment/state.js';
import type { TrajectoryMonth, TrajectoryView } from './assessment-view.js';

/** Shapes a trajectory: the months of its plan, and those before a revision of which something is known. */
export function trajectoryView(record: TrajectoryRecord): TrajectoryView {
  const { id, fields, plan, revisions, withdrawn, values } = record;
  const months = new Set([...plan.map(({ month }) => month), ...values.map(({ month }) => month)]);
  return {
    id,
    item: fields.item ?? null,
    measure: fields.measure,
    unit: fields.unit ?? null,
    better: fields.better,
    agreedOn: fields.agreedOn,
    record: fields.from?.record ?? null,
    months: [...months].sort().map((month) => monthView(record, month)),
    revisions: revisions.map(({ reason, decidedOn }) => ({ reason, decidedOn })),
    withdrawn: withdrawn ? { reason: withdrawn.reason, withdrawnOn: withdrawn.withdrawnOn } : null,
  };
}

function monthView(record: TrajectoryRecord, month: string): TrajectoryMonth {
  const planned = record.plan.find((one) => one.month === month)?.planned ?? null;
  const value = valueOfMonth(record, month);
  return {
    month,
    planned,
    actual: value?.actual ?? null,
    onTrack: planned === null || value === undefined ? null : isAsGood(value.actual, planned, record.fields.better),
    source: value?.source ?? null,
    reason: value?.reason ?? null,
  };
}

const isAsGood = (actual: string, planned: string, better: 'higher' | 'lower'): boolean =>
  better === 'higher' ? Number(actual) >= Number(planned) : Number(actual) <= Number(planned);
