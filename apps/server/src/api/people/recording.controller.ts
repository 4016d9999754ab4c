import { Body, Controller, HttpCode, Param, Post, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import {
  type GrantRequest,
  grantRequest,
  type ParticularsRequest,
  particularsRequest,
  type RegistrationRequest,
  registrationRequest,
  type WithdrawalRequest,
  withdrawalRequest,
} from '#api-contract/people-requests.js';
import { ChangeParticulars, GrantRole, newPersonId, RegisterPerson, WithdrawGrant } from '#identity/commands.js';
import { isRefusal } from '#kernel/refusal.js';
import { code } from '#kernel/text.js';
import { Requires } from '../../edge/access.js';
import { answerCommand, type CommandAnswer, type CommandContext, Context } from '../../edge/command-context.js';
import { ProblemError } from '../../edge/problem.js';
import { CommandRoute } from '../assessments/command-route.js';
import { API } from '../base.js';

const Id = (): ParameterDecorator => Param('id', { schema: code() });
const Reply = (): ParameterDecorator => Res({ passthrough: true });
const Records = (summary: string): MethodDecorator => CommandRoute('person.manage', summary);

/** Registering people, granting roles and withdrawing them. Each counts from the moment it is answered, in every process. */
@ApiTags('People')
@Controller(`${API}/people`)
export class PeopleRecordingController {
  constructor(private readonly commands: CommandBus) {}

  /** Answers with their address in `Location`. They can do nothing yet. */
  @Post()
  @Records('Register somebody')
  async register(
    @Body({ schema: registrationRequest }) { id: wanted, ...request }: RegistrationRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer & { readonly id: string }> {
    const id = wanted ?? newPersonId(by);
    const outcome = await this.commands.execute(new RegisterPerson(by, id, request));
    return { id, ...answerCommand(outcome, reply, { location: `/${API}/people/${id}` }) };
  }

  /** Name, e-mail address and sign-in name stand beside the log: the ones before are gone. */
  @Post(':id/particulars')
  @HttpCode(200)
  @Requires('person.manage')
  @ApiOperation({ summary: "Change somebody's name, e-mail address or sign-in name" })
  @ApiResponse({ status: 404, description: 'Nobody of that id is registered (problem+json).' })
  @ApiResponse({ status: 409, description: 'The identity provider calls somebody else so (problem+json).' })
  async change(
    @Id() id: string,
    @Body({ schema: particularsRequest }) request: ParticularsRequest,
    @Context() by: CommandContext,
  ): Promise<{ readonly changed: true }> {
    const outcome = await this.commands.execute(new ChangeParticulars(by, id, request));
    if (isRefusal(outcome)) throw new ProblemError(outcome);
    return outcome;
  }

  /** The grant's id is in `GET /people/{id}`. */
  @Post(':id/grants')
  @Records('Grant a role in an area')
  async grant(
    @Id() id: string,
    @Body({ schema: grantRequest }) request: GrantRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new GrantRole(by, id, request)), reply);
  }

  /** From today, and so at once, unless a later day is given. What was done under it stays done. */
  @Post(':id/grants/:grant/withdrawal')
  @Records('Withdraw a grant')
  async withdraw(
    @Id() id: string,
    @Param('grant', { schema: code() }) grant: string,
    @Body({ schema: withdrawalRequest }) request: WithdrawalRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new WithdrawGrant(by, id, grant, request)), reply);
  }
}
