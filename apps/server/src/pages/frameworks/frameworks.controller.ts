import { Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import {
  type AdoptedFramework,
  diffPacks,
  FRAMEWORK_CATALOGUE,
  type FrameworkCatalogue,
  packJsonSchema,
} from '#frameworks/contract.js';
import { type Permission, roleMay } from '#identity/contract.js';
import { problem } from '../../edge/problem.js';
import { PageController, PublicPage } from '../frame/page-access.js';
import { Pages } from '../frame/pages.js';
import { Visitors } from '../frame/visitors.js';
import { pageMoment, PageMoments } from '../reading/page-moments.js';
import { changeRows } from './pack-changes.js';
import { certaintyOf, packView, versionRow, windowOf } from './pack-view.js';

const waiting = z.object({ atLeast: pageMoment.atLeast, done: z.string().max(40).optional() });
type Waiting = z.infer<typeof waiting>;

/** The frameworks for everybody: what is rated, on which scale, by which rule, and how sure that is. */
@PageController('frameworks')
export class FrameworksPages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(PageMoments) private readonly moments: PageMoments,
    @Inject(Visitors) private readonly visitors: Visitors,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
  ) {}

  @PublicPage()
  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const frameworks = await this.catalogue.list();
    return this.pages.show(request, reply, 'frameworks/list.njk', {
      section: 'frameworks',
      title: 'Frameworks',
      mayAdopt: await this.#may(request, 'import.run'),
      frameworks: frameworks.map(({ id, version, hash, adoptedOn, pack }) => ({
        ...{ id, version, hash, adoptedOn },
        title: pack.title,
        issuer: pack.issuer,
        window: windowOf(pack),
        certainty: certaintyOf(pack),
      })),
    });
  }

  /** What a pack may hold, for editors and for checks before it is sent. */
  @PublicPage()
  @Get('framework-pack.schema.json')
  async schema(@Res() reply: FastifyReply): Promise<void> {
    void reply.header('Content-Type', 'application/schema+json; charset=utf-8').send(await packJsonSchema());
  }

  /** The version in force. */
  @PublicPage()
  @Get(':id')
  async one(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Query({ schema: waiting }) query: Waiting,
  ): Promise<void> {
    await this.moments.of(query, ['frameworks']);
    const versions = await this.catalogue.versionsOf(id);
    return this.#show(request, reply, { versions, shown: versions.at(-1), done: query.done === 'adoption' });
  }

  /** A version as it was adopted, with what it changed; with `.json` after the number, the pack itself. */
  @PublicPage()
  @Get(':id/versions/:version')
  async version(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('version') asked: string,
  ): Promise<void> {
    const versions = await this.catalogue.versionsOf(id);
    const shown = versions.find(({ version }) => String(version) === asked.replace(/\.json$/, ''));
    if (shown === undefined || !asked.endsWith('.json')) return this.#show(request, reply, { versions, shown, done: false });
    void reply
      .header('Content-Type', 'application/json; charset=utf-8')
      .header('Content-Disposition', `attachment; filename="${id}.v${String(shown.version)}.json"`)
      .send(`${JSON.stringify(shown.pack, undefined, 2)}\n`);
  }

  async #show(
    request: FastifyRequest,
    reply: FastifyReply,
    {
      versions,
      shown,
      done,
    }: { readonly versions: readonly AdoptedFramework[]; readonly shown: AdoptedFramework | undefined; readonly done: boolean },
  ): Promise<void> {
    if (shown === undefined) throw problem('not-found', 'No such framework, or version of it, was adopted here.');
    const before = versions[versions.indexOf(shown) - 1];
    return this.pages.show(request, reply, 'frameworks/one.njk', {
      section: 'frameworks',
      title: shown.pack.title,
      mayAdopt: await this.#may(request, 'import.run'),
      mayApply: before !== undefined && (await this.#may(request, 'assessment.apply-framework-version')),
      done,
      pack: shown.pack,
      ...packView(shown.pack),
      shown: versionRow(shown),
      isLatest: shown === versions.at(-1),
      versions: versions.toReversed().map(versionRow),
      replaced: before && { version: before.version, changes: changeRows(diffPacks(before.pack, shown.pack)) },
    });
  }

  async #may(request: FastifyRequest, permission: Permission): Promise<boolean> {
    const person = await this.visitors.personOf(request);
    return person !== undefined && roleMay(person, permission);
  }
}
