import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { CqrsModule } from '@nestjs/cqrs';
import type Provider from 'oidc-provider';
import type { Logger } from 'pino';
import { SIGN_IN_ISSUER } from '#identity/application/sign-in-issuer.js';
import { PERSON_DIRECTORY, type PersonDirectory } from '#identity/contract.js';
import { MESSAGING, type Messaging } from '#notifications/contract.js';
import { type ServerRole, serverRoles } from '#platform/config/config.js';
import type { OpenPlatform } from '#platform/service/open-platform.js';
import type { Clock } from '#platform/clock/clock.js';
import { PlatformModule } from '#platform/service/platform.module.js';
import { ApiModule } from './api/api.module.js';
import { ContextsModule } from './contexts.module.js';
import { AUTHENTICATION, type Authentication } from './edge/authentication.js';
import { EdgeModule } from './edge/edge.module.js';
import { LOG } from './edge/log.js';
import { ProblemFilter } from './edge/problem-filter.js';
import { ValidationPipe } from './edge/validation-pipe.js';
import { SIGN_IN_PARTS, type SignInParts } from './identity/sign-in-parts.js';
import { OperationsModule } from './operations/operations.module.js';
import type { Readiness } from './operations/readiness.js';
import type { StandaloneIssuer } from './standalone/issuer.js';
import { type PageOptions, PageSettings } from './pages/frame/page-settings.js';
import { PagesModule } from './pages/pages.module.js';
import { StandaloneModule } from './standalone/standalone.module.js';

/** What the start opened, and the modules are made of. */
export interface ApplicationParts {
  readonly platform: OpenPlatform;
  /** What time it is; the machine's clock unless given. */
  readonly clock?: Clock;
  readonly log: Logger;
  readonly people: PersonDirectory;
  readonly authentication: Authentication;
  readonly readiness: Readiness;
  /** The issuer whose names for people are filed; that of standalone mode unless given. */
  readonly signInIssuer?: string;
  /** What signs people in to the pages. */
  readonly signIn: SignInParts;
  /** The provider of standalone mode; absent where a real one is configured. */
  readonly standaloneProvider?: Provider;
  /** The issuer of standalone mode; absent where a real one is configured. */
  readonly issuer?: StandaloneIssuer;
  /** Which parts of the service this process is; all of them unless given. */
  readonly roles?: ReadonlySet<ServerRole>;
  /** Where people reach the service; on http of this machine unless given. */
  readonly publicUrl?: string;
  /** What sends messages to people; they are kept and shown only, unless given. */
  readonly messages?: Messaging['provider'];
  /** How long sessions last; a working day, and half an hour without a page, unless given. */
  readonly sessions?: Pick<PageOptions, 'sessionSeconds' | 'idleSeconds'>;
}

/** The composition root: every module of the application, and nothing that decides. */
@Module({})
export class AppModule {
  static of(parts: ApplicationParts): DynamicModule {
    const {
      platform,
      clock,
      log,
      people,
      authentication,
      readiness,
      issuer,
      publicUrl = '',
      sessions = { sessionSeconds: 43_200, idleSeconds: 1_800 },
      roles = new Set(serverRoles),
    } = parts;
    const shared = [
      { provide: LOG, useValue: log },
      { provide: PERSON_DIRECTORY, useValue: people },
      { provide: SIGN_IN_ISSUER, useValue: parts.signInIssuer ?? 'standalone' },
      { provide: AUTHENTICATION, useValue: authentication },
      { provide: SIGN_IN_PARTS, useValue: parts.signIn },
      { provide: MESSAGING, useValue: { publicUrl, ...(parts.messages && { provider: parts.messages }) } satisfies Messaging },
    ];
    return {
      module: AppModule,
      global: true,
      imports: [
        PlatformModule.of({ ...platform, ...(clock && { clock }) }),
        CqrsModule.forRoot(),
        EdgeModule,
        ContextsModule,
        ...(roles.has('api') ? [ApiModule] : []),
        ...(roles.has('pages') ? [PagesModule.of(new PageSettings({ publicUrl, ...sessions }), parts.standaloneProvider)] : []),
        OperationsModule.of(readiness, () => platform.engine.status()),
        ...(issuer === undefined ? [] : [StandaloneModule.of(issuer)]),
      ],
      providers: [...shared, { provide: APP_FILTER, useClass: ProblemFilter }, { provide: APP_PIPE, useClass: ValidationPipe }],
      exports: shared,
    };
  }
}
