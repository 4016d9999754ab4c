import type { BusinessDate } from '#kernel/business-date.js';
import type { Refusal } from '#kernel/refusal.js';
import type { Broken } from './command.js';
import { atField, broken, firstBroken } from './refusals.js';
import type { AssessmentRule } from './rule-book.js';
import { theRecordStands } from './rules-on-records.js';
import type { AssessmentCase, TrajectoryRecord } from './state.js';

/* The rules on improvement trajectories; the rest stand in `rules.ts`. */

/** The trajectory of that id, or the rule that stands in the way: it was never agreed here, or was withdrawn ("Trajectories"). */
export function trajectoryFor(state: AssessmentCase, id: string): TrajectoryRecord | Refusal<AssessmentRule> {
  const record = state.records.get(id);
  if (record?.kind !== 'trajectory') return broken('unknown-trajectory', `No trajectory ${id} was agreed in this assessment.`);
  return theRecordStands(record) ?? record;
}

/** A plan names each month once, in their order ("Trajectories"). */
export const theMonthsAreInOrder = (months: readonly { readonly month: string }[]): Broken =>
  firstBroken(months, ({ month }, index) => {
    const before = months[index - 1]?.month;
    if (before === undefined || before < month) return undefined;
    const detail = before === month ? `${month} is named twice.` : `${month} comes before ${before}.`;
    return atField('months-not-in-order', `/months/${String(index)}/month`, `${detail} Name each month once, in their order.`);
  });

/** What came of a month is told for months of the plan ("Trajectories"). */
export function theMonthIsPlanned({ plan, fields }: TrajectoryRecord, month: string, pointer: string): Broken {
  if (plan.some((one) => one.month === month)) return undefined;
  const known = plan.map((one) => one.month).join(', ');
  return atField('month-not-on-trajectory', pointer, `${fields.measure} is planned for ${known}, and not for ${month}.`);
}

/** Nothing has come of a month that has not begun ("Trajectories"). */
export function theMonthHasBegun(month: string, today: BusinessDate, pointer: string): Broken {
  if (month <= today.slice(0, 7)) return undefined;
  return atField('month-still-to-come', pointer, `${month} has not begun: today is ${today}.`);
}

/** A value that was told is told otherwise only with a reason ("Trajectories"). */
export function aChangedValueHasAReason(changed: readonly string[], reason: string | undefined): Broken {
  if (changed.length === 0 || reason !== undefined) return undefined;
  return atField('changed-value-needs-a-reason', '/reason', `Say why ${changed.join(', ')} is told otherwise than before.`);
}
