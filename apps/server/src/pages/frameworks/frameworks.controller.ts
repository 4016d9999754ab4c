import { Get, Inject, Param, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import {
  type AdoptedFramework,
  FRAMEWORK_CATALOGUE,
  type FrameworkCatalogue,
  type Pack,
  type PackItem,
} from '#frameworks/contract.js';
import { problem } from '../../edge/problem.js';
import { PageController, PublicPage } from '../frame/page-access.js';
import { Pages } from '../frame/pages.js';
import { periodInWords } from '../words/periods.js';

/** The frameworks for everybody: what is rated, on which scale, by which rule, and how sure that is. */
@PageController('frameworks')
export class FrameworksPages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
  ) {}

  @PublicPage()
  @Get()
  async list(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const frameworks = await this.catalogue.list();
    return this.pages.show(request, reply, 'frameworks/list.njk', {
      section: 'frameworks',
      title: 'Frameworks',
      frameworks: frameworks.map(({ pack }) => ({ id: pack.id, title: pack.title, issuer: pack.issuer, window: windowOf(pack) })),
    });
  }

  @PublicPage()
  @Get(':id')
  async one(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Param('id') id: string): Promise<void> {
    const framework: AdoptedFramework | undefined = await this.catalogue.get(id);
    if (framework === undefined) throw problem('not-found', `No framework ${id} was adopted here.`);
    const { pack, hash, adoptedOn } = framework;
    return this.pages.show(request, reply, 'frameworks/one.njk', {
      section: 'frameworks',
      title: pack.title,
      pack,
      hash,
      adoptedOn,
      window: windowOf(pack),
      items: pack.items.map((item) => itemRow(pack, item)),
      stages: CADENCES.flatMap((cadence) => {
        const stages = pack.moderation[cadence];
        return stages === undefined ? [] : [{ cadence: CADENCE_NAMES[cadence], stages }];
      }),
    });
  }
}

const CADENCES = ['quarter', 'year', 'baseline'] as const;
const CADENCE_NAMES = { quarter: 'A quarter', year: 'A year', baseline: 'A baseline' } as const;

const windowOf = ({ window }: Pack): string => `From ${periodInWords(window.from)}, until before ${periodInWords(window.until)}`;

function itemRow(pack: Pack, item: PackItem) {
  const uses = CADENCES.flatMap((cadence) => {
    const [scale, rule] = [item.scale?.[cadence], item.rule?.[cadence]];
    if (scale === undefined) return [];
    return [{ cadence: CADENCE_NAMES[cadence], scale, rule }];
  });
  return {
    id: item.id,
    kind: item.kind,
    label: item.label,
    notApplicable: item.notApplicable ?? false,
    given: item.given ?? false,
    uses,
  };
}
