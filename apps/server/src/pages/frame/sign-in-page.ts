import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Area } from '#identity/contract.js';
import { OrganisationDirectory } from '#organisations/contract.js';
import { samplePeople } from '../../standalone/sample-people.js';
import { areaInWords, duties } from '../words/roles.js';
import { PageSettings } from './page-settings.js';
import { Pages } from './pages.js';

/** Where to go on after signing in, and what was typed there when the session ended. */
export interface SignInQuestion {
  readonly to?: string | undefined;
  readonly kept?: readonly (readonly [name: string, value: string])[];
  readonly error?: string;
}

/** The page on which somebody signs in. */
@Injectable()
export class SignInPage {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(PageSettings) private readonly settings: PageSettings,
    @Inject(OrganisationDirectory) private readonly directory: OrganisationDirectory,
  ) {}

  async show(request: FastifyRequest, reply: FastifyReply, { to, kept = [], error }: SignInQuestion): Promise<void> {
    const people = this.settings.standalone ? samplePeople : [];
    const areas = await Promise.all(people.map(({ area }) => this.#areaOf(area)));
    return this.pages.show(request, reply, 'sign-in.njk', {
      section: 'none',
      title: 'Sign in',
      to: ownPath(to),
      kept,
      error,
      standalone: this.settings.standalone,
      people: people.map(({ id, name, role }, index) => ({ id, name, may: duties[role], area: areas[index] })),
    });
  }

  async #areaOf(area: Area): Promise<string> {
    const place = area.kind === 'england' ? undefined : await this.directory.find(area.code);
    return areaInWords(area, place?.name);
  }
}

/** Only ever a path of our own: an address elsewhere would lend our sign-in to others. */
export const ownPath = (to: string | undefined): string => (to !== undefined && /^\/(?![/\\])[^\s\\]*$/.test(to) ? to : '/work');
