import { Body, Get, Inject, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type FormFields, TOKEN } from '../frame/form-fields.js';
import { PageController, PublicPage } from '../frame/page-access.js';
import { PageSettings } from '../frame/page-settings.js';
import { Pages } from '../frame/pages.js';
import { SignIn } from '../frame/sign-in.js';
import { ownPath, SignInPage } from '../frame/sign-in-page.js';

/** The fields of the sign-in form itself; what else comes with it was typed elsewhere. */
const OWN_FIELDS = ['signInTo', TOKEN];

/** The front page, signing in and signing out. */
@PageController()
export class FrontController {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(SignIn) private readonly signIn: SignIn,
    @Inject(SignInPage) private readonly page: SignInPage,
    @Inject(PageSettings) private readonly settings: PageSettings,
  ) {}

  @PublicPage()
  @Get()
  home(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.pages.show(request, reply, 'home.njk', { section: 'none', title: 'Checkpoint assurance' });
  }

  /** Leads to the identity provider; `to` is where to go on afterwards. */
  @PublicPage({ perMinute: 600 })
  @Get('sign-in')
  async begin(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Query('to') to?: unknown,
    @Query('here') here?: unknown,
  ): Promise<void> {
    const path = ownPath(typeof to === 'string' ? to : undefined);
    // Somebody who calls us by another name would come back from the provider without the cookie they left with.
    if (here === undefined && request.headers.host !== new URL(this.settings.publicUrl).host) {
      void reply.redirect(`${this.settings.publicUrl}/sign-in?here=yes&to=${encodeURIComponent(path)}`, 303);
      return;
    }
    return this.signIn.begin(request, reply, path);
  }

  /** The same for somebody whose session ended while they typed: the form comes with them. */
  @PublicPage({ perMinute: 60 })
  @Post('sign-in')
  beginAgain(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Body() fields: FormFields): Promise<void> {
    const typed = Object.entries(fields)
      .filter(([name]) => !OWN_FIELDS.includes(name))
      .flatMap(([name, value]) => [value].flat().map((one) => [name, one] as const));
    return this.signIn.begin(request, reply, ownPath(String(fields['signInTo'] ?? '')), typed);
  }

  /** Where the identity provider sends people back to. */
  @PublicPage({ perMinute: 600 })
  @Get('signed-in')
  arrive(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.signIn.arrive(request, reply);
  }

  /** What was typed before a session ended, to be sent on and looked at again. */
  @PublicPage()
  @Get('sign-in/typed')
  async typed(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Query('of') of?: unknown): Promise<void> {
    const attempt = typeof of === 'string' ? await this.signIn.typed(request, of) : undefined;
    if (attempt !== undefined) return this.page.signedInAgain(request, reply, attempt.to, attempt.typed);
    void reply.redirect('/work', 303);
  }

  /** Ends the session for good. */
  @PublicPage()
  @Post('sign-out')
  end(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    return this.signIn.end(request, reply);
  }
}
