import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import {
  type AnswerRequest,
  answerRequest,
  type CommentRequest,
  commentRequest,
  type ConsultationRequest,
  consultationRequest,
  type ReadBackRequest,
  readBackRequest,
  type SharingClosingRequest,
  sharingClosingRequest,
  type SharingRequest,
  sharingRequest,
} from '#api-contract/sharing-requests.js';
import { AnswerComment, CloseSharing, CommentOnDraft, ConsultBoard, ReadBackNote, ShareDraft } from '#assessment/commands.js';
import { answeredBy, ListSharings } from '#assessment/queries.js';
import type { Person } from '#identity/contract.js';
import { code } from '#kernel/text.js';
import { Requires } from '../../edge/access.js';
import { answerCommand, type CommandAnswer, type CommandContext, Context, SignedIn } from '../../edge/command-context.js';
import { momentParameters, Moments } from '../../edge/moments.js';
import { API } from '../base.js';
import { pageParameters } from '../pages-of-lists.js';
import { assessmentId } from './assessment-id.js';
import { CommandRoute } from './command-route.js';

const sharingsQuery = z.strictObject({
  organisation: code().optional(),
  assessment: code(200).optional(),
  standing: z
    .enum(['open', 'unanswered', 'current'])
    .optional()
    .describe('open: may be commented on today; unanswered: a comment waits; current: either, or still to open'),
  includeExamples: z.stringbool().optional(),
  atLeast: momentParameters.atLeast,
  ...pageParameters,
});

const Id = (): ParameterDecorator => Param('id', { schema: assessmentId });
const Reply = (): ParameterDecorator => Res({ passthrough: true });

/** The organisation's voice: drafts shared with it, what it says of them, and what it is answered. */
@ApiTags('Assessments: the organisation’s voice')
@Controller(API)
export class SharingController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    @Inject(Moments) private readonly moments: Moments,
  ) {}

  /** As they stand now, by the last day of the window: those of the person's own drafts, or, for an organisation, what it may see. */
  @Get('sharings')
  @Requires('organisation.read')
  @ApiOperation({ summary: 'Drafts shared with organisations' })
  async list(@Query({ schema: sharingsQuery }) query: z.infer<typeof sharingsQuery>, @SignedIn() person: Person) {
    const { atLeast, ...question } = query;
    await this.moments.of({ atLeast }, answeredBy.sharings);
    return this.queries.execute(new ListSharings(person, question));
  }

  /** As it stands at the revision in `If-Match`, in any state before published. No stage closes until the window is over. */
  @Post('assessments/:id/sharings')
  @CommandRoute('assessment.share', 'Share a draft with the organisation', { judges: true })
  async share(
    @Id() id: string,
    @Body({ schema: sharingRequest }) request: SharingRequest,
    @Context({ ifMatch: 'required' }) by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new ShareDraft(by, id, request)), reply);
  }

  /** By the organisation: it has nothing more to say. By the office: it takes back what it shared, which is shown no longer. */
  @Post('assessments/:id/sharings/:sharing/closing')
  @CommandRoute('assessment.close-sharing', 'Close a window before its last day')
  async close(
    @Id() id: string,
    @Param('sharing', { schema: code() }) sharing: string,
    @Body({ schema: sharingClosingRequest }) request: SharingClosingRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new CloseSharing(by, id, sharing, request)), reply);
  }

  /** One comment, or several at once as `comments`. Plain agreement needs no words, and asks for no answer. */
  @Post('assessments/:id/comments')
  @CommandRoute('assessment.comment', 'Comment on what was shared')
  async comment(
    @Id() id: string,
    @Body({ schema: commentRequest }) request: CommentRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new CommentOnDraft(by, id, request)), reply);
  }

  /** By somebody who was there, known by their id, or by the organisation while the window is open in which it was shared. */
  @Post('assessments/:id/read-backs')
  @CommandRoute('assessment.read-back', 'Read the note of a meeting or call back')
  async readBack(
    @Id() id: string,
    @Body({ schema: readBackRequest }) request: ReadBackRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new ReadBackNote(by, id, request)), reply);
  }

  /** A year's ratings are not confirmed before, where the framework says so (NHS Act 2006, sections 14Z16(4) and 14Z59). */
  @Post('assessments/:id/consultations')
  @CommandRoute('assessment.record', 'Record that a Health and Wellbeing Board was consulted')
  async consult(
    @Id() id: string,
    @Body({ schema: consultationRequest }) request: ConsultationRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new ConsultBoard(by, id, request)), reply);
  }

  /** Answered again, the last answer stands; the ones before stay in the history. */
  @Post('assessments/:id/comments/:comment/answer')
  @CommandRoute('assessment.share', "Answer the organisation's comment")
  async answer(
    @Id() id: string,
    @Param('comment', { schema: code() }) comment: string,
    @Body({ schema: answerRequest }) request: AnswerRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new AnswerComment(by, id, comment, request)), reply);
  }
}
