import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  type ConfirmationRequest,
  confirmationRequest,
  type RatingsRequest,
  ratingsRequest,
  type RecallRequest,
  recallRequest,
  type StageDecisionRequest,
  stageDecisionRequest,
  type StageNotHeldRequest,
  stageNotHeldRequest,
  type SubmissionRequest,
  submissionRequest,
  type TransferRequest,
  transferRequest,
  type WithdrawalRequest,
  withdrawalRequest,
} from '#api-contract/assessment-requests.js';
import { type FrameworkVersionRequest, frameworkVersionRequest } from '#api-contract/framework-version-requests.js';
import {
  ApplyFrameworkVersion,
  ConfirmRatings,
  DecideStage,
  ProposeRatings,
  RecallSubmission,
  RecordStageNotHeld,
  SubmitForModeration,
  TransferAssessment,
  WithdrawAssessment,
} from '#assessment/commands.js';
import { answerCommand, type CommandAnswer, type CommandContext, Context } from '../../edge/command-context.js';
import { API } from '../base.js';
import { assessmentId } from './assessment-id.js';
import { CommandRoute } from './command-route.js';

const Id = (): ParameterDecorator => Param('id', { schema: assessmentId });
const Reply = (): ParameterDecorator => Res({ passthrough: true });
/** Judging binds to the revision that was judged. */
const Judging = (): ParameterDecorator => Context({ ifMatch: 'required' });
const judges = { judges: true } as const;

/** Ratings and their way through moderation. */
@ApiTags('Assessments: judging')
@Controller(`${API}/assessments`)
export class JudgingController {
  constructor(private readonly commands: CommandBus) {}

  /** The assessor's proposals or changes to them, all or nothing. */
  @Post(':id/ratings')
  @CommandRoute('assessment.rate', 'Rate items, or change their ratings', judges)
  async rate(
    @Id() id: string,
    @Body({ schema: ratingsRequest }) request: RatingsRequest,
    @Judging() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new ProposeRatings(by, id, request)), reply);
  }

  @Post(':id/submission')
  @CommandRoute('assessment.submit', 'Submit the ratings to moderation', judges)
  async submit(
    @Id() id: string,
    @Body({ schema: submissionRequest }) request: SubmissionRequest,
    @Judging() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new SubmitForModeration(by, id, request)), reply);
  }

  /** Only before a stage has decided in this round. */
  @Post(':id/recall')
  @CommandRoute('assessment.submit', 'Take a submission back')
  async recall(
    @Id() id: string,
    @Body({ schema: recallRequest }) request: RecallRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new RecallSubmission(by, id, request)), reply);
  }

  @Post(':id/moderation/local')
  @CommandRoute('assessment.minute-local', "The local stage's decision", judges)
  async local(
    @Id() id: string,
    @Body({ schema: stageDecisionRequest }) request: StageDecisionRequest,
    @Judging() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new DecideStage(by, id, 'local', request)), reply);
  }

  @Post(':id/moderation/regional')
  @CommandRoute('assessment.minute-regional', "The regional stage's decision", judges)
  async regional(
    @Id() id: string,
    @Body({ schema: stageDecisionRequest }) request: StageDecisionRequest,
    @Judging() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new DecideStage(by, id, 'regional', request)), reply);
  }

  @Post(':id/moderation/national')
  @CommandRoute('assessment.minute-national', "The national stage's decision", judges)
  async national(
    @Id() id: string,
    @Body({ schema: stageDecisionRequest }) request: StageDecisionRequest,
    @Judging() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new DecideStage(by, id, 'national', request)), reply);
  }

  /** Where the pack allows it. Who may is the stage's own: its permission is checked with the request. */
  @Post(':id/stages-not-held')
  @CommandRoute('assessment.read', 'Say why a stage was not held')
  async notHeld(
    @Id() id: string,
    @Body({ schema: stageNotHeldRequest }) request: StageNotHeldRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new RecordStageNotHeld(by, id, request)), reply);
  }

  @Post(':id/confirmation')
  @CommandRoute('assessment.confirm', "The committee's decision", judges)
  async confirm(
    @Id() id: string,
    @Body({ schema: confirmationRequest }) request: ConfirmationRequest,
    @Judging() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new ConfirmRatings(by, id, request)), reply);
  }

  /** While its ratings are not final. The headline is computed anew, and what a stage had put in its place may lapse. */
  @Post(':id/framework-versions')
  @CommandRoute('assessment.apply-framework-version', 'Apply a newer version of the framework', judges)
  async applyVersion(
    @Id() id: string,
    @Body({ schema: frameworkVersionRequest }) request: FrameworkVersionRequest,
    @Judging() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new ApplyFrameworkVersion(by, id, request)), reply);
  }

  /** Opened in error: off every list and count, still readable. */
  @Post(':id/withdrawal')
  @CommandRoute('assessment.withdraw', 'Withdraw an assessment opened in error')
  async withdraw(
    @Id() id: string,
    @Body({ schema: withdrawalRequest }) request: WithdrawalRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new WithdrawAssessment(by, id, request)), reply);
  }

  @Post(':id/transfer')
  @CommandRoute('assessment.transfer', 'Hand an assessment to another office')
  async transfer(
    @Id() id: string,
    @Body({ schema: transferRequest }) request: TransferRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new TransferAssessment(by, id, request)), reply);
  }
}
