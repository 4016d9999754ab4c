import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  type GivenPublicationRequest,
  givenPublicationRequest,
  type GivenRatingRequest,
  givenRatingRequest,
} from '#api-contract/assessment-requests.js';
import { PublishGivenRating, RecordGivenRating } from '#assessment/commands.js';
import { code } from '#kernel/text.js';
import { answerCommand, type CommandAnswer, type CommandContext, Context } from '../../edge/command-context.js';
import { API } from '../base.js';
import { assessmentId } from './assessment-id.js';
import { CommandRoute } from './command-route.js';

const Id = (): ParameterDecorator => Param('id', { schema: assessmentId });
const Reply = (): ParameterDecorator => Res({ passthrough: true });

/** Ratings decided elsewhere: an expert panel's of a clinical priority area, for one. */
@ApiTags('Assessments: given ratings')
@Controller(`${API}/assessments/:id/given-ratings`)
export class GivenRatingsController {
  constructor(private readonly commands: CommandBus) {}

  /** Outside submission and outside the four eyes of the stages. Who gave it is a body and a role, never a person's name. */
  @Post()
  @CommandRoute('assessment.record-given', 'Record a rating that was decided elsewhere')
  async record(
    @Id() id: string,
    @Body({ schema: givenRatingRequest }) request: GivenRatingRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new RecordGivenRating(by, id, request)), reply);
  }

  /** It is published when it is ready, whatever becomes of the assessment; from then on everybody sees it. */
  @Post(':given/publication')
  @CommandRoute('assessment.publish-given', 'Say that a given rating was published')
  async publish(
    @Id() id: string,
    @Param('given', { schema: code() }) given: string,
    @Body({ schema: givenPublicationRequest }) request: GivenPublicationRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new PublishGivenRating(by, id, given, request)), reply);
  }
}
