import { type DynamicModule, Module } from '@nestjs/common';
import { StandaloneIssuer } from './issuer.js';
import { StandaloneController } from './standalone.controller.js';

/** Signing in as a sample person; made only where no real issuer is configured. */
@Module({})
export class StandaloneModule {
  static of(issuer: StandaloneIssuer): DynamicModule {
    return {
      module: StandaloneModule,
      controllers: [StandaloneController],
      providers: [{ provide: StandaloneIssuer, useValue: issuer }],
    };
  }
}
