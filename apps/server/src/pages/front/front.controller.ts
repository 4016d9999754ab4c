import { Body, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { PageController, PublicPage } from '../frame/page-access.js';
import { PageSettings } from '../frame/page-settings.js';
import { Pages } from '../frame/pages.js';
import { type FormFields, RESUMED, TOKEN } from '../frame/form-fields.js';
import { ownPath, SignInPage } from '../frame/sign-in-page.js';
import { Sessions } from '../frame/sessions.js';
import { Visitors } from '../frame/visitors.js';
import { samplePeople } from '../../standalone/sample-people.js';

/** The fields of the sign-in form itself; what else comes with it was typed elsewhere. */
const OWN_FIELDS = ['signInAs', 'signInTo', TOKEN];

/** The front page, signing in and signing out. */
@PageController()
export class FrontController {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(SignInPage) private readonly signInPage: SignInPage,
    @Inject(Sessions) private readonly sessions: Sessions,
    @Inject(Visitors) private readonly visitors: Visitors,
    @Inject(PageSettings) private readonly settings: PageSettings,
  ) {}

  @PublicPage()
  @Get()
  home(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.pages.show(request, reply, 'home.njk', { section: 'none', title: 'Checkpoint assurance' });
  }

  /** Whom to sign in as; `to` is where to go on. */
  @PublicPage()
  @Get('sign-in')
  signIn(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query('to') to?: unknown): Promise<void> {
    return this.signInPage.show(request, reply, { to: typeof to === 'string' ? to : undefined });
  }

  /** Begins a session. A form that was under way when the last one ended is sent on, to be shown again. */
  @PublicPage({ perMinute: 600 })
  @Post('sign-in')
  async begin(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() fields: FormFields): Promise<void> {
    const person = this.settings.standalone ? samplePeople.find(({ id }) => id === fields['signInAs']) : undefined;
    const kept = Object.entries(fields)
      .filter(([name]) => !OWN_FIELDS.includes(name))
      .flatMap(([name, value]) => [value].flat().map((one) => [name, one] as const));
    const to = ownPath(String(fields['signInTo'] ?? ''));
    if (person === undefined) {
      void reply.status(400);
      return this.signInPage.show(request, reply, { to, kept, error: 'Choose whom to sign in as' });
    }
    const before = this.visitors.keyOf(request);
    if (before !== undefined) await this.sessions.end(before);
    const cookie = {
      path: '/',
      httpOnly: true,
      sameSite: 'lax',
      secure: this.settings.secure,
      maxAge: this.settings.sessionSeconds,
    } as const;
    void reply.setCookie(this.settings.cookie('session'), await this.sessions.begin(person.id), cookie);
    // 307 makes the browser send the form on; without one there is nothing to send.
    void reply.redirect(to, RESUMED in fields ? 307 : 303);
  }

  /** Ends the session for good. */
  @PublicPage()
  @Post('sign-out')
  async end(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const key = this.visitors.keyOf(request);
    if (key !== undefined) await this.sessions.end(key);
    const { settings } = this;
    for (const name of ['session', 'form']) void reply.clearCookie(settings.cookie(name), { path: '/', secure: settings.secure });
    void reply.redirect('/', 303);
  }
}
