import { Body, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Person } from '#identity/contract.js';
import {
  MESSAGE_KINDS,
  MessageChoices,
  messageKindsInWords,
  type MessageToMe,
  MESSAGING,
  type Messaging,
  Outbox,
} from '#notifications/contract.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { SignedIn } from '../../edge/command-context.js';
import { problem } from '../../edge/problem.js';
import type { FormFields } from '../frame/form-fields.js';
import { PageController, PageFor } from '../frame/page-access.js';
import { Pages } from '../frame/pages.js';

const listQuery = z.object({ before: z.uuid().optional(), done: z.enum(['read', 'chosen']).optional() });
const messageId = z.uuid();

/** How many messages a page shows. */
const A_PAGE = 50;

const DONE: Readonly<Record<NonNullable<z.infer<typeof listQuery>['done']>, string>> = {
  read: 'Every message is marked as read.',
  chosen: 'Your choice is kept. It counts for messages from now on.',
};

const byEmail: Readonly<Record<MessageToMe['byEmail'], string>> = {
  sent: 'Also sent by e-mail',
  'on-its-way': 'On its way by e-mail',
  'perhaps-sent': 'Perhaps also sent by e-mail',
  'not-sent': '',
};

/** What somebody was told, and which of it comes by e-mail. */
@PageController('messages')
export class MessagesPages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(MessageChoices) private readonly choices: MessageChoices,
    @Inject(MESSAGING) private readonly messaging: Messaging,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The latest first, those not read marked. */
  @PageFor('message.read')
  @Get()
  async list(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query({ schema: listQuery }) { before, done }: z.infer<typeof listQuery>,
    @SignedIn() { id }: Person,
  ): Promise<void> {
    const found = await this.outbox.of(id, { before, limit: A_PAGE + 1 });
    const messages = found.slice(0, A_PAGE);
    return this.pages.show(request, reply, 'messages/list.njk', {
      ...{ section: 'work', title: 'Your messages', done: done && DONE[done] },
      unread: await this.outbox.unreadOf(id),
      messages: messages.map((message) => ({ ...message, byEmail: byEmail[message.byEmail] })),
      earlier: found.length > A_PAGE ? `/messages?before=${messages.at(-1)?.id ?? ''}` : undefined,
    });
  }

  /** Marks every message as read. */
  @PageFor('message.read')
  @Post('reading')
  async readAll(@Res() reply: FastifyReply, @SignedIn() { id }: Person): Promise<void> {
    await this.outbox.noteRead(id, undefined, this.clock.now());
    void reply.redirect('/messages?done=read', 303);
  }

  @PageFor('message.read')
  @Get('choices')
  async showChoices(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @SignedIn() { id }: Person): Promise<void> {
    const notByEmail = await this.choices.notByEmail(id);
    return this.pages.show(request, reply, 'messages/choices.njk', {
      ...{ section: 'work', title: 'Messages by e-mail', isSent: this.messaging.provider !== undefined },
      kinds: MESSAGE_KINDS.map((kind) => ({ kind, means: messageKindsInWords[kind], byEmail: !notByEmail.includes(kind) })),
    });
  }

  /** Takes the kinds that are ticked; the others do not come by e-mail. */
  @PageFor('message.read')
  @Post('choices')
  async choose(@Res() reply: FastifyReply, @Body() fields: FormFields, @SignedIn() { id }: Person): Promise<void> {
    const ticked = [fields['kinds'] ?? []].flat();
    await this.choices.choose(
      id,
      MESSAGE_KINDS.filter((kind) => !ticked.includes(kind)),
    );
    void reply.redirect('/messages?done=chosen', 303);
  }

  /** Leads to what a message is about, and marks it as read. */
  @PageFor('message.read')
  @Get(':id')
  async follow(
    @Res() reply: FastifyReply,
    @Param('id', { schema: messageId }) id: string,
    @SignedIn() person: Person,
  ): Promise<void> {
    const [message] = await this.outbox.noteRead(person.id, id, this.clock.now());
    if (message === undefined) throw problem('not-found', 'There is no such message to you.');
    void reply.redirect(message.page, 303);
  }
}
