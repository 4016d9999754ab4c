import { Global, Module } from '@nestjs/common';
import { Moments } from './moments.js';

/** What the routes of the API and of the pages share. */
@Global()
@Module({ providers: [Moments], exports: [Moments] })
export class EdgeModule {}
