import type { BusinessDate } from '#kernel/business-date.js';
import { derivedId } from '#kernel/ids.js';
import { isRefusal } from '#kernel/refusal.js';
import type { Broken, CommandBase, Decision } from './command.js';
import type { AssessmentEventOf } from './events.js';
import { given } from '#kernel/given.js';
import { theRecordIsKnown, theRecordStands } from './rules-on-records.js';
import { theMonthsAreInOrder, trajectoryFor } from './rules-on-trajectories.js';
import { liveFor, theDateIsNotInTheFuture, theItemIsInTheFramework } from './rules.js';
import type { Assessment, LiveAssessment } from './state.js';

export type PlannedMonths = AssessmentEventOf<'TrajectoryAgreed'>['data']['months'];

/** Agrees how a measure is to go, month by month. */
export interface AgreeTrajectory extends CommandBase {
  readonly type: 'agree-trajectory';
  readonly measure: string;
  readonly unit?: string | undefined;
  readonly better: 'higher' | 'lower';
  readonly months: PlannedMonths;
  readonly item?: string | undefined;
  /** The meeting or call it was agreed at. */
  readonly record?: string | undefined;
  /** Today when left out. */
  readonly agreedOn?: BusinessDate | undefined;
}

export function agreeTrajectory(command: AgreeTrajectory, state: Assessment): Decision {
  const live = liveFor('agree-trajectory', state);
  if (isRefusal(live)) return live;
  const { commandId, measure, unit, better, months, item, record, today, agreedOn = today } = command;
  const trajectory = derivedId(commandId, 'trajectory');
  if (live.records.has(trajectory)) return [];
  const refusal =
    theDateIsNotInTheFuture(agreedOn, today, '/agreedOn') ??
    (item === undefined ? undefined : theItemIsInTheFramework(live.terms, item, '/item')) ??
    theMonthsAreInOrder(months) ??
    itWasAgreedSomewhere(live, record);
  if (refusal !== undefined) return refusal;
  const from = placeAgreed(live, record);
  return [{ type: 'TrajectoryAgreed', data: { trajectory, measure, better, months, agreedOn, ...given({ from, item, unit }) } }];
}

function itWasAgreedSomewhere(state: LiveAssessment, id: string | undefined): Broken {
  if (id === undefined) return undefined;
  const record = state.records.get(id);
  return theRecordIsKnown(record, id, '/record', ['meeting', 'call']) ?? (record && theRecordStands(record));
}

function placeAgreed(state: LiveAssessment, id: string | undefined) {
  const record = id === undefined ? undefined : state.records.get(id);
  return record?.kind === 'meeting' || record?.kind === 'call' ? { kind: record.kind, record: record.id } : undefined;
}

/** Puts another plan in place of the one agreed; what came of it so far stays. */
export interface ReviseTrajectory extends CommandBase {
  readonly type: 'revise-trajectory';
  readonly trajectory: string;
  readonly months: PlannedMonths;
  readonly reason: string;
  /** Today when left out. */
  readonly decidedOn?: BusinessDate | undefined;
}

export function reviseTrajectory(command: ReviseTrajectory, state: Assessment): Decision {
  const live = liveFor('revise-trajectory', state);
  if (isRefusal(live)) return live;
  const { months, reason, today, decidedOn = today } = command;
  const record = trajectoryFor(live, command.trajectory);
  if (isRefusal(record)) return record;
  if (isSamePlan(record.plan, months)) return [];
  const refusal = theDateIsNotInTheFuture(decidedOn, today, '/decidedOn') ?? theMonthsAreInOrder(months);
  return refusal ?? [{ type: 'TrajectoryRevised', data: { trajectory: record.id, months, reason, decidedOn } }];
}

const isSamePlan = (one: PlannedMonths, other: PlannedMonths): boolean =>
  one.length === other.length &&
  one.every(({ month, planned }, index) => month === other[index]?.month && planned === other[index].planned);
