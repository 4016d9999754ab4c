import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { TeleconferenceRequest } from '#api-contract/assessment-requests.js';
import { type AssessmentOutcome, Assessments, type CommandSender } from './assessments.js';
import { AttendanceNames, attendantsOf } from './attendance-names.js';

/** Records a teleconference between checkpoints, with the actions agreed on it. */
export class RecordTeleconference extends Command<AssessmentOutcome> {
  constructor(
    readonly by: CommandSender,
    readonly assessment: string,
    readonly request: TeleconferenceRequest,
  ) {
    super();
  }
}

@CommandHandler(RecordTeleconference)
export class RecordTeleconferenceHandler implements ICommandHandler<RecordTeleconference> {
  constructor(
    private readonly assessments: Assessments,
    private readonly names: AttendanceNames,
  ) {}

  execute({ by, assessment, request }: RecordTeleconference): Promise<AssessmentOutcome> {
    return this.assessments.carryOut({
      by,
      assessment,
      request,
      type: 'record-teleconference',
      permission: 'assessment.record',
      before: ({ commandId }) => this.names.file(commandId, request.participants),
      command: ({ commandId }) => ({ ...request, participants: attendantsOf(commandId, request.participants) }),
    });
  }
}
