import { isRefusal } from '#kernel/refusal.js';
import type { CommandBase, Decision } from './command.js';
import { theActionIsKnown } from './rules-on-records.js';
import { liveFor } from './rules.js';
import { hasFallenDue, isOpenAction } from './selectors.js';
import type { ActionRecord, Assessment } from './state.js';

/** Notes that an open action has reached its due day. The service sends it by itself, never a person. */
export interface NoteActionFellDue extends CommandBase {
  readonly type: 'note-action-fell-due';
  readonly action: string;
}

/** Says nothing of an action that was completed, withdrawn, put off or noted before: the world moved on while this was on its way. */
export function noteActionFellDue({ action, today }: NoteActionFellDue, state: Assessment): Decision {
  const live = liveFor('note-action-fell-due', state);
  if (isRefusal(live)) return live;
  const record = live.records.get(action);
  if (record?.kind !== 'action') return theActionIsKnown(live, action) ?? [];
  const { due } = record.fields;
  if (live.status === 'withdrawn' || !isOpenAction(record) || due > today || hasFallenDue(record)) return [];
  return [{ type: 'ActionFellDue', data: { action, due, fellDueOn: dayItFellDue(record) } }];
}

/** The due day itself; the day it was set, where a day was set that lay behind already. */
function dayItFellDue({ fields: { due, agreedOn }, reschedules }: ActionRecord): string {
  const last = reschedules.at(-1);
  const setOn = last?.to === due ? last.decidedOn : agreedOn;
  return setOn > due ? setOn : due;
}
