import { Module } from '@nestjs/common';
import { ReadWorkHandler } from './application/read-work.js';

/** What waits for each person, over every context. It records nothing and keeps nothing: it asks. */
@Module({ providers: [ReadWorkHandler] })
export class WorkListModule {}
