import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import {
  type AssessmentHistoryEvent,
  ListAssessments,
  ReadAssessment,
  ReadAssessmentEvents,
  ReadModerationTrail,
  ReadWhatIf,
} from '#assessment/queries.js';
import type { Person } from '#identity/contract.js';
import { isRefusal } from '#kernel/refusal.js';
import { code } from '#kernel/text.js';
import { Requires } from '../../edge/access.js';
import { SignedIn } from '../../edge/command-context.js';
import { momentParameters, Moments } from '../../edge/moments.js';
import { problem, ProblemError } from '../../edge/problem.js';
import { API } from '../base.js';
import { pageParameters } from '../pages-of-lists.js';
import { assessmentId } from './assessment-id.js';

const momentQuery = z.strictObject(momentParameters);
const listQuery = z.strictObject({
  organisation: code().optional(),
  framework: code().optional(),
  period: code().optional(),
  year: code().optional().describe('a financial year, e.g. 2014-15'),
  office: code().optional(),
  region: code().optional(),
  status: z.enum(['open', 'in-moderation', 'moderated', 'confirmed', 'published', 'withdrawn', 'transcribed']).optional(),
  includeWithdrawn: z.stringbool().optional(),
  includeExamples: z.stringbool().optional(),
  atLeast: momentParameters.atLeast,
  ...pageParameters,
});
const eventsQuery = z.strictObject({
  ...momentParameters,
  limit: pageParameters.limit,
  after: z
    .string()
    .regex(/^\d{1,18}$/, 'is not a revision')
    .optional()
    .describe('the revision after which to go on'),
});

const whatIfQuery = z.strictObject({
  rule: code().describe('the id of one of the framework’s ruleVersions'),
  ...momentParameters,
});

const Id = (): ParameterDecorator => Param('id', { schema: assessmentId });
const Asked = (): ParameterDecorator => Query({ schema: momentQuery });

/** Assessments as they stand or stood. Who may see what is settled by each query's handler. */
@ApiTags('Assessments: reading')
@Controller(`${API}/assessments`)
export class AssessmentsController {
  constructor(
    private readonly queries: QueryBus,
    @Inject(Moments) private readonly moments: Moments,
  ) {}

  /** By organisation, then by period; withdrawn ones and made-up organisations only when asked for. */
  @Get()
  @Requires('organisation.read')
  @ApiOperation({ summary: 'Assessments, by organisation and period' })
  async list(@Query({ schema: listQuery }) { atLeast, ...question }: z.infer<typeof listQuery>, @SignedIn() person: Person) {
    await this.moments.of({ atLeast }, ['assessments']);
    return this.queries.execute(new ListAssessments(person, question));
  }

  /** As it stands, or stood: items with their ratings, the headline's three facts, meetings, calls, actions, evidence. */
  @Get(':id')
  @Requires('organisation.read')
  @ApiOperation({ summary: 'An assessment, now or as at a moment' })
  @ApiResponse({ status: 200, description: 'Its ETag is the revision to judge; as at a moment there is none.' })
  @ApiResponse({ status: 404, description: 'Not there by that moment, or not yours to see (problem+json).' })
  async one(
    @Id() id: string,
    @Asked() query: z.infer<typeof momentQuery>,
    @SignedIn() person: Person,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    // Its own stream is always current; the actions carried into it come from a read model.
    const { asAt: position, effectiveOn, repeated } = await this.moments.of(query, ['work-list']);
    const assessment = await this.queries.execute(new ReadAssessment(person, id, { position, effectiveOn }));
    if (assessment === undefined) throw await this.notThere(id, person);
    const isNow = position === undefined && effectiveOn === undefined;
    if (isNow) void reply.header('ETag', `"${assessment.revision}"`);
    return { ...assessment, ...repeated };
  }

  /** The stream as recorded, its free texts opened; erased ones say so. */
  @Get(':id/events')
  @Requires('organisation.read')
  @ApiOperation({ summary: 'The events of an assessment, as recorded' })
  @ApiResponse({ status: 404, description: 'Not there, or not yours to see (problem+json).' })
  async events(@Id() id: string, @Query({ schema: eventsQuery }) query: z.infer<typeof eventsQuery>, @SignedIn() person: Person) {
    const { asAt, effectiveOn, repeated } = await this.moments.of(query);
    const all = await this.queries.execute(new ReadAssessmentEvents(person, id, asAt));
    if (all === undefined) throw notFound(id);
    const after = query.after === undefined ? -1n : BigInt(query.after);
    const until = effectiveOn ?? '9999-12-31';
    const wanted = all.filter(({ revision, metadata }) => revision > after && (metadata.businessDate ?? '') <= until);
    const items = wanted.slice(0, query.limit).map(eventAnswer);
    const next = wanted.length > query.limit ? items.at(-1)?.revision : undefined;
    return { items, ...(next === undefined ? {} : { next }), ...repeated };
  }

  /** One row per item: what each stage made of it, who, decided when, recorded when, why, and what it had not seen. */
  @Get(':id/moderation-trail')
  @Requires('organisation.read')
  @ApiOperation({ summary: 'How each rating came to be, stage by stage' })
  @ApiResponse({ status: 404, description: 'Not there, or not yours to see (problem+json).' })
  async trail(@Id() id: string, @Asked() query: z.infer<typeof momentQuery>, @SignedIn() person: Person) {
    const { asAt, repeated } = await this.moments.of(query, ['moderation-trail']);
    const trail = await this.queries.execute(new ReadModerationTrail(person, id, asAt));
    if (trail === undefined) throw notFound(id);
    return { ...trail, ...repeated };
  }

  /** What the ratings on record would give under another version of a rule. Worked out for the answer, and nobody's rating. */
  @Get(':id/what-if')
  @Requires('organisation.read')
  @ApiOperation({ summary: 'The recorded ratings under another version of a rule' })
  @ApiResponse({ status: 404, description: 'Not there, or not yours to see (problem+json).' })
  @ApiResponse({ status: 422, description: 'The framework has no such version of a rule (problem+json).' })
  async whatIf(
    @Id() id: string,
    @Query({ schema: whatIfQuery }) { rule, ...query }: z.infer<typeof whatIfQuery>,
    @SignedIn() person: Person,
  ) {
    const { asAt, effectiveOn, repeated } = await this.moments.of(query, []);
    const answer = await this.queries.execute(new ReadWhatIf(person, id, rule, { position: asAt, effectiveOn }));
    if (answer === undefined) throw notFound(id);
    if (isRefusal(answer)) throw new ProblemError(answer);
    return { ...answer, ...repeated };
  }

  /** An assessment recorded only later says since when it is: the person may see it, it was not there by then. */
  private async notThere(id: string, person: Person): Promise<ProblemError> {
    const events = await this.queries.execute(new ReadAssessmentEvents(person, id));
    const first = events?.[0];
    if (first === undefined) return notFound(id);
    const { recordedAt, position } = first;
    const facts = { recordedFrom: recordedAt, positionFrom: String(position) };
    return problem('not-found', `${id} was not recorded here by that moment: its record begins at ${recordedAt}.`, { facts });
  }
}

const notFound = (id: string): ProblemError => problem('not-found', `There is no assessment ${id}, or it is not yours to see.`);

/** `type` is the name it is stored under; `data` is in today's shape of it. */
function eventAnswer({ id, type, stream, revision, position, recordedAt, metadata, event }: AssessmentHistoryEvent) {
  return { id, type, stream, revision: String(revision), position: String(position), recordedAt, ...metadata, data: event.data };
}
