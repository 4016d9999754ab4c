import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import {
  type TrajectoryRequest,
  trajectoryRequest,
  type TrajectoryRevisionRequest,
  trajectoryRevisionRequest,
  type TrajectoryValuesRequest,
  trajectoryValuesRequest,
} from '#api-contract/trajectory-requests.js';
import { AgreeTrajectory, RecordTrajectoryValues, ReviseTrajectory } from '#assessment/commands.js';
import { answerCommand, type CommandAnswer, type CommandContext, Context } from '../../edge/command-context.js';
import { API } from '../base.js';
import { assessmentId } from './assessment-id.js';
import { CommandRoute } from './command-route.js';

const Id = (): ParameterDecorator => Param('id', { schema: assessmentId });
const Trajectory = (): ParameterDecorator => Param('trajectory', { schema: z.uuid() });
const Reply = (): ParameterDecorator => Res({ passthrough: true });

/** How measures are to improve, month by month, and how they did. */
@ApiTags('Assessments: trajectories')
@Controller(`${API}/assessments`)
export class TrajectoriesController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/trajectories')
  @CommandRoute('assessment.record', 'Agree a trajectory')
  async agree(
    @Id() id: string,
    @Body({ schema: trajectoryRequest }) request: TrajectoryRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new AgreeTrajectory(by, id, request)), reply);
  }

  /** The months named are all there are from then on; what was told of others is kept. */
  @Post(':id/trajectories/:trajectory/revisions')
  @CommandRoute('assessment.record', 'Revise a trajectory, with a reason')
  async revise(
    @Id() id: string,
    @Trajectory() trajectory: string,
    @Body({ schema: trajectoryRevisionRequest }) request: TrajectoryRevisionRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new ReviseTrajectory(by, id, trajectory, request)), reply);
  }

  /** A month told again stands as told last, with the reason why. */
  @Post(':id/trajectories/:trajectory/values')
  @CommandRoute('assessment.record', 'Record what came of months of a trajectory')
  async values(
    @Id() id: string,
    @Trajectory() trajectory: string,
    @Body({ schema: trajectoryValuesRequest }) request: TrajectoryValuesRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new RecordTrajectoryValues(by, id, trajectory, request)), reply);
  }
}
