import { Body, Controller, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  type AccessWithdrawalRequest,
  accessWithdrawalRequest,
  type ChannelRequest,
  channelRequest,
  type EditionWithdrawalRequest,
  editionWithdrawalRequest,
  type EmbargoRequest,
  embargoRequest,
  type FreezeRequest,
  freezeRequest,
  type NotificationRequest,
  notificationRequest,
  type StopRequest,
  stopRequest,
} from '#api-contract/scorecard-requests.js';
import { code } from '#kernel/text.js';
import { ChangeEdition, type EditionChange, FreezeEdition } from '#publication/commands.js';
import { answerCommand, type CommandAnswer, type CommandContext, Context } from '../../edge/command-context.js';
import { problem } from '../../edge/problem.js';
import { CommandRoute } from '../assessments/command-route.js';
import { API } from '../base.js';

const Scorecard = (): ParameterDecorator => Param('scorecard', { schema: code() });
const EditionNumber = (): ParameterDecorator => Param('edition', { schema: z.coerce.number().int().min(1).max(999_999) });
const Reply = (): ParameterDecorator => Res({ passthrough: true });
const Publishes = (summary: string): MethodDecorator => CommandRoute('scorecard.publish', summary);

/** Freezing editions, and what becomes of them before and after they are public. */
@ApiTags('Scorecards: editing')
@Controller(`${API}/scorecards/:scorecard/editions`)
export class ScorecardEditingController {
  constructor(private readonly commands: CommandBus) {}

  /** Binds to the draft that was seen: `If-Match` is its ETag. The entries are the draft's, less those omitted. */
  @Post()
  @CommandRoute('scorecard.freeze', 'Freeze the next edition', { judges: true })
  async freeze(
    @Scorecard() scorecard: string,
    @Body({ schema: freezeRequest }) request: FreezeRequest,
    @Context({ ifMatch: 'draft' }) by: CommandContext,
    @Req() { headers }: FastifyRequest,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    const outcome = await this.commands.execute(new FreezeEdition(by, scorecard, request, draftIn(headers['if-match'])));
    return answerCommand(outcome, reply, { location: `/${API}/scorecards/${scorecard}` });
  }

  /** From now on people see all of it, organisations their own entry. */
  @Post(':edition/notifications')
  @Publishes('Give people and organisations the final draft, under embargo')
  notify(
    @Scorecard() scorecard: string,
    @EditionNumber() edition: number,
    @Body({ schema: notificationRequest }) request: NotificationRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.change({ by, scorecard, edition, reply }, { type: 'notify', request });
  }

  @Post(':edition/access-withdrawals')
  @Publishes('Take people and organisations off the list again')
  withdrawAccess(
    @Scorecard() scorecard: string,
    @EditionNumber() edition: number,
    @Body({ schema: accessWithdrawalRequest }) request: AccessWithdrawalRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.change({ by, scorecard, edition, reply }, { type: 'withdraw-access', request });
  }

  @Post(':edition/embargo')
  @Publishes('Move the end of the embargo')
  moveEmbargo(
    @Scorecard() scorecard: string,
    @EditionNumber() edition: number,
    @Body({ schema: embargoRequest }) request: EmbargoRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.change({ by, scorecard, edition, reply }, { type: 'move-embargo', request });
  }

  /** Only before the embargo ends. It keeps its number; the next edition gets another. */
  @Post(':edition/stop')
  @Publishes('Stop an edition before it is public')
  stop(
    @Scorecard() scorecard: string,
    @EditionNumber() edition: number,
    @Body({ schema: stopRequest }) request: StopRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.change({ by, scorecard, edition, reply }, { type: 'stop', request });
  }

  /** The notice, with its reason, stands in place of the edition. */
  @Post(':edition/withdrawal')
  @Publishes('Withdraw a published edition')
  withdraw(
    @Scorecard() scorecard: string,
    @EditionNumber() edition: number,
    @Body({ schema: editionWithdrawalRequest }) request: EditionWithdrawalRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.change({ by, scorecard, edition, reply }, { type: 'withdraw', request });
  }

  @Post(':edition/channels')
  @Publishes('Record where else a published edition stands')
  recordChannel(
    @Scorecard() scorecard: string,
    @EditionNumber() edition: number,
    @Body({ schema: channelRequest }) request: ChannelRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.change({ by, scorecard, edition, reply }, { type: 'record-channel', request });
  }

  private async change({ by, scorecard, edition, reply }: Asked, change: EditionChange): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new ChangeEdition(by, scorecard, edition, change)), reply);
  }
}

interface Asked {
  readonly by: CommandContext;
  readonly scorecard: string;
  readonly edition: number;
  readonly reply: FastifyReply;
}

/** A draft is named by its digest, as its ETag gives it. */
function draftIn(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const digest = /^"([0-9a-f]{64})"$/.exec(header.trim())?.[1];
  if (digest !== undefined) return digest;
  throw problem('header-not-valid', 'The header If-Match must be the ETag of a draft, in double quotes. Nothing was recorded.');
}
