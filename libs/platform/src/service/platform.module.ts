import { type DynamicModule, Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { CLOCK, type Clock, systemClock } from '../clock/clock.js';
import type { EventStore } from '../event-store/port.js';
import type { CheckpointWatch } from '../projections/checkpoint-watch.js';
import { CHECKPOINT_WATCH, EVENT_STORE } from './tokens.js';

/** What an application opened before it made its modules, and closes after them. */
export interface PlatformParts {
  readonly dataSource: DataSource;
  readonly store: EventStore;
  readonly watch: CheckpointWatch;
  readonly clock?: Clock;
}

/** Offers the log, the read store, the clock and the waiting for read models to every module of an application. */
@Module({})
export class PlatformModule {
  static of({ dataSource, store, watch, clock = systemClock }: PlatformParts): DynamicModule {
    const providers = [
      { provide: DataSource, useValue: dataSource },
      { provide: EVENT_STORE, useValue: store },
      { provide: CHECKPOINT_WATCH, useValue: watch },
      { provide: CLOCK, useValue: clock },
    ];
    return { module: PlatformModule, global: true, providers, exports: providers };
  }
}
