import { Body, Controller, Get, Inject, Param, Post, Query, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { type AdoptionRequest, adoptionRequest } from '#api-contract/framework-requests.js';
import { AdoptFramework } from '#frameworks/commands.js';
import { type AdoptedFramework, diffPacks, FRAMEWORK_CATALOGUE, type FrameworkCatalogue } from '#frameworks/contract.js';
import { CheckPack, type PackCheck } from '#frameworks/queries.js';
import { isRefusal } from '#kernel/refusal.js';
import { code } from '#kernel/text.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { Public } from '../edge/access.js';
import { answerCommand, type CommandContext, Context } from '../edge/command-context.js';
import { momentParameters, Moments } from '../edge/moments.js';
import { problem } from '../edge/problem.js';
import { CommandRoute } from './assessments/command-route.js';
import { API } from './base.js';

const readQuery = z.strictObject({ atLeast: momentParameters.atLeast });
const versionQuery = z.strictObject({
  ...readQuery.shape,
  version: z.coerce.number().int().positive().optional().describe('a version that was adopted; the latest unless given'),
});
const adoptionQuery = z.strictObject({
  dryRun: z.stringbool().default(false).describe('only checks the pack: answers 200 with every fault and what it would change'),
});
/** Which read model answers. */
const ANSWERED_BY = ['frameworks'];

/** The catalogue: items to rate, scales in order, rules with their sources. */
@ApiTags('Frameworks')
@Controller(`${API}/frameworks`)
export class FrameworksController {
  constructor(
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(Moments) private readonly moments: Moments,
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
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
  async one(
    @Param('id', { schema: code() }) id: string,
    @Query({ schema: versionQuery }) { version, ...query }: z.infer<typeof versionQuery>,
  ) {
    await this.moments.of(query, ANSWERED_BY);
    const framework = await this.catalogue.get(id, version);
    if (framework === undefined)
      throw problem('not-found', `No such framework, or version of it, was adopted. GET /${API}/frameworks lists them.`);
    return described(framework);
  }

  /** Every version with its hash, where it was taken from, and what it changed against the one before; the latest first. */
  @Public()
  @Get(':id/versions')
  @ApiOperation({ summary: 'The adopted versions of a framework, and what each changed' })
  @ApiResponse({ status: 404, description: 'No framework of that id was adopted (problem+json).' })
  async versions(@Param('id', { schema: code() }) id: string, @Query({ schema: readQuery }) query: z.infer<typeof readQuery>) {
    await this.moments.of(query, ANSWERED_BY);
    const versions = await this.catalogue.versionsOf(id);
    if (versions.length === 0) throw problem('not-found', `No framework ${id} was adopted. GET /${API}/frameworks lists them.`);
    return { framework: id, items: versions.map(versionRow).reverse() };
  }

  /**
   * Adopts a version of a framework, for good: a changed pack is a new version. Answers its hash and what it changed against the
   * version before. 422 names the broken rule and every place. `dryRun=true` records nothing and answers 200: every fault with its
   * place, whether it is adopted already, and what it would change.
   */
  @Post()
  @CommandRoute('import.run', 'Adopt a framework, or a new version of one')
  async adopt(
    @Body({ schema: adoptionRequest }) { pack, ...adoption }: AdoptionRequest,
    @Query({ schema: adoptionQuery }) { dryRun }: z.infer<typeof adoptionQuery>,
    @Context() { person, idempotencyKey, correlationId }: CommandContext,
    @Res({ passthrough: true }) reply: FastifyReply,
  ) {
    if (dryRun) {
      void reply.status(200);
      return checked(await this.queries.execute(new CheckPack(pack)));
    }
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
const described = ({ pack, hash, adoptedOn, source, reason, position }: AdoptedFramework) => ({
  ...pack,
  ...{ hash, adoptedOn, adoption: { source, reason } },
  position: String(position),
});

function versionRow(framework: AdoptedFramework, index: number, versions: readonly AdoptedFramework[]) {
  const { version, hash, adoptedOn, source, reason, position, pack } = framework;
  const before = versions[index - 1];
  return {
    ...{ version, hash, adoptedOn, source, reason },
    position: String(position),
    replaced: before === undefined ? null : { version: before.version, changes: diffPacks(before.pack, pack) },
  };
}

/** What adopting the pack would come to. */
const checked = ({ pack, hash, faults, isAdopted, replaces }: PackCheck) => ({
  dryRun: true,
  framework: pack?.id ?? null,
  version: pack?.version ?? null,
  hash: hash ?? null,
  adoptable: faults.length === 0,
  alreadyAdopted: isAdopted,
  faults: faults.map(({ rule, path, detail }) => ({ rule, pointer: pointerTo(path), detail })),
  replaced: replaces ?? null,
});

/** RFC 6901, into the request's body. */
const pointerTo = (path: readonly string[]): string =>
  ['pack', ...path].map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
