import { Inject, Injectable } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { roleMay } from '#identity/contract.js';
import { roleAndArea } from '../words/roles.js';
import { Assets } from './assets.js';
import { Visitors } from './visitors.js';

/** The part of the navigation a page belongs to. */
export type Section = 'work' | 'organisations' | 'history' | 'scorecards' | 'panels' | 'frameworks' | 'people' | 'none';

/** What every page says besides its own content. */
export interface PageFrame {
  readonly section: Section;
  /** The page's name, in the title of the window before the service's name. */
  readonly title: string;
}

/** All that a template shows. */
export type PageModel = PageFrame & Readonly<Record<string, unknown>>;

/** Answers with pages. */
@Injectable()
export class Pages {
  constructor(
    @Inject(Visitors) private readonly visitors: Visitors,
    @Inject(Assets) private readonly assets: Assets,
  ) {}

  /** Answers with the page a template makes of a model. The model's members are the template's variables. */
  async show(request: FastifyRequest, reply: FastifyReply, template: string, model: PageModel): Promise<void> {
    const person = await this.visitors.personOf(request);
    let token: string | undefined;
    const frame = {
      person,
      acting: person && roleAndArea(person),
      readsPanels: person !== undefined && roleMay(person, 'panel.read'),
      readsPeople: person !== undefined && roleMay(person, 'person.read'),
      assetPath: this.assets.path,
      cspNonce: reply.cspNonce.script,
      // Made once, and only by a page with a form: it sets a cookie.
      formToken: () => (token ??= reply.generateCsrf()),
    };
    // What a page shows depends on who looks, and must not come back from a cache after they signed out.
    void reply.header('Cache-Control', 'no-store').header('Vary', 'Cookie');
    void reply.view(template, { ...frame, ...model });
  }
}
