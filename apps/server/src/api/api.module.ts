import { Module } from '@nestjs/common';
import { FrameworksModule } from '#frameworks/frameworks.module.js';
import { OrganisationsModule } from '#organisations/organisations.module.js';
import { FrameworksController } from './frameworks.controller.js';
import { OpenApiController } from './openapi/openapi.controller.js';
import { OpenApi } from './openapi/openapi.js';
import { OrganisationsController } from './organisations.controller.js';

/** The JSON API. Each controller dispatches to the buses or asks a context's contract; none decides. */
@Module({
  imports: [FrameworksModule, OrganisationsModule],
  controllers: [FrameworksController, OrganisationsController, OpenApiController],
  providers: [OpenApi],
})
export class ApiModule {}
