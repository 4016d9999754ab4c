import { isRefusal } from '#kernel/refusal.js';
import { RowsApplication } from '#bulk-entry/application/apply-rows.js';
import { bulkEntryDecisions } from '#bulk-entry/application/bulk-entry-decisions.js';
import type { BulkEntryKind } from '#bulk-entry/contract.js';
import { bulkEntryStream, type FiledRow } from '#bulk-entry/core/bulk-entry/events.js';
import type { ApplyRows } from '#bulk-entry/process/applied-rows.js';
import { OrganisationsInBulk } from '#organisations/application/organisations-in-bulk.js';
import { InMemoryEventStore } from '#platform/event-store/in-memory/in-memory-event-store.js';
import type { EventStore } from '#platform/event-store/port.js';
import { systemClock } from '#platform/clock/clock.js';
import { FixedPeople, samplePeople } from '../../apps/server/src/standalone/sample-people.js';

const CODES = ['A01', 'A02', 'A03', 'A04', 'A05'];
const row = (code: string, index: number): FiledRow => ({
  line: index + 2,
  cells: { code, kind: 'region', name: `Region ${code}`, from: '2013-04-01', opened: '2013-04-01' },
  texts: {},
  judged: null,
});
const DISPATCHED = {
  id: '9a0a7f0e-3f3a-5b0e-9a3d-0f3c6d2b7e11',
  causationId: 'c',
  correlationId: 'c',
  command: {
    ...{ entry: 'x1', chunk: 0, kind: 'organisations', file: 'regions.csv' },
    ...{ actor: 'administrator', role: 'administrator', actingAs: 'administrator@england' },
  } satisfies ApplyRows,
};

/** A store that takes so many appends and then no more, as one does whose process dies. */
function dyingAfter(store: EventStore, appends: number): EventStore {
  let left = appends;
  return new Proxy(store, {
    get(target, name) {
      if (name === 'append' && left-- <= 0) return () => Promise.reject(new Error('the process has died'));
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
}

let store: InMemoryEventStore;

beforeEach(async () => {
  store = new InMemoryEventStore(() => new Date('2026-11-25T09:00:00Z'));
  const decisions = bulkEntryDecisions(store);
  const origin = (commandId: string) => ({
    ...{ actor: 'administrator', role: 'administrator', commandId, commandHash: 'h', correlationId: 'c', causationId: 'c' },
  });
  const stream = bulkEntryStream('x1');
  await decisions.run(
    stream,
    { type: 'FileRows', chunk: 0, rows: CODES.map(row) },
    origin('9a0a7f0e-3f3a-5b0e-9a3d-000000000001'),
  );
  const acceptance = { kind: 'organisations', file: 'regions.csv', digest: 'a'.repeat(64), rows: CODES.length, chunks: 1 };
  const accepted = { ...acceptance, actingAs: 'administrator@england', acceptedOn: '2026-11-25' };
  await decisions.run(stream, { type: 'Accept', ...accepted }, origin('9a0a7f0e-3f3a-5b0e-9a3d-000000000002'));
});

/** A process as it starts: nothing is in memory but what it reads from the log. */
function processOn(log: EventStore, kinds: readonly BulkEntryKind[] = [new OrganisationsInBulk(log)]): RowsApplication {
  return new RowsApplication(log, bulkEntryDecisions(log), new FixedPeople(samplePeople), kinds, systemClock);
}

const typesIn = async (stream: string): Promise<readonly string[]> => (await store.readStream(stream)).map(({ type }) => type);
const entry = async () => (await bulkEntryDecisions(store).current(bulkEntryStream('x1'))).state;

describe('a batch that is being carried out', () => {
  it('goes on after a death at any step, and enters each row once', async () => {
    for (let appends = 0; appends <= CODES.length; appends += 1) {
      const before = await entry();
      if (before.status === 'finished') break;
      await processOn(dyingAfter(store, 1))
        .apply(DISPATCHED)
        .catch(() => undefined);
    }
    expect(isRefusal(await processOn(store).apply(DISPATCHED))).toBe(false);

    expect(await entry()).toMatchObject({ status: 'finished', settled: { applied: CODES.length, unchanged: 0, notApplied: [] } });
    for (const code of CODES)
      expect(await typesIn(`organisation-${code}`)).toEqual(['OrganisationRegistered.v1', 'OrganisationOpened.v1']);
  });

  it('is settled once, though it is asked for again', async () => {
    await processOn(store).apply(DISPATCHED);
    await processOn(store).apply(DISPATCHED);
    expect(await typesIn(bulkEntryStream('x1'))).toEqual([
      'BulkEntryRowsFiled.v1',
      'BulkEntryAccepted.v1',
      'BulkEntryRowsSettled.v1',
      'BulkEntryFinished.v1',
    ]);
  });

  it('tells what somebody else recorded in between as known already', async () => {
    await new OrganisationsInBulk(store).apply(
      [{ line: 2, cells: row('A01', 0).cells, judged: undefined, key: 'somebody else' }],
      { person: samplePeople.find(({ id }) => id === 'administrator')!, file: 'another.csv' },
    );
    await processOn(store).apply(DISPATCHED);
    expect((await entry()).settled).toMatchObject({ applied: CODES.length - 1, unchanged: 1 });
  });

  it('enters nothing for somebody who no longer holds the grant, and says so of each row', async () => {
    const withdrawn = { ...DISPATCHED, command: { ...DISPATCHED.command, actingAs: 'administrator@Q70' } };
    await processOn(store).apply(withdrawn);
    const { settled } = await entry();
    expect(settled.notApplied.map(({ rule }) => rule)).toEqual(CODES.map(() => 'role-not-held'));
    expect(await typesIn('organisation-A01')).toEqual([]);
  });
});
