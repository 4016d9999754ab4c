import { derivedId } from '#kernel/ids.js';
import { given } from '#kernel/given.js';
import { isRefusal } from '#kernel/refusal.js';
import type { Broken, CommandBase, Decision } from './command.js';
import type { AssessmentEventOf } from './events.js';
import { theRecordIsKnown, theRecordStands } from './rules-on-records.js';
import { aDifferenceIsTold, theOrganisationWasShown, theReaderWasThere } from './rules-on-sharing.js';
import { liveFor } from './rules.js';
import type { Assessment, KeptRecord, LiveAssessment } from './state.js';

type ReadBack = AssessmentEventOf<'MeetingReadBack'>['data'];

/** Says of the note of a meeting or call whether it is as one remembers: by somebody who was there, or by the organisation. */
export interface ReadBackNote extends CommandBase {
  readonly type: 'read-back-note';
  readonly record: string;
  readonly by: ReadBack['by'];
  readonly view: ReadBack['view'];
  readonly text?: string | undefined;
}

export function readBackNote(command: ReadBackNote, state: Assessment): Decision {
  const live = liveFor('read-back-note', state);
  if (isRefusal(live)) return live;
  const { commandId, actor, today, by, view, text } = command;
  const record = live.records.get(command.record);
  const refusal = theNoteMayBeReadBack(command, record, live);
  if (refusal !== undefined || record === undefined) return refusal ?? [];
  if (isSaidAlready(command, live)) return [];
  const told = { record: record.id, by, readBy: actor, view, ...given({ text }) };
  return [{ type: 'MeetingReadBack', data: { readBack: derivedId(commandId, 'read-back'), ...told, readBackOn: today } }];
}

function theNoteMayBeReadBack(command: ReadBackNote, record: KeptRecord | undefined, state: LiveAssessment): Broken {
  const unknown = theRecordIsKnown(record, command.record, '/record', ['meeting', 'call']);
  if (record === undefined) return unknown;
  return (
    unknown ??
    theRecordStands(record) ??
    (command.by === 'organisation'
      ? theOrganisationWasShown(state, record.id, command.today)
      : theReaderWasThere(record, command.actor)) ??
    aDifferenceIsTold(command)
  );
}

/** The organisation speaks with one voice, whoever types; everybody else for themselves. */
function isSaidAlready({ by, actor, record, view, text }: ReadBackNote, { readBacks }: LiveAssessment): boolean {
  const last = readBacks.findLast(
    (each) => each.record === record && each.by === by && (by === 'organisation' || each.readBy === actor),
  );
  return last?.view === view && last.text === text;
}
