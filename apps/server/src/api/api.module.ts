import { Module } from '@nestjs/common';
import { FrameworksModule } from '#frameworks/frameworks.module.js';
import { FrameworksController } from './frameworks.controller.js';

/** The JSON API. Each controller dispatches to the buses or asks a context's contract; none decides. */
@Module({ imports: [FrameworksModule], controllers: [FrameworksController] })
export class ApiModule {}
