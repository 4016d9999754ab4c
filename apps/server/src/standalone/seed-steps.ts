import type { INestApplicationContext } from '@nestjs/common';
import { adoptShippedPacks } from '#frameworks/application/adopt-shipped-packs.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import type { EventStore } from '#platform/event-store/port.js';
import { EVENT_STORE } from '#platform/service/tokens.js';
import type { SeedStep } from './seed.js';

/** What standalone mode fills an empty log with, in this order. */
export function seedSteps(application: INestApplicationContext): readonly SeedStep[] {
  const store = application.get<EventStore>(EVENT_STORE, { strict: false });
  const clock = application.get<Clock>(CLOCK, { strict: false });
  const administrator = { actor: 'administrator', role: 'administrator' };
  return [
    {
      name: 'frameworks-1',
      run: async () => void (await adoptShippedPacks(store, { ...administrator, adoptedOn: clock.today() })),
    },
  ];
}
