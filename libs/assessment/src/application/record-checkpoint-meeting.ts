import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CheckpointMeetingRequest } from '#api-contract/assessment-requests.js';
import { type AssessmentOutcome, Assessments, type CommandSender } from './assessments.js';
import { AttendanceNames, attendantsOf } from './attendance-names.js';

/** Records a checkpoint meeting, with the actions agreed at it. */
export class RecordCheckpointMeeting extends Command<AssessmentOutcome> {
  constructor(
    readonly by: CommandSender,
    readonly assessment: string,
    readonly request: CheckpointMeetingRequest,
  ) {
    super();
  }
}

@CommandHandler(RecordCheckpointMeeting)
export class RecordCheckpointMeetingHandler implements ICommandHandler<RecordCheckpointMeeting> {
  constructor(
    private readonly assessments: Assessments,
    private readonly names: AttendanceNames,
  ) {}

  execute({ by, assessment, request }: RecordCheckpointMeeting): Promise<AssessmentOutcome> {
    return this.assessments.carryOut({
      by,
      assessment,
      request,
      type: 'record-checkpoint-meeting',
      permission: 'assessment.record',
      before: ({ commandId }) => this.names.file(commandId, request.attendance),
      command: ({ commandId }) => ({ ...request, attendance: attendantsOf(commandId, request.attendance) }),
    });
  }
}
