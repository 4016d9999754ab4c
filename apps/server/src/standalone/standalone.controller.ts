import { Body, Controller, Get, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { type Person, PERSON_DIRECTORY, type PersonDirectory } from '#identity/contract.js';
import { code } from '#kernel/text.js';
import { Public } from '../edge/access.js';
import { problem } from '../edge/problem.js';
import { StandaloneIssuer, TOKEN_SECONDS } from './issuer.js';
import { samplePeople } from './sample-people.js';

const tokenRequest = z.strictObject({ person: code().describe('the id of a sample person, e.g. wessex-assessor') });
const tokenAnswer = z.object({ access_token: z.string(), token_type: z.literal('Bearer'), expires_in: z.number() });

/** Signing in without an identity provider: these routes do not exist when a real issuer is configured. */
@ApiTags('Standalone mode')
@Controller()
export class StandaloneController {
  constructor(
    @Inject(StandaloneIssuer) private readonly issuer: StandaloneIssuer,
    @Inject(PERSON_DIRECTORY) private readonly people: PersonDirectory,
  ) {}

  /** Gives a bearer token for one of the sample people, or anybody who was granted a role here, valid for an hour. Else 404. */
  @Public({ perMinute: 600 })
  @Post('standalone/token')
  @HttpCode(200)
  @ApiOperation({ summary: 'A token for a sample person' })
  @ApiResponse({ status: 200, standardSchema: tokenAnswer })
  async token(@Body({ schema: tokenRequest }) { person }: z.infer<typeof tokenRequest>): Promise<z.infer<typeof tokenAnswer>> {
    const isKnown = samplePeople.some(({ id }) => id === person) || (await this.people.grantsOf(person)).length > 0;
    if (!isKnown) {
      const known = samplePeople.map((sample) => sample.id).join(', ');
      throw problem('not-found', `There is no sample person of that id, and nobody of it holds a role. There are: ${known}.`);
    }
    return { access_token: await this.issuer.tokenFor(person), token_type: 'Bearer', expires_in: TOKEN_SECONDS };
  }

  /** The sample people: id, name, role and area. */
  @Public()
  @Get('standalone/people')
  @ApiOperation({ summary: 'The sample people' })
  samples(): { readonly items: readonly Person[] } {
    return { items: samplePeople };
  }
}
