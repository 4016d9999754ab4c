import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  type FieldworkRequest,
  fieldworkRequest,
  type SurveyCountsRequest,
  surveyCountsRequest,
  type SurveyCommentRequest,
  surveyCommentRequest,
  type RedactionRequest,
  redactionRequest,
  type AreaActionRequest,
  areaActionRequest,
  type AreaRequest,
  areaRequest,
  type SurveyReportRequest,
  surveyReportRequest,
  type NominationRequest,
  nominationRequest,
  emptyRequest,
} from '#api-contract/survey-requests.js';
import type { Permission } from '#identity/contract.js';
import { code } from '#kernel/text.js';
import { ChangeSurvey, type SurveyChange } from '#stakeholder-survey/commands.js';
import { answerCommand, type CommandAnswer, type CommandContext, Context } from '../../edge/command-context.js';
import { CommandRoute } from '../assessments/command-route.js';
import { API } from '../base.js';
import { type SurveyId, surveyIdParameter } from './survey-id.js';

const Id = (): ParameterDecorator => Param('id', { schema: surveyIdParameter });
const Part = (): ParameterDecorator => Param('part', { schema: code() });
const Reply = (): ParameterDecorator => Res({ passthrough: true });
const recording: Permission = 'survey.record';
const nominating: Permission = 'survey.nominate';

/** What is recorded of a year's survey. */
@ApiTags('Stakeholder survey')
@Controller(`${API}/surveys/:id`)
export class SurveyRecordingController {
  constructor(private readonly commands: CommandBus) {}

  @Post('fieldwork')
  @CommandRoute(recording, 'Record when answers are gathered')
  recordFieldwork(
    @Id() id: SurveyId,
    @Body({ schema: fieldworkRequest }) request: FieldworkRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.change(by, id, { type: 'record-fieldwork', request }, reply);
  }

  /** Said again for the same question and group, it takes the place of the count before. Counts of fewer than five are not kept. */
  @Post('counts')
  @CommandRoute(recording, 'Record how many gave which answer')
  countResponses(
    @Id() id: SurveyId,
    @Body({ schema: surveyCountsRequest }) request: SurveyCountsRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.change(by, id, { type: 'count-responses', request }, reply);
  }

  @Post('comments')
  @CommandRoute(recording, 'Record a comment word for word')
  recordComment(
    @Id() id: SurveyId,
    @Body({ schema: surveyCommentRequest }) request: SurveyCommentRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.change(by, id, { type: 'record-comment', request }, reply);
  }

  @Post('comments/:part/redaction')
  @CommandRoute(recording, 'Redact a comment, for every moment')
  redactComment(
    @Id() id: SurveyId,
    @Part() comment: string,
    @Body({ schema: redactionRequest }) request: RedactionRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.change(by, id, { type: 'redact-comment', comment, request }, reply);
  }

  @Post('areas-for-improvement')
  @CommandRoute(recording, 'Identify an area for improvement')
  identifyArea(
    @Id() id: SurveyId,
    @Body({ schema: areaRequest }) request: AreaRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.change(by, id, { type: 'identify-area', request }, reply);
  }

  /** Agreed at a meeting or call of one of the organisation's assessments, where it names no survey: the area is tied to it here. */
  @Post('areas-for-improvement/:part/actions')
  @CommandRoute(recording, 'Tie an area for improvement to the action that follows from it')
  tieToAction(
    @Id() id: SurveyId,
    @Part() area: string,
    @Body({ schema: areaActionRequest }) request: AreaActionRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.change(by, id, { type: 'tie-to-action', area, request }, reply);
  }

  @Post('reports')
  @CommandRoute(recording, 'File the report as a document')
  fileReport(
    @Id() id: SurveyId,
    @Body({ schema: surveyReportRequest }) request: SurveyReportRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.change(by, id, { type: 'file-report', request }, reply);
  }

  /** The log holds an id and the group; the name and contact are kept beside it. */
  @Post('nominations')
  @CommandRoute(nominating, 'Nominate a stakeholder')
  nominate(
    @Id() id: SurveyId,
    @Body({ schema: nominationRequest }) request: NominationRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.change(by, id, { type: 'nominate', request }, reply);
  }

  @Post('nominations/:part/withdrawal')
  @CommandRoute(nominating, 'Withdraw a nomination')
  withdraw(
    @Id() id: SurveyId,
    @Part() nomination: string,
    @Body({ schema: emptyRequest }) _request: object,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.change(by, id, { type: 'withdraw-nomination', nomination }, reply);
  }

  /** They are deleted; that somebody of the group was nominated stays. */
  @Post('nominations/:part/erasure')
  @CommandRoute(nominating, 'Erase the name and contact of a nomination')
  erase(
    @Id() id: SurveyId,
    @Part() nomination: string,
    @Body({ schema: emptyRequest }) _request: object,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.change(by, id, { type: 'erase-contact', nomination }, reply);
  }

  private async change(
    by: CommandContext,
    { organisation, year }: SurveyId,
    change: SurveyChange,
    reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new ChangeSurvey(by, organisation, year, change)), reply);
  }
}
