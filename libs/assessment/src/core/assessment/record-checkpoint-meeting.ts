import type { BusinessDate } from '#kernel/business-date.js';
import { derivedId } from '#kernel/ids.js';
import { isRefusal } from '#kernel/refusal.js';
import { actionsAgreed, type NewAction, theActionsAreSound } from './agreed-actions.js';
import { attendedBy, type Attendant } from './attendance.js';
import type { CommandBase, Decision } from './command.js';
import { given } from '#kernel/given.js';
import { firstBroken } from './refusals.js';
import { liveFor, theDateIsNotInTheFuture, theItemIsInTheFramework } from './rules.js';
import type { Assessment } from './state.js';

/** Records a checkpoint meeting with the actions agreed at it. Names of attendants were filed under person ids before. */
export interface RecordCheckpointMeeting extends CommandBase {
  readonly type: 'record-checkpoint-meeting';
  readonly heldOn: BusinessDate;
  readonly attendance: readonly Attendant[];
  readonly discussions: readonly { readonly item: string; readonly note: string }[];
  readonly actions: readonly NewAction[];
  readonly notes?: string | undefined;
  /** The id it has already, where it was logged for another assessment; a new meeting gets its own. */
  readonly meeting?: string | undefined;
  /** The ids of the other assessments the meeting was also held for. */
  readonly alsoFor?: readonly string[] | undefined;
}

export function recordCheckpointMeeting(command: RecordCheckpointMeeting, state: Assessment): Decision {
  const live = liveFor('record-checkpoint-meeting', state);
  if (isRefusal(live)) return live;
  const { commandId, heldOn, discussions, actions, notes, alsoFor = [] } = command;
  const meeting = command.meeting ?? derivedId(commandId, 'meeting');
  if (live.records.has(meeting)) return [];
  const refusal =
    theDateIsNotInTheFuture(heldOn, command.today, '/heldOn') ??
    firstBroken(discussions, ({ item }, index) =>
      theItemIsInTheFramework(live.terms, item, `/discussions/${String(index)}/item`),
    ) ??
    theActionsAreSound(live.terms, actions);
  if (refusal !== undefined) return refusal;
  const attendance = attendedBy(command.attendance);
  return [
    {
      type: 'CheckpointMeetingHeld',
      data: { meeting, heldOn, attendance, discussions: [...discussions], ...given({ notes }), alsoFor },
    },
    ...actionsAgreed(commandId, { kind: 'meeting', record: meeting }, heldOn, actions),
  ];
}
