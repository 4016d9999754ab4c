import { Body, Controller, Get, HttpCode, Param, Post, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  type BatchRequest,
  batchRequest,
  type ConfirmationsRequest,
  confirmationsRequest,
} from '#api-contract/panel-requests.js';
import type { Person } from '#identity/contract.js';
import { isRefusal, type Refusal } from '#kernel/refusal.js';
import { code } from '#kernel/text.js';
import { type BatchOutcome, ConfirmTogether, DecideTogether } from '#moderation/commands.js';
import { type BatchForeseen, type BatchView, ForeseeConfirmations, ForeseeTogether, ReadBatch } from '#moderation/queries.js';
import { Requires } from '../../edge/access.js';
import { answerCommand, type CommandAnswer, type CommandContext, Context, SignedIn } from '../../edge/command-context.js';
import { problem, ProblemError } from '../../edge/problem.js';
import { CommandRoute } from '../assessments/command-route.js';
import { API } from '../base.js';
import { panelId } from './panel-id.js';

const Id = (): ParameterDecorator => Param('id', { schema: panelId });
const Reply = (): ParameterDecorator => Res({ passthrough: true });

/** Deciding on many assessments at once: one event is the decision, and it is carried to each of them. */
@ApiTags('Panels')
@Controller(API)
export class BatchesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  /** Answers with its address in `Location`, before it has been carried to any assessment. */
  @Post('panels/:id/batches')
  @CommandRoute('panel.decide', 'Decide on many assessments at once')
  async decide(
    @Id() id: string,
    @Body({ schema: batchRequest }) request: BatchRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answer(await this.commands.execute(new DecideTogether(by, id, request)), reply);
  }

  /** Which are stale, who takes no part, and which rule would refuse one: nothing is recorded. */
  @Post('panels/:id/batches/preview')
  @HttpCode(200)
  @Requires('panel.decide')
  @ApiOperation({ summary: 'Look at a decision on many before it is taken' })
  async preview(
    @Id() id: string,
    @Body({ schema: batchRequest }) request: BatchRequest,
    @SignedIn() person: Person,
  ): Promise<BatchForeseen> {
    return foreseen(await this.queries.execute(new ForeseeTogether(person, id, request)));
  }

  /** What was decided on each assessment, and whether that has been carried there, has yet to be, or was refused, by which rule. */
  @Get('panels/:id/batches/:batch')
  @Requires('panel.read')
  @ApiOperation({ summary: 'A decision on many, and how far it has come' })
  @ApiResponse({ status: 404, description: 'Not there, or not yours to see (problem+json).' })
  async one(@Id() id: string, @Param('batch', { schema: code() }) batch: string, @SignedIn() person: Person): Promise<BatchView> {
    const view = await this.queries.execute(new ReadBatch(person, id, batch));
    if (view === undefined)
      throw problem('not-found', `The sitting ${id} decided nothing as ${batch}, or it is not yours to see.`);
    return view;
  }

  /** The assessments are of one framework and one period. Where the committee's sitting was not convened, it keeps its own minutes. */
  @Post('confirmations')
  @CommandRoute('panel.decide', "Record the committee's decision on many assessments at once")
  async confirm(
    @Body({ schema: confirmationsRequest }) request: ConfirmationsRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answer(await this.commands.execute(new ConfirmTogether(by, request)), reply);
  }

  @Post('confirmations/preview')
  @HttpCode(200)
  @Requires('panel.decide')
  @ApiOperation({ summary: "Look at the committee's decision on many before it is recorded" })
  async previewConfirmations(
    @Body({ schema: confirmationsRequest }) request: ConfirmationsRequest,
    @SignedIn() person: Person,
  ): Promise<BatchForeseen> {
    return foreseen(await this.queries.execute(new ForeseeConfirmations(person, request)));
  }
}

function answer(outcome: BatchOutcome, reply: FastifyReply): CommandAnswer {
  const more = isRefusal(outcome) ? {} : { location: `/${API}/panels/${outcome.panel}/batches/${outcome.batch}` };
  return answerCommand(outcome, reply, more);
}

function foreseen(outcome: BatchForeseen | Refusal): BatchForeseen {
  if (isRefusal(outcome)) throw new ProblemError(outcome);
  return outcome;
}
