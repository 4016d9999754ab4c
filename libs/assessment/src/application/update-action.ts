import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ActionUpdateRequest } from '#api-contract/assessment-requests.js';
import { type AssessmentOutcome, Assessments, type CommandSender } from './assessments.js';

/** Records progress of an action, its completion, or a new due date with its reason. */
export class UpdateAction extends Command<AssessmentOutcome> {
  constructor(
    readonly by: CommandSender,
    readonly assessment: string,
    readonly action: string,
    readonly request: ActionUpdateRequest,
  ) {
    super();
  }
}

@CommandHandler(UpdateAction)
export class UpdateActionHandler implements ICommandHandler<UpdateAction> {
  constructor(private readonly assessments: Assessments) {}

  execute({ by, assessment, action, request }: UpdateAction): Promise<AssessmentOutcome> {
    return this.assessments.carryOut({
      by,
      assessment,
      request: { action, ...request },
      type: 'update-action',
      permission: 'assessment.record',
      command: () => ({ action, update: request }),
    });
  }
}
