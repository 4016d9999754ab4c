import type { INestApplicationContext } from '@nestjs/common';
import { adoptShippedPacks } from '#frameworks/application/adopt-shipped-packs.js';
import { importShippedOrganisations } from '#organisations/application/shipped-organisations.js';
import { OrganisationImport } from '#organisations/application/import-organisations.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import type { EventStore } from '#platform/event-store/port.js';
import { EVENT_STORE } from '#platform/service/tokens.js';
import type { SeedStep } from './seed.js';

/** What standalone mode fills an empty log with, in this order. */
export function seedSteps(application: INestApplicationContext): readonly SeedStep[] {
  const store = application.get<EventStore>(EVENT_STORE, { strict: false });
  const clock = application.get<Clock>(CLOCK, { strict: false });
  const administrator = { actor: 'administrator', role: 'administrator' };
  const organisations = application.get(OrganisationImport, { strict: false });
  return [
    {
      name: 'frameworks-1',
      run: async () => void (await adoptShippedPacks(store, { ...administrator, adoptedOn: clock.today() })),
    },
    {
      name: 'organisations-1',
      run: async () => {
        const report = await importShippedOrganisations(organisations, administrator);
        if (!report.complete) throw new Error(`the shipped organisations were refused: ${JSON.stringify(report.files)}`);
      },
    },
  ];
}
