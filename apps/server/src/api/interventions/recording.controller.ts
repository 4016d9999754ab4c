import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  type EndingRequest,
  endingRequest,
  type InterventionCorrectionRequest,
  interventionCorrectionRequest,
  type InterventionRequest,
  interventionRequest,
  type ObjectiveRequest,
  objectiveRequest,
  type ObjectiveVerdictRequest,
  objectiveVerdictRequest,
  type VariationRequest,
  variationRequest,
} from '#api-contract/intervention-requests.js';
import { BeginIntervention, ChangeIntervention, type ChangeRequest, newInterventionId } from '#interventions/commands.js';
import { code } from '#kernel/text.js';
import { answerCommand, type CommandAnswer, type CommandContext, Context } from '../../edge/command-context.js';
import { CommandRoute } from '../assessments/command-route.js';
import { API } from '../base.js';

const Id = (): ParameterDecorator => Param('id', { schema: code() });
const Reply = (): ParameterDecorator => Res({ passthrough: true });
const Records = (summary: string): MethodDecorator => CommandRoute('intervention.record', summary);

/** Beginning, objectives, variation and end of interventions. */
@ApiTags('Interventions')
@Controller(`${API}/interventions`)
export class InterventionRecordingController {
  constructor(private readonly commands: CommandBus) {}

  /** Answers with its address in `Location`. */
  @Post()
  @Records('Record that an intervention began')
  async begin(
    @Body({ schema: interventionRequest }) request: InterventionRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    const id = newInterventionId(by);
    const outcome = await this.commands.execute(new BeginIntervention(by, id, request));
    return answerCommand(outcome, reply, { location: `/${API}/interventions/${id}` });
  }

  /** An objective, or a criterion that must hold before it ends; its id is in `GET /interventions/{id}`. */
  @Post(':id/objectives')
  @Records('Agree an objective or an exit criterion')
  agree(
    @Id() id: string,
    @Body({ schema: objectiveRequest }) request: ObjectiveRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.change(by, id, { type: 'agree-objective', request }, reply);
  }

  /** Met, or not met; each verdict stays. */
  @Post(':id/objectives/:objective/verdicts')
  @Records('Say whether an objective is met')
  judge(
    @Id() id: string,
    @Param('objective', { schema: code() }) objective: string,
    @Body({ schema: objectiveVerdictRequest }) request: ObjectiveVerdictRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.change(by, id, { type: 'judge-objective', objective, request }, reply);
  }

  @Post(':id/variations')
  @Records('Vary an intervention: the organisations given replace those before')
  vary(
    @Id() id: string,
    @Body({ schema: variationRequest }) request: VariationRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.change(by, id, { type: 'vary', request }, reply);
  }

  /** As `criteria-met` only when every objective and exit criterion is. */
  @Post(':id/ending')
  @Records('Record that an intervention ended')
  end(
    @Id() id: string,
    @Body({ schema: endingRequest }) request: EndingRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.change(by, id, { type: 'end', request }, reply);
  }

  @Post(':id/corrections')
  @Records('Correct what was recorded wrongly')
  correct(
    @Id() id: string,
    @Body({ schema: interventionCorrectionRequest }) request: InterventionCorrectionRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.change(by, id, { type: 'correct', request }, reply);
  }

  private async change(by: CommandContext, id: string, change: ChangeRequest, reply: FastifyReply): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new ChangeIntervention(by, id, change)), reply);
  }
}
