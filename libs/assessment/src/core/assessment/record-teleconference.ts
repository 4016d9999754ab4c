import type { BusinessDate } from '#kernel/business-date.js';
import { derivedId } from '#kernel/ids.js';
import { isRefusal } from '#kernel/refusal.js';
import { actionsAgreed, type NewAction, theActionsAreSound } from './agreed-actions.js';
import { attendedBy, type Attendant } from './attendance.js';
import type { CommandBase, Decision } from './command.js';
import type { AssessmentEventOf } from './events.js';
import { given } from '#kernel/given.js';
import { firstBroken } from './refusals.js';
import { liveFor, theDateIsNotInTheFuture, theItemIsInTheFramework } from './rules.js';
import type { Assessment } from './state.js';

/** Records a teleconference between checkpoints: an update per item, whether it is at risk, and the actions agreed. */
export interface RecordTeleconference extends CommandBase {
  readonly type: 'record-teleconference';
  readonly heldOn: BusinessDate;
  readonly participants: readonly Attendant[];
  readonly updates: readonly { readonly item: string; readonly note: string; readonly atRisk: boolean }[];
  readonly actions: readonly NewAction[];
  readonly notes?: string | undefined;
  /** Whether the call was escalated; left out, that was not recorded. */
  readonly escalated?: boolean | undefined;
  /** The id it has already, where it was logged for another assessment; a new call gets its own. */
  readonly call?: string | undefined;
  /** The ids of the other assessments the call was also held for. */
  readonly alsoFor?: readonly string[] | undefined;
}

export function recordTeleconference(command: RecordTeleconference, state: Assessment): Decision {
  const live = liveFor('record-teleconference', state);
  if (isRefusal(live)) return live;
  const { commandId, heldOn, updates, actions, notes, alsoFor = [] } = command;
  const call = command.call ?? derivedId(commandId, 'call');
  if (live.records.has(call)) return [];
  const refusal =
    theDateIsNotInTheFuture(heldOn, command.today, '/heldOn') ??
    firstBroken(updates, ({ item }, index) => theItemIsInTheFramework(live.terms, item, `/updates/${String(index)}/item`)) ??
    theActionsAreSound(live.terms, actions);
  if (refusal !== undefined) return refusal;
  const participants = attendedBy(command.participants);
  const escalated = escalationOf(command.escalated);
  return [
    {
      type: 'TeleconferenceHeld',
      data: { call, heldOn, participants, updates: [...updates], escalated, ...given({ notes }), alsoFor },
    },
    ...actionsAgreed(commandId, { kind: 'call', record: call }, heldOn, actions),
  ];
}

const escalationOf = (escalated: boolean | undefined): AssessmentEventOf<'TeleconferenceHeld'>['data']['escalated'] =>
  escalated === undefined ? 'not-recorded' : escalated ? 'yes' : 'no';
