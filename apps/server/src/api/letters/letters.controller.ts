import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import {
  type FactCheckAnswerRequest,
  factCheckAnswerRequest,
  type FactCheckRequest,
  factCheckRequest,
  type FactCheckWaiverRequest,
  factCheckWaiverRequest,
  type LetterEditRequest,
  letterEditRequest,
  type LetterIssueRequest,
  letterIssueRequest,
  type LetterPublicationRequest,
  letterPublicationRequest,
  type LetterRequest,
  letterRequest,
  type LetterWithdrawalRequest,
  letterWithdrawalRequest,
} from '#api-contract/letter-requests.js';
import type { Person } from '#identity/contract.js';
import { code } from '#kernel/text.js';
import { ChangeLetter, DraftLetter, IssueLetter, type LetterChange, newLetterId, RedraftLetter } from '#letters/commands.js';
import { ListLetters, ReadLetter } from '#letters/queries.js';
import { Requires } from '../../edge/access.js';
import { answerCommand, type CommandAnswer, type CommandContext, Context, SignedIn } from '../../edge/command-context.js';
import { momentParameters, Moments } from '../../edge/moments.js';
import { problem } from '../../edge/problem.js';
import { assessmentId } from '../assessments/assessment-id.js';
import { CommandRoute } from '../assessments/command-route.js';
import { API } from '../base.js';

const { atLeast, asAt } = momentParameters;
const listQuery = z.strictObject({ assessment: code(200).optional(), organisation: code().optional(), atLeast, asAt });
const oneQuery = z.strictObject({ atLeast, asAt });
const nothing = z.strictObject({}).prefault({});

const Id = (): ParameterDecorator => Param('id', { schema: z.uuid() });
const Reply = (): ParameterDecorator => Res({ passthrough: true });

/** Letters and reports about assessments: drafted from the record, edited, checked, issued, published. */
@ApiTags('Letters and reports')
@Controller(API)
export class LettersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    @Inject(Moments) private readonly moments: Moments,
  ) {}

  /** Words and facts come from the record as it stands; what is not in it is not in the draft. Its address is in `Location`. */
  @Post('assessments/:assessment/letters')
  @CommandRoute('letter.draft', 'Draft a letter or report')
  async draft(
    @Param('assessment', { schema: assessmentId }) assessment: string,
    @Body({ schema: letterRequest }) request: LetterRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    const id = newLetterId(by);
    const outcome = await this.commands.execute(new DraftLetter(by, id, assessment, request));
    return answerCommand(outcome, reply, { location: `/${API}/letters/${id}` });
  }

  /** Those you may see: drafts in your area, what your organisation is asked to check or was sent, what is published. */
  @Get('letters')
  @Requires('letter.read')
  @ApiOperation({ summary: 'Letters about an assessment or an organisation' })
  async list(@Query({ schema: listQuery }) query: z.infer<typeof listQuery>, @SignedIn() person: Person) {
    const moment = await this.moments.of(query, ['letters']);
    const { assessment, organisation } = query;
    const items = await this.queries.execute(new ListLetters(person, { assessment, organisation, asAt: moment.asAt }));
    return { items, asAt: moment.repeated.asAt };
  }

  @Get('letters/:id')
  @Requires('letter.read')
  @ApiOperation({ summary: 'One letter' })
  @ApiResponse({ status: 404, description: 'No such letter, or not yours to see (problem+json).' })
  async one(@Id() id: string, @Query({ schema: oneQuery }) query: z.infer<typeof oneQuery>, @SignedIn() person: Person) {
    const moment = await this.moments.of(query);
    const letter = await this.queries.execute(new ReadLetter(person, id, moment.asAt));
    if (letter === undefined) throw problem('not-found', `There is no letter ${id}, or it is not yours to see.`);
    return { ...letter, asAt: moment.repeated.asAt };
  }

  /** Whatever is given stands in place of what was there; facts of the record are not edited. */
  @Post('letters/:id/edits')
  @CommandRoute('letter.draft', 'Edit a draft')
  edit(
    @Id() id: string,
    @Body({ schema: letterEditRequest }) request: LetterEditRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.change(by, id, { type: 'edit', request }, reply);
  }

  /** The words are drafted anew as well; what was written stays in the record. */
  @Post('letters/:id/redraft')
  @CommandRoute('letter.draft', 'Copy the facts anew from the record')
  async redraft(
    @Id() id: string,
    @Body({ schema: nothing }) _nothing: z.infer<typeof nothing>,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new RedraftLetter(by, id)), reply);
  }

  @Post('letters/:id/fact-check')
  @CommandRoute('letter.draft', 'Ask the organisation to check the facts')
  askCheck(
    @Id() id: string,
    @Body({ schema: factCheckRequest }) request: FactCheckRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.change(by, id, { type: 'ask-fact-check', request }, reply);
  }

  @Post('letters/:id/fact-check/answer')
  @CommandRoute('letter.check', 'Say whether the facts are right')
  answerCheck(
    @Id() id: string,
    @Body({ schema: factCheckAnswerRequest }) request: FactCheckAnswerRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.change(by, id, { type: 'answer-fact-check', request }, reply);
  }

  @Post('letters/:id/fact-check/waiver')
  @CommandRoute('letter.draft', 'Say why the facts are not checked')
  waiveCheck(
    @Id() id: string,
    @Body({ schema: factCheckWaiverRequest }) request: FactCheckWaiverRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.change(by, id, { type: 'waive-fact-check', request }, reply);
  }

  /** With ratings that are final and stand as the letter says; from then on it says what it says, under its hash. */
  @Post('letters/:id/issue')
  @CommandRoute('letter.issue', 'Issue a letter')
  @HttpCode(201)
  async issue(
    @Id() id: string,
    @Body({ schema: letterIssueRequest }) request: LetterIssueRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new IssueLetter(by, id, request)), reply);
  }

  @Post('letters/:id/publications')
  @CommandRoute('letter.issue', 'Record where an issued letter was published')
  publish(
    @Id() id: string,
    @Body({ schema: letterPublicationRequest }) request: LetterPublicationRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.change(by, id, { type: 'publish', request }, reply);
  }

  @Post('letters/:id/withdrawal')
  @CommandRoute('letter.issue', 'Withdraw a letter')
  withdraw(
    @Id() id: string,
    @Body({ schema: letterWithdrawalRequest }) request: LetterWithdrawalRequest,
    @Context() by: CommandContext,
    @Reply() reply: FastifyReply,
  ): Promise<CommandAnswer> {
    return this.change(by, id, { type: 'withdraw', request }, reply);
  }

  private async change(by: CommandContext, id: string, change: LetterChange, reply: FastifyReply): Promise<CommandAnswer> {
    return answerCommand(await this.commands.execute(new ChangeLetter(by, id, change)), reply);
  }
}
