import { codecOf } from '#kernel/codec.js';
import type { PersonDirectory } from '#identity/contract.js';
import { type OrganisationEvent, organisationEvents } from '#organisations/contract.js';
import type { Clock } from '#platform/clock/clock.js';
import { originOfDispatch } from '#platform/process-managers/dispatch-origin.js';
import type { DispatchedCommand, HostedProcess } from '#platform/process-managers/hosted-process.js';
import type { EventReader } from '#platform/projections/projection.js';
import { readerOf } from '#platform/text-sealing/event-sealing.js';
import { assessmentCodec } from '../core/assessment/codec.js';
import type { AssessmentEvent } from '../core/assessment/events.js';
import { type ActionsAfterMerger, actionsAfterMerger, type PassOnOpenAction } from '../process/actions-after-merger.js';
import { type DueActions, dueActions, type NoteActionDue } from '../process/due-actions.js';
import { filedMeetings, type FileRecord } from '../process/filed-meetings.js';
import { type AssessmentDecisions, assessmentStream } from './assessment-decisions.js';
import { FileMeetings } from './file-meetings.js';

/** The injection token of the process managers of assessments, a list for the runner. */
export const ASSESSMENT_PROCESSES = Symbol('AssessmentProcesses');

/** Who notes by itself that an action fell due. */
const DUE_ACTIONS = { actor: 'process:due-actions', role: 'system' };

/** Who passes actions on by itself. */
const ACTIONS_AFTER_MERGER = { actor: 'process:actions-after-merger', role: 'system' };

const reader = readerOf(assessmentCodec);
const ofOrganisations = readerOf(codecOf(organisationEvents));
/** Reads the events of assessments and of organisations; their stored names differ. */
const readerOfBoth: EventReader<AssessmentEvent | OrganisationEvent> = {
  storedNames: [...reader.storedNames, ...ofOrganisations.storedNames],
  read: (recorded) =>
    ofOrganisations.storedNames.includes(recorded.type) ? ofOrganisations.read(recorded) : reader.read(recorded),
};

/** The process managers of assessments, with how their commands are carried out. */
export function assessmentProcesses(
  decisions: AssessmentDecisions,
  people: PersonDirectory,
  clock: Clock,
): readonly HostedProcess[] {
  const files = new FileMeetings(decisions, people, clock);
  const filing: HostedProcess<null, AssessmentEvent, FileRecord> = {
    manager: filedMeetings,
    reader,
    dispatch: (dispatched) => files.file(dispatched),
  };
  const noting: HostedProcess<DueActions, AssessmentEvent, NoteActionDue> = {
    manager: dueActions,
    reader,
    dispatch: (dispatched) => noteDue(dispatched, decisions, clock),
  };
  const passingOn: HostedProcess<ActionsAfterMerger, AssessmentEvent | OrganisationEvent, PassOnOpenAction> = {
    manager: actionsAfterMerger,
    reader: readerOfBoth,
    dispatch: (dispatched) => passOn(dispatched, decisions, clock),
  };
  return [filing, noting, passingOn];
}

function noteDue(dispatched: DispatchedCommand<NoteActionDue>, decisions: AssessmentDecisions, clock: Clock) {
  const { id: commandId, command } = dispatched;
  const asked = { type: 'note-action-fell-due', action: command.action } as const;
  const identity = { actor: DUE_ACTIONS.actor, commandId, today: clock.today() };
  return decisions.run(
    assessmentStream(command.assessment),
    { ...asked, ...identity },
    originOfDispatch(dispatched, DUE_ACTIONS),
  );
}

function passOn(dispatched: DispatchedCommand<PassOnOpenAction>, decisions: AssessmentDecisions, clock: Clock) {
  const { id: commandId, command } = dispatched;
  const { assessment, ...asked } = command;
  const identity = { actor: ACTIONS_AFTER_MERGER.actor, commandId, today: clock.today() };
  return decisions.run(
    assessmentStream(assessment),
    { type: 'pass-on-action', ...asked, ...identity },
    originOfDispatch(dispatched, ACTIONS_AFTER_MERGER),
  );
}
