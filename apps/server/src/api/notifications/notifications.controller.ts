import { Body, Controller, Get, HttpCode, Inject, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import type { Person } from '#identity/contract.js';
import { line } from '#kernel/text.js';
import { FailingMessages, MESSAGE_KINDS, MessageChoices, messageKindsInWords, Outbox } from '#notifications/contract.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { Requires } from '../../edge/access.js';
import { SignedIn } from '../../edge/command-context.js';
import { problem } from '../../edge/problem.js';
import { API } from '../base.js';
import { pageParameters } from '../pages-of-lists.js';

const listQuery = z.strictObject({
  after: z.uuid().optional().describe('the `next` of the page before'),
  limit: pageParameters.limit,
  unread: z.stringbool().optional().describe('those not read only'),
});
const giveUp = z.strictObject({ reason: line(500) });
const choices = z.strictObject({ notByEmail: z.array(z.enum(MESSAGE_KINDS)).max(MESSAGE_KINDS.length) });
const messageId = z.uuid();

/** Messages to people about what waits for them: a title and a link each. */
@ApiTags('Messages')
@Controller(`${API}/notifications`)
export class NotificationsController {
  constructor(
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(MessageChoices) private readonly choices: MessageChoices,
    @Inject(FailingMessages) private readonly failing: FailingMessages,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The latest first, with whether each also went out by e-mail as far as that is known. */
  @Get()
  @Requires('message.read')
  @ApiOperation({ summary: 'What I was told' })
  async mine(@Query({ schema: listQuery }) { after, limit, unread }: z.infer<typeof listQuery>, @SignedIn() { id }: Person) {
    const found = await this.outbox.of(id, { before: after, unread, limit: limit + 1 });
    const items = found.slice(0, limit);
    const next = found.length > limit ? items.at(-1)?.id : undefined;
    return { items, unread: await this.outbox.unreadOf(id), ...(next !== undefined && { next }) };
  }

  /** Notes that one of the messages to me was read; told again, it stays as it was. */
  @Post(':id/reading')
  @HttpCode(200)
  @Requires('message.read')
  @ApiOperation({ summary: 'Note that I read a message' })
  @ApiResponse({ status: 404, description: 'There is no such message to me (problem+json).' })
  async read(@Param('id', { schema: messageId }) id: string, @SignedIn() person: Person) {
    const [message] = await this.outbox.noteRead(person.id, id, this.clock.now());
    if (message === undefined) throw problem('not-found', `There is no message ${id} to you.`);
    return message;
  }

  /** Every kind of message, and whether I get it by e-mail. Here I am told of each in any case. */
  @Get('choices')
  @Requires('message.read')
  @ApiOperation({ summary: 'Which messages I get by e-mail' })
  async chosen(@SignedIn() { id }: Person) {
    const notByEmail = await this.choices.notByEmail(id);
    return {
      kinds: MESSAGE_KINDS.map((kind) => ({ kind, means: messageKindsInWords[kind], byEmail: !notByEmail.includes(kind) })),
    };
  }

  /** Says which kinds not to send me by e-mail, in place of what I chose before. It counts for messages from now on. */
  @Put('choices')
  @Requires('message.read')
  @ApiOperation({ summary: 'Choose which messages I get by e-mail' })
  async choose(@Body({ schema: choices }) { notByEmail }: z.infer<typeof choices>, @SignedIn() person: Person) {
    await this.choices.choose(person.id, notByEmail);
    return this.chosen(person);
  }

  /** Messages that were not sent, or perhaps were, oldest first: to whom, and why. Not what they are about. */
  @Get('failures')
  @Requires('message.operate')
  @ApiOperation({ summary: 'Messages that failed, or may have been sent' })
  async failures() {
    return { items: await this.failing.list() };
  }

  /** Sends it again, also one that may have arrived: whoever decides that takes a second copy into account. */
  @Post('failures/:id/retry')
  @HttpCode(202)
  @Requires('message.operate')
  @ApiOperation({ summary: 'Send a message again' })
  @ApiResponse({ status: 404, description: 'No such message failed (problem+json).' })
  async retry(@Param('id', { schema: messageId }) id: string, @SignedIn() { id: by }: Person) {
    if (!(await this.failing.sendAgain(id, { by, at: this.clock.now() }))) throw notThere(id);
    return { id, status: 'waiting' };
  }

  /** Lets it be; who did so and why stays on record. */
  @Post('failures/:id/giving-up')
  @HttpCode(200)
  @Requires('message.operate')
  @ApiOperation({ summary: 'Give a message up' })
  @ApiResponse({ status: 404, description: 'No such message failed (problem+json).' })
  async giveUp(
    @Param('id', { schema: messageId }) id: string,
    @Body({ schema: giveUp }) { reason }: z.infer<typeof giveUp>,
    @SignedIn() { id: by }: Person,
  ) {
    if (!(await this.failing.giveUp(id, { by, at: this.clock.now(), reason }))) throw notThere(id);
    return { id, status: 'given-up' };
  }
}

const notThere = (id: string) => problem('not-found', `No message ${id} failed, or somebody has dealt with it.`);
