import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { EvidenceRequest } from '#api-contract/assessment-requests.js';
import { type AssessmentOutcome, Assessments, type CommandSender } from './assessments.js';

/** Attaches evidence for items. */
export class AttachEvidence extends Command<AssessmentOutcome> {
  constructor(
    readonly by: CommandSender,
    readonly assessment: string,
    readonly request: EvidenceRequest,
  ) {
    super();
  }
}

@CommandHandler(AttachEvidence)
export class AttachEvidenceHandler implements ICommandHandler<AttachEvidence> {
  constructor(private readonly assessments: Assessments) {}

  execute({ by, assessment, request }: AttachEvidence): Promise<AssessmentOutcome> {
    return this.assessments.carryOut({
      by,
      assessment,
      request,
      type: 'attach-evidence',
      permission: 'assessment.record',
      command: () => request,
    });
  }
}
