import type { INestApplicationContext } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { PublishedRatingsImport } from '#assessment/application/import-published-ratings.js';
import { importShippedRatings } from '#assessment/application/shipped-ratings.js';
import { PERSON_DECISIONS, type PersonDecisions } from '#identity/application/person-decisions.js';
import { PeopleRegister, PERSON_DIRECTORY, type PersonDirectory } from '#identity/contract.js';
import { adoptShippedPacks } from '#frameworks/application/adopt-shipped-packs.js';
import { shippedPacksDigest } from '#frameworks/application/shipped-packs.js';
import { importShippedInterventions, InterventionsImport } from '#interventions/application/import-interventions.js';
import { importShippedOrganisations } from '#organisations/application/shipped-organisations.js';
import { OrganisationImport } from '#organisations/application/import-organisations.js';
import { importShippedNationalResults, NationalResultsImport } from '#national-results/application/import-national-results.js';
import { importShippedSurvey, SurveyImport } from '#stakeholder-survey/application/import-survey.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import type { EventStore } from '#platform/event-store/port.js';
import type { CheckpointWatch } from '#platform/projections/checkpoint-watch.js';
import { CHECKPOINT_WATCH, EVENT_STORE } from '#platform/service/tokens.js';
import type { FileImport } from '#platform/files/import-streams.js';
import type { SeedStep } from './seed.js';
import { type PeopleRecord, recordSamplePeople } from './record-sample-people.js';
import { SAMPLE_MACHINE, samplePeople } from './sample-people.js';
import { recordWorkedExample } from './worked-example/record-worked-example.js';

/** Within how many milliseconds the read models that a step asks have to show what the steps before it recorded. */
const PATIENCE_MS = 120_000;

/** What standalone mode fills an empty log with, in this order. */
export function seedSteps(application: INestApplicationContext): readonly SeedStep[] {
  const store = application.get<EventStore>(EVENT_STORE, { strict: false });
  const clock = application.get<Clock>(CLOCK, { strict: false });
  const administrator = { actor: 'administrator', role: 'administrator' };
  const organisations = application.get(OrganisationImport, { strict: false });
  const ratings = application.get(PublishedRatingsImport, { strict: false });
  const watch = application.get<CheckpointWatch>(CHECKPOINT_WATCH, { strict: false });
  const caughtUp = async (): Promise<void> => {
    const { position } = await store.head();
    const reached = await watch.waitFor(position, ['frameworks', 'organisations'], PATIENCE_MS);
    if (reached !== 'reached') throw new Error('the catalogue or the organisations did not catch up with the log');
  };
  const peopleRecord = (): PeopleRecord => ({
    decisions: application.get<PersonDecisions>(PERSON_DECISIONS, { strict: false }),
    register: application.get(PeopleRegister, { strict: false }),
    clock,
  });
  const recordPeople = (): Promise<void> => recordSamplePeople(samplePeople, peopleRecord());
  const adoptFrameworks = async (): Promise<void> => {
    await adoptShippedPacks(store, { ...administrator, adoptedOn: clock.today() });
  };
  const importOrganisations = async (): Promise<void> => {
    const report = await importShippedOrganisations(organisations, administrator);
    if (!report.complete) throw new Error(`the shipped organisations were refused: ${JSON.stringify(report.files)}`);
  };
  const importRatings = async (): Promise<void> => {
    await caughtUp();
    const report = await importShippedRatings(ratings, { ...administrator, today: clock.today() });
    if (report.broken.length > 0) throw new Error(`the shipped ratings have broken rows: ${JSON.stringify(report.broken)}`);
  };
  const historyStep = (name: string, importShipped: (importer: typeof administrator) => Promise<FileImport>): SeedStep => ({
    name,
    run: async () => {
      await caughtUp();
      const { broken } = await importShipped(administrator);
      if (broken.length > 0) throw new Error(`the seed's step ${name} has broken rows: ${JSON.stringify(broken)}`);
    },
  });
  return [
    // First, so that they can sign in while the rest is loaded.
    {
      name: 'people-1',
      run: recordPeople,
    },
    {
      name: 'sample-machine-1',
      run: () => recordSamplePeople([SAMPLE_MACHINE], peopleRecord(), 'machine'),
    },
    {
      name: 'frameworks-1',
      run: adoptFrameworks,
    },
    {
      name: 'organisations-1',
      run: importOrganisations,
    },
    {
      name: 'published-ratings-1',
      run: importRatings,
    },
    {
      name: 'worked-example-1',
      run: async () => {
        await caughtUp();
        const people = application.get<PersonDirectory>(PERSON_DIRECTORY, { strict: false });
        await recordWorkedExample(application.get(CommandBus, { strict: false }), people);
      },
    },
    // A log that an earlier release filled takes in what this one adds; one filled just now holds it already.
    {
      name: `frameworks-${shippedPacksDigest()}`,
      run: adoptFrameworks,
    },
    {
      name: 'people-2',
      run: recordPeople,
    },
    {
      name: 'organisations-3',
      run: importOrganisations,
    },
    {
      name: 'published-ratings-2',
      run: importRatings,
    },
    historyStep('interventions-1', (importer) =>
      importShippedInterventions(application.get(InterventionsImport, { strict: false }), importer),
    ),
    historyStep('stakeholder-survey-1', (importer) =>
      importShippedSurvey(application.get(SurveyImport, { strict: false }), importer),
    ),
    historyStep('national-results-1', (importer) =>
      importShippedNationalResults(application.get(NationalResultsImport, { strict: false }), importer),
    ),
  ];
}
