import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import {
  type ReopeningApproval,
  reopeningApproval,
  type ReopeningRefusalRequest,
  reopeningRefusalRequest,
  reopeningRequest,
  type ReopeningRequestBody,
} from '#api-contract/reopening-requests.js';
import { RefuseReopening, ReopenRatings, RequestReopening } from '#assessment/commands.js';
import { answerCommand, type CommandAnswer, type CommandContext, Context } from '../../edge/command-context.js';
import { API } from '../base.js';
import { assessmentId } from './assessment-id.js';
import { CommandRoute } from './command-route.js';

const Id = (): ParameterDecorator => Param('id', { schema: assessmentId });
const Reply = (): ParameterDecorator => Res({ passthrough: true });

/** Final ratings judged again: asked for by one person, approved by another. */
@ApiTags('Assessments: reopening')
@Controller(`${API}/assessments`)
export class ReopeningController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/reopening-requests')
  @CommandRoute('assessment.request-reopening', 'Ask that final ratings be reopened')
  async ask(
    @Id() id: string,
    @Body({ schema: reopeningRequest }) request: ReopeningRequestBody,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new RequestReopening(by, id, request)), reply);
  }

  /** By somebody other than who asked. The items named are rated again in a new round; an edition under embargo is stopped. */
  @Post(':id/reopening')
  @CommandRoute('assessment.reopen', "Approve somebody else's request to reopen")
  async approve(
    @Id() id: string,
    @Body({ schema: reopeningApproval }) request: ReopeningApproval,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new ReopenRatings(by, id, request)), reply);
  }

  @Post(':id/reopening-requests/:request/refusal')
  @CommandRoute('assessment.reopen', 'Refuse a request to reopen')
  async refuse(
    @Id() id: string,
    @Param('request', { schema: z.uuid() }) asked: string,
    @Body({ schema: reopeningRefusalRequest }) request: ReopeningRefusalRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new RefuseReopening(by, id, asked, request)), reply);
  }
}
