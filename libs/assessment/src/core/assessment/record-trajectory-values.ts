import type { BusinessDate } from '#kernel/business-date.js';
import { isRefusal } from '#kernel/refusal.js';
import type { CommandBase, Decision } from './command.js';
import { given } from '#kernel/given.js';
import { firstBroken } from './refusals.js';
import { aChangedValueHasAReason, theMonthHasBegun, theMonthIsPlanned, trajectoryFor } from './rules-on-trajectories.js';
import { eachItemIsNamedOnce, liveFor, theDateIsNotInTheFuture } from './rules.js';
import { type Assessment, valueOfMonth } from './state.js';

/** Records what came of months of a trajectory, all or nothing. */
export interface RecordTrajectoryValues extends CommandBase {
  readonly type: 'record-trajectory-values';
  readonly trajectory: string;
  readonly values: readonly { readonly month: string; readonly actual: string }[];
  readonly source?: string | undefined;
  /** Why a month is told otherwise than before. */
  readonly reason?: string | undefined;
  /** Today when left out. */
  readonly receivedOn?: BusinessDate | undefined;
}

export function recordTrajectoryValues(command: RecordTrajectoryValues, state: Assessment): Decision {
  const live = liveFor('record-trajectory-values', state);
  if (isRefusal(live)) return live;
  const { values, source, reason, today, receivedOn = today } = command;
  const record = trajectoryFor(live, command.trajectory);
  if (isRefusal(record)) return record;
  const pointer = (index: number): string => `/values/${String(index)}/month`;
  const refusal =
    theDateIsNotInTheFuture(receivedOn, today, '/receivedOn') ??
    eachItemIsNamedOnce(
      values.map(({ month }) => month),
      pointer,
    ) ??
    firstBroken(
      values,
      ({ month }, index) => theMonthIsPlanned(record, month, pointer(index)) ?? theMonthHasBegun(month, today, pointer(index)),
    );
  if (refusal !== undefined) return refusal;
  const news = values.filter(({ month, actual }) => valueOfMonth(record, month)?.actual !== actual);
  if (news.length === 0) return [];
  const changed = news.map(({ month }) => month).filter((month) => valueOfMonth(record, month) !== undefined);
  return (
    aChangedValueHasAReason(changed, reason) ?? [
      {
        type: 'TrajectoryValuesRecorded',
        data: { trajectory: record.id, values: news, receivedOn, ...given({ source, reason }) },
      },
    ]
  );
}
