import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { EvidenceRequest } from '#api-contract/assessment-requests.js';
import { type AssessmentOutcome, Assessments, type CommandSender, speaksFor } from './assessments.js';

/** Attaches evidence for items: the office at any time, the organisation while its window is open. */
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
      permission: 'assessment.attach-evidence',
      command: () => ({ ...request, by: speaksFor(by.person) }),
    });
  }
}
