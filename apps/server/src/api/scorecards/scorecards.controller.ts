import { Controller, Get, Header, Inject, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiParam, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import type { Person } from '#identity/contract.js';
import { isRefusal } from '#kernel/refusal.js';
import { code } from '#kernel/text.js';
import {
  type EditionAnswer,
  editionMetadata,
  editionRows,
  ListScorecards,
  ReadDraft,
  ReadEdition,
  ReadEditionContent,
  ReadLookedAtAgain,
  ReadScorecard,
} from '#publication/queries.js';
import { Anyone, Requires } from '../../edge/access.js';
import { Whoever } from '../../edge/command-context.js';
import { sendCsv } from '../../edge/csv.js';
import { momentParameters, Moments } from '../../edge/moments.js';
import { problem, ProblemError } from '../../edge/problem.js';
import { API } from '../base.js';

const momentQuery = z.strictObject(momentParameters);
const editionQuery = z.strictObject({
  region: code().optional().describe('only organisations of that region'),
  ...momentParameters,
});
type MomentQuery = z.infer<typeof momentQuery>;
type EditionQuery = z.infer<typeof editionQuery>;

const ANSWERED_BY = ['scorecards'];
const ScorecardParam = (): MethodDecorator =>
  ApiParam({
    name: 'scorecard',
    description:
      'a period, `2016-17-year`, for its scorecard; or with its kind, `2016-17-year.statutory-summary`: clinical-areas, ' +
      'community-engagement, segmentation, statutory-summary',
  });

/** Editions as they are published. Everybody reads what is public; who is on an edition's list reads it before. */
@ApiTags('Scorecards')
@Controller(`${API}/scorecards`)
export class ScorecardsController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(Moments) private readonly moments: Moments,
  ) {}

  /** Latest period first, each with its editions that you may know of. */
  @Get()
  @Anyone()
  @ApiOperation({ summary: 'What has been published' })
  async list(@Query({ schema: momentQuery }) query: MomentQuery, @Whoever() person: Person | undefined) {
    const { repeated, ...moment } = await this.moments.of(query, ANSWERED_BY);
    return { items: await this.queries.execute(new ListScorecards(person, moment)), ...repeated };
  }

  /** Its editions, newest first, and the number of the one whose values stand. */
  @Get(':scorecard')
  @Anyone()
  @ScorecardParam()
  @ApiOperation({ summary: 'A scorecard and its editions' })
  @ApiResponse({ status: 404, description: 'No such scorecard (problem+json).' })
  async one(
    @Param('scorecard', { schema: code() }) scorecard: string,
    @Query({ schema: momentQuery }) query: MomentQuery,
    @Whoever() person: Person | undefined,
  ) {
    const { repeated, ...moment } = await this.moments.of(query, ANSWERED_BY);
    const found = await this.queries.execute(new ReadScorecard(person, scorecard, moment));
    if (found === undefined) throw problem('not-found', `${scorecard} names no scorecard.`);
    return { ...found, ...repeated };
  }

  /**
   * What the next edition would hold if it were frozen now: every organisation of the period, with its final ratings or with
   * why it has none. Its ETag is the draft that freezing binds to.
   */
  @Get(':scorecard/draft')
  @Requires('scorecard-draft.read')
  @ScorecardParam()
  @ApiOperation({ summary: 'The draft of the next edition, and whether it balances' })
  @ApiResponse({ status: 404, description: 'No framework gives such ratings of the period (problem+json).' })
  async draft(@Param('scorecard', { schema: code() }) scorecard: string, @Res({ passthrough: true }) reply: FastifyReply) {
    const draft = await this.queries.execute(new ReadDraft(scorecard));
    if (draft === undefined) throw problem('not-found', `${scorecard} names no scorecard.`);
    if (isRefusal(draft)) throw new ProblemError(draft);
    void reply.header('ETag', `"${draft.digest}"`);
    return draft;
  }

  /**
   * With `.csv` after the number, a row per organisation; with `.csv-metadata.json`, what its columns mean (CSV on the Web); with
   * `.json`, the content byte for byte as it was hashed.
   */
  @Get(':scorecard/editions/:edition')
  @Anyone()
  @ScorecardParam()
  @Header('Cache-Control', 'no-store')
  @Header('Vary', 'Authorization')
  @ApiOperation({ summary: 'An edition, as JSON or as a file' })
  @ApiResponse({ status: 404, description: 'No such edition, or not yet yours to see (problem+json).' })
  @ApiResponse({ status: 410, description: 'The edition was withdrawn; its files are gone (problem+json).' })
  async edition(
    @Param('scorecard', { schema: code() }) scorecard: string,
    @Param('edition', { schema: code(40) }) asked: string,
    @Query({ schema: editionQuery }) { region, ...query }: EditionQuery,
    @Whoever() person: Person | undefined,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { repeated, ...moment } = await this.moments.of(query, ANSWERED_BY);
    const [, number = '', file = ''] = /^(\d{1,6})(?:\.(csv|csv-metadata\.json|json))?$/.exec(asked) ?? [];
    const found = await this.queries.execute(new ReadEdition(person, scorecard, Number(number), moment));
    if (found === undefined)
      throw problem('not-found', `There is no edition ${asked} of ${scorecard}, or it is not yours to see yet.`);
    if (file === '') {
      const lookedAtAgain = await this.queries.execute(new ReadLookedAtAgain(person, scorecard, Number(number), moment));
      const answer = { ...filtered(found, region), lookedAtAgain, ...repeated };
      return void reply
        .header('ETag', `"${found.revision}"`)
        .type('application/json; charset=utf-8')
        .send(JSON.stringify(answer));
    }
    if (found.shows === 'notice') throw withdrawn(found);
    if (file === 'csv') return sendCsv(describedBy(reply, number), `${scorecard}-${number}`, editionRows(found, region));
    if (file === 'csv-metadata.json')
      return void reply.type('application/csvm+json').send(JSON.stringify(editionMetadata(found)));
    const content = await this.queries.execute(new ReadEditionContent(person, scorecard, Number(number), moment));
    if (content === undefined) throw problem('not-found', 'The whole edition is not yours to see yet.');
    return void reply.type('application/json; charset=utf-8').send(content);
  }
}

const describedBy = (reply: FastifyReply, number: string): FastifyReply =>
  reply.header('Link', `<${number}.csv-metadata.json>; rel="describedby"; type="application/csvm+json"`);

const filtered = (edition: EditionAnswer, region: string | undefined): EditionAnswer =>
  region === undefined
    ? edition
    : {
        ...edition,
        entries: edition.entries.filter((entry) => entry.region.code === region),
        omitted: edition.omitted.filter((omission) => omission.region?.code === region),
      };

const withdrawn = ({ edition, withdrawal }: EditionAnswer): ProblemError =>
  problem('edition-withdrawn', `Edition ${String(edition)} was withdrawn: ${withdrawal?.reason ?? ''}`, {
    facts: { withdrawnAt: withdrawal?.withdrawnAt ?? null },
  });
