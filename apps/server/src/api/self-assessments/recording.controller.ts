import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  type CriterionReviewRequest,
  criterionReviewRequest,
  type CriterionScoreRequest,
  criterionScoreRequest,
  type DeskReviewRequest,
  deskReviewRequest,
  nothingMoreRequest,
  type ReasonRequest,
  reasonRequest,
  type SelfAssessmentRequest,
  selfAssessmentRequest,
  type SelfAssessmentReturnRequest,
  selfAssessmentReturnRequest,
  type SitesRequest,
  sitesRequest,
} from '#api-contract/self-assessment-requests.js';
import type { Permission } from '#identity/contract.js';
import {
  BeginDeskReview,
  ChangeSelfAssessment,
  keyIn,
  ProposeFinalScores,
  type SelfAssessmentChange,
  StartSelfAssessment,
} from '#self-assessment/commands.js';
import { selfAssessmentIdOf } from '#self-assessment/contract.js';
import { answerCommand, type CommandAnswer, type CommandContext, Context } from '../../edge/command-context.js';
import { problem } from '../../edge/problem.js';
import { CommandRoute } from '../assessments/command-route.js';
import { API } from '../base.js';
import { selfAssessmentId } from './self-assessment-id.js';

const Id = (): ParameterDecorator => Param('id', { schema: selfAssessmentId });
const Reply = (): ParameterDecorator => Res({ passthrough: true });
const filling: Permission = 'self-assessment.fill';
const reviewing: Permission = 'self-assessment.review';

/** An organisation scores itself; its assessor reviews, returns and finalises. */
@ApiTags('Self-assessment')
@Controller(`${API}/self-assessments`)
export class SelfAssessmentRecordingController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @CommandRoute(filling, 'Start a self-assessment')
  async start(
    @Body({ schema: selfAssessmentRequest }) request: SelfAssessmentRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    const outcome = await this.commands.execute(new StartSelfAssessment(by, request));
    return answerCommand(outcome, reply, { location: `/${API}/self-assessments/${selfAssessmentIdOf(request)}` });
  }

  /** The site evidence lies on; of an organisation formed in the year also those of the organisations it took in. */
  @Post(':id/sites')
  @CommandRoute(filling, "State the organisation's own site")
  sites(
    @Id() id: string,
    @Body({ schema: sitesRequest }) request: SitesRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.change(by, id, { type: 'state-sites', request }, reply);
  }

  /** Again for the same criterion, it takes the place of the score before, which stays readable. */
  @Post(':id/scores')
  @CommandRoute(filling, 'Score a criterion, with its evidence')
  score(
    @Id() id: string,
    @Body({ schema: criterionScoreRequest }) request: CriterionScoreRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.change(by, id, { type: 'score', request }, reply);
  }

  @Post(':id/submission')
  @CommandRoute(filling, 'Submit it to the assessor')
  submit(
    @Id() id: string,
    @Body({ schema: nothingMoreRequest }) _request: object,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.change(by, id, { type: 'submit' }, reply);
  }

  /** Starts it as well, where the organisation has not. */
  @Post(':id/desk-review')
  @CommandRoute(reviewing, 'Begin a desk review, without a submission')
  async deskReview(
    @Id() id: string,
    @Body({ schema: deskReviewRequest }) request: DeskReviewRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    const key = keyIn(id);
    if (key === undefined)
      throw problem('not-found', `${id} is not the id of an assessment, such as 11J.ccg-assurance-2015-16.2015-16-q2.`);
    return answerCommand(await this.commands.execute(new BeginDeskReview(by, key, request)), reply);
  }

  /** A score that differs from the organisation's own, or stands without one, is explained. */
  @Post(':id/reviews')
  @CommandRoute(reviewing, 'Review a criterion')
  review(
    @Id() id: string,
    @Body({ schema: criterionReviewRequest }) request: CriterionReviewRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.change(by, id, { type: 'review', request }, reply);
  }

  @Post(':id/return')
  @CommandRoute(reviewing, 'Return it to the organisation for more')
  giveBack(
    @Id() id: string,
    @Body({ schema: selfAssessmentReturnRequest }) request: SelfAssessmentReturnRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.change(by, id, { type: 'return', request }, reply);
  }

  /** The assessor goes on with what was submitted. */
  @Post(':id/return/withdrawal')
  @CommandRoute(reviewing, 'Take a return back')
  takeReturnBack(
    @Id() id: string,
    @Body({ schema: reasonRequest }) request: ReasonRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.change(by, id, { type: 'withdraw-return', request }, reply);
  }

  /** No rating follows by itself: the final scores are proposed by the route below, or rated by hand. */
  @Post(':id/finalisation')
  @CommandRoute(reviewing, 'Make the reviewed scores final')
  finalise(
    @Id() id: string,
    @Body({ schema: nothingMoreRequest }) _request: object,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.change(by, id, { type: 'finalise' }, reply);
  }

  @Post(':id/finalisation/withdrawal')
  @CommandRoute(reviewing, 'Take final scores back')
  takeFinalBack(
    @Id() id: string,
    @Body({ schema: reasonRequest }) request: ReasonRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.change(by, id, { type: 'withdraw-finalisation', request }, reply);
  }

  /** The assessor's ordinary proposal in the assessment of the same id, each rating with its origin. If-Match: that assessment's. */
  @Post(':id/proposal')
  @CommandRoute('assessment.rate', 'Propose the final scores as ratings', { judges: true })
  async propose(
    @Id() id: string,
    @Body({ schema: nothingMoreRequest }) _request: object,
    @Context({ ifMatch: 'required' }) by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new ProposeFinalScores(by, id)), reply);
  }

  private async change(
    by: CommandContext,
    id: string,
    change: SelfAssessmentChange,
    reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new ChangeSelfAssessment(by, id, change)), reply);
  }
}
