import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CorrectionRequest } from '#api-contract/assessment-requests.js';
import { type AssessmentOutcome, Assessments, type CommandSender } from './assessments.js';

/** Corrects fields of a meeting, call, action or evidence, or withdraws it; the record stays readable either way. */
export class CorrectRecord extends Command<AssessmentOutcome> {
  constructor(
    readonly by: CommandSender,
    readonly assessment: string,
    readonly request: CorrectionRequest,
  ) {
    super();
  }
}

@CommandHandler(CorrectRecord)
export class CorrectRecordHandler implements ICommandHandler<CorrectRecord> {
  constructor(private readonly assessments: Assessments) {}

  execute({ by, assessment, request }: CorrectRecord): Promise<AssessmentOutcome> {
    const task = { by, assessment, request, permission: 'assessment.correct' } as const;
    if ('withdraw' in request) {
      const { record, reason } = request;
      return this.assessments.carryOut({ ...task, type: 'withdraw-record', command: () => ({ record, reason }) });
    }
    const { record, reason } = request;
    const fields = Object.entries(request.fields).map(([field, value]) => ({ field, value }));
    return this.assessments.carryOut({ ...task, type: 'correct-record', command: () => ({ record, reason, fields }) });
  }
}
