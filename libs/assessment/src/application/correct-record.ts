import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CorrectionRequest } from '#api-contract/assessment-requests.js';
import type { Permission } from '#identity/contract.js';
import { isLive } from '../core/assessment/state.js';
import { ASSESSMENT_DECISIONS, type AssessmentDecisions, assessmentStream } from './assessment-decisions.js';
import { type AssessmentOutcome, Assessments, type CommandSender } from './assessments.js';

/** Corrects fields of a record, or withdraws it; the record stays readable either way. */
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
  constructor(
    private readonly assessments: Assessments,
    @Inject(ASSESSMENT_DECISIONS) private readonly decisions: AssessmentDecisions,
  ) {}

  async execute({ by, assessment, request }: CorrectRecord): Promise<AssessmentOutcome> {
    const permission = await this.permissionFor(assessment, request.record);
    const task = { by, assessment, request, permission } as const;
    if ('withdraw' in request) {
      const { record, reason } = request;
      return this.assessments.carryOut({ ...task, type: 'withdraw-record', command: () => ({ record, reason }) });
    }
    const { record, reason } = request;
    const fields = Object.entries(request.fields).map(([field, value]) => ({ field, value }));
    return this.assessments.carryOut({ ...task, type: 'correct-record', command: () => ({ record, reason, fields }) });
  }

  /** Whoever may record what was given may correct it. */
  private async permissionFor(assessment: string, record: string): Promise<Permission> {
    const { state } = await this.decisions.lastKnown(assessmentStream(assessment));
    const isGiven = isLive(state) && state.records.get(record)?.kind === 'given-rating';
    return isGiven ? 'assessment.record-given' : 'assessment.correct';
  }
}
