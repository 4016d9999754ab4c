import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import {
  type DashboardRequest,
  dashboardRequest,
  type IndicatorValueRequest,
  indicatorValueRequest,
} from '#api-contract/assessment-requests.js';
import { RecordDashboard, RecordIndicatorValue } from '#assessment/commands.js';
import { ListIndicatorValues } from '#assessment/queries.js';
import type { Person } from '#identity/contract.js';
import { code, line } from '#kernel/text.js';
import { Requires } from '../../edge/access.js';
import { answerCommand, type CommandAnswer, type CommandContext, Context, SignedIn } from '../../edge/command-context.js';
import { momentParameters, Moments } from '../../edge/moments.js';
import { API } from '../base.js';
import { pageParameters } from '../pages-of-lists.js';
import { assessmentId } from './assessment-id.js';
import { CommandRoute } from './command-route.js';

const listQuery = z.strictObject({
  organisation: code().optional(),
  framework: code().optional(),
  period: code().optional().describe('the period of the assessment, e.g. 2016-17-year'),
  indicator: line().optional().describe('its id, or the name it was recorded under'),
  office: code().optional(),
  region: code().optional(),
  includeExamples: z.stringbool().optional(),
  ...momentParameters,
  ...pageParameters,
});

const Id = (): ParameterDecorator => Param('id', { schema: assessmentId });
const Reply = (): ParameterDecorator => Res({ passthrough: true });

/** What comes to an assessment in figures: indicators, and the dashboard of a meeting. */
@ApiTags('Indicators and dashboards')
@Controller(API)
export class IndicatorsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    @Inject(Moments) private readonly moments: Moments,
  ) {}

  /** Only what the framework records of it; kept as its source writes it. Told again in the same words, it is nothing new. */
  @Post('assessments/:id/indicator-values')
  @CommandRoute('assessment.record', "Record an indicator's value")
  async value(
    @Id() id: string,
    @Body({ schema: indicatorValueRequest }) request: IndicatorValueRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new RecordIndicatorValue(by, id, request)), reply);
  }

  /** Several values from one source, all or nothing: before 2016 the delivery dashboard that came with each meeting. */
  @Post('assessments/:id/dashboards')
  @CommandRoute('assessment.record', 'Record a dashboard')
  async dashboard(
    @Id() id: string,
    @Body({ schema: dashboardRequest }) request: DashboardRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new RecordDashboard(by, id, request)), reply);
  }

  /** By organisation, then indicator, then the period assessed; made-up organisations only when asked for. */
  @Get('indicator-values')
  @Requires('domain-status.read')
  @ApiOperation({ summary: 'Values of indicators, across assessments' })
  async list(@Query({ schema: listQuery }) query: z.infer<typeof listQuery>, @SignedIn() person: Person) {
    const { asAt, effectiveOn, atLeast, ...question } = query;
    const moment = await this.moments.of({ asAt, effectiveOn, atLeast }, ['indicator-values', 'assessments']);
    const asked = { ...question, asAtPosition: moment.asAt, effectiveOn };
    return { ...(await this.queries.execute(new ListIndicatorValues(person, asked))), ...moment.repeated };
  }
}
