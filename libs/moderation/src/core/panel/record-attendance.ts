import { isRefusal } from '#kernel/refusal.js';
import type { CommandBase, Decision } from './command.js';
import { nobodyIsThereAndNot, sittingIn, theyAreOfThePanel } from './rules.js';
import type { Panel } from './state.js';

/** Records who is there from now on: decisions are taken by those present. */
export interface RecordAttendance extends CommandBase {
  readonly type: 'record-attendance';
  readonly present: readonly string[];
  readonly apologies: readonly string[];
}

export function recordAttendance(command: RecordAttendance, panel: Panel): Decision {
  const sitting = sittingIn(['convened', 'open'], panel);
  if (isRefusal(sitting)) return sitting;
  const [present, apologies] = [[...new Set(command.present)], [...new Set(command.apologies)]];
  const refusal =
    theyAreOfThePanel(sitting, present, (index) => `/present/${String(index)}`) ??
    theyAreOfThePanel(sitting, apologies, (index) => `/apologies/${String(index)}`) ??
    nobodyIsThereAndNot(present, apologies);
  if (refusal !== undefined) return refusal;
  const { attendance } = sitting;
  if (attendance !== undefined && isSame(attendance.present, present) && isSame(attendance.apologies, apologies)) return [];
  return [{ type: 'AttendanceRecorded', data: { present, apologies } }];
}

const isSame = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((person) => other.includes(person));
