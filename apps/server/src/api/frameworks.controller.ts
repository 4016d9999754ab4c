import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { AdoptFramework } from '#frameworks/application/adopt-framework.js';
import { type AdoptedFramework, FRAMEWORK_CATALOGUE, type FrameworkCatalogue } from '#frameworks/contract.js';
import { isRefusal } from '#kernel/refusal.js';
import { code, freeText, line } from '#kernel/text.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { Public } from '../edge/access.js';
import { answerCommand, type CommandContext, Context } from '../edge/command-context.js';
import { momentParameters, Moments } from '../edge/moments.js';
import { problem } from '../edge/problem.js';
import { CommandRoute } from './assessments/command-route.js';
import { API } from './base.js';

const readQuery = z.strictObject({ atLeast: momentParameters.atLeast });
/** Which read model answers. */
const ANSWERED_BY = ['frameworks'];

const adoptionRequest = z.strictObject({
  pack: z.record(z.string(), z.unknown()).describe('the pack; its schema is libs/frameworks/schema/framework-pack.schema.json'),
  source: line(600).describe('where the pack was taken from'),
  reason: freeText(2000),
});

/** The catalogue: items to rate, scales in order, rules with their sources. */
@ApiTags('Frameworks')
@Controller(`${API}/frameworks`)
export class FrameworksController {
  constructor(
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Moments) private readonly moments: Moments,
    private readonly commands: CommandBus,
  ) {}

  /** Every adopted framework in its latest version, by the first quarter of its window. */
  @Public()
  @Get()
  @ApiOperation({ summary: 'The frameworks adopted' })
  async list(@Query({ schema: readQuery }) query: z.infer<typeof readQuery>) {
    await this.moments.of(query, ANSWERED_BY);
    return { items: (await this.catalogue.list()).map(described) };
  }

  /** One framework: the pack as it was adopted, with its hash. 404 where none of that id was adopted. */
  @Public()
  @Get(':id')
  @ApiOperation({ summary: 'One framework, with items, scales and rules' })
  @ApiResponse({ status: 404, description: 'No framework of that id was adopted (problem+json).' })
  async one(@Param('id', { schema: code() }) id: string, @Query({ schema: readQuery }) query: z.infer<typeof readQuery>) {
    await this.moments.of(query, ANSWERED_BY);
    const framework = await this.catalogue.get(id);
    if (framework === undefined) throw problem('not-found', `No framework ${id} was adopted. GET /${API}/frameworks lists them.`);
    return described(framework);
  }

  /**
   * Adopts a version of a framework, for good: a changed pack is a new version. Answers its hash and what it changed against the
   * version before. 422 names the broken rule and every place.
   */
  @Post()
  @CommandRoute('import.run', 'Adopt a framework, or a new version of one')
  async adopt(
    @Body({ schema: adoptionRequest }) { pack, ...adoption }: z.infer<typeof adoptionRequest>,
    @Context() { person, idempotencyKey, correlationId }: CommandContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    const by = { actor: person.id, role: person.role, idempotencyKey, correlationId };
    const adopted = { ...adoption, adoptedOn: this.clock.today() };
    const outcome = await this.commands.execute(new AdoptFramework(pack, adopted, by));
    if (isRefusal(outcome)) return answerCommand(outcome, reply);
    const { framework, version, hash, replaced } = outcome;
    return {
      ...answerCommand(outcome, reply, { location: `/${API}/frameworks/${framework}` }),
      framework,
      version,
      hash,
      replaced,
    };
  }
}

/** The pack's own members first, so that a program reads `id`, `items`, `scales` and `rules` where the pack has them. */
const described = ({ pack, hash, adoptedOn, position }: AdoptedFramework) => ({
  ...pack,
  hash,
  adoptedOn,
  position: String(position),
});
