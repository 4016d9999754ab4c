import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ReadBackRequest } from '#api-contract/sharing-requests.js';
import { type AssessmentOutcome, Assessments, type CommandSender } from './assessments.js';

/** Says of the note of a meeting or call whether it is as one remembers. */
export class ReadBackNote extends Command<AssessmentOutcome> {
  constructor(
    readonly by: CommandSender,
    readonly assessment: string,
    readonly request: ReadBackRequest,
  ) {
    super();
  }
}

@CommandHandler(ReadBackNote)
export class ReadBackNoteHandler implements ICommandHandler<ReadBackNote> {
  constructor(private readonly assessments: Assessments) {}

  execute({ by, assessment, request }: ReadBackNote): Promise<AssessmentOutcome> {
    const speaker = by.person.role === 'organisation' ? ('organisation' as const) : ('attendee' as const);
    return this.assessments.carryOut({
      by,
      assessment,
      request,
      type: 'read-back-note',
      permission: 'assessment.read-back',
      command: () => ({ ...request, by: speaker }),
    });
  }
}
