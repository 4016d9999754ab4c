import { Controller, Get, Inject, Param } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { type AdoptedFramework, FRAMEWORK_CATALOGUE, type FrameworkCatalogue } from '#frameworks/contract.js';
import { code } from '#kernel/text.js';
import { Public } from '../edge/access.js';
import { problem } from '../edge/problem.js';
import { API } from './base.js';

/** The catalogue: items to rate, scales in order, rules with their sources. */
@ApiTags('Frameworks')
@Controller(`${API}/frameworks`)
export class FrameworksController {
  constructor(@Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue) {}

  /** Every adopted framework in its latest version, by the first quarter of its window. */
  @Public()
  @Get()
  @ApiOperation({ summary: 'The frameworks adopted' })
  async list() {
    return { items: (await this.catalogue.list()).map(described) };
  }

  /** One framework: the pack as it was adopted, with its hash. 404 where none of that id was adopted. */
  @Public()
  @Get(':id')
  @ApiOperation({ summary: 'One framework, with items, scales and rules' })
  @ApiResponse({ status: 404, description: 'No framework of that id was adopted (problem+json).' })
  async one(@Param('id', { schema: code() }) id: string) {
    const framework = await this.catalogue.get(id);
    if (framework === undefined) throw problem('not-found', `No framework ${id} was adopted. GET /${API}/frameworks lists them.`);
    return described(framework);
  }
}

/** The pack's own members first, so that a program reads `id`, `items`, `scales` and `rules` where the pack has them. */
const described = ({ pack, hash, adoptedOn, position }: AdoptedFramework) => ({
  ...pack,
  hash,
  adoptedOn,
  position: String(position),
});
