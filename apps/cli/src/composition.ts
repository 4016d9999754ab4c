import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { bulkEntryKinds, contextModules, contextParts } from '#composition/contexts.js';
import { SIGN_IN_ISSUER } from '#identity/application/sign-in-issuer.js';
import { PERSON_DIRECTORY, type PersonDirectory } from '#identity/contract.js';
import { MESSAGING, type Messaging } from '#notifications/contract.js';
import { PlatformModule, type PlatformParts } from '#platform/service/platform.module.js';

/** What all contexts bring: the same projections that the server runs, or one of them would be overlooked here. */
export const parts = contextParts;

/** Nobody signs in at a command line: who may run it has the database already. */
const nobody: PersonDirectory = { grantsOf: () => Promise.resolve([]), find: () => Promise.resolve(undefined) };
const people = { provide: PERSON_DIRECTORY, useValue: nobody };

/** A command runs no process manager, so it tells nobody of anything. */
const messaging = { provide: MESSAGING, useValue: { publicUrl: '' } satisfies Messaging };

/** The contexts' modules for one command, and nothing that decides. */
@Module({})
export class CommandLineModule {
  static of(platform: PlatformParts & { readonly signInIssuer: string }): DynamicModule {
    const issuer = { provide: SIGN_IN_ISSUER, useValue: platform.signInIssuer };
    return {
      module: CommandLineModule,
      global: true,
      imports: [PlatformModule.of(platform), CqrsModule.forRoot(), ...contextModules],
      providers: [people, issuer, messaging, bulkEntryKinds],
      exports: [people, issuer, messaging, bulkEntryKinds, ...contextModules],
    };
  }
}
