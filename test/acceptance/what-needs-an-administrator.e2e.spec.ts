import { jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { DataSource } from 'typeorm';
import { PERSON_DECISIONS, type PersonDecisions } from '#identity/application/person-decisions.js';
import { PeopleRegister } from '#identity/contract.js';
import { systemClock } from '#platform/clock/clock.js';
import type { EventStore } from '#platform/event-store/port.js';
import type { CheckpointWatch } from '#platform/projections/checkpoint-watch.js';
import { CHECKPOINT_WATCH, EVENT_STORE } from '#platform/service/tokens.js';
import { recordSamplePeople } from '../../apps/server/src/standalone/record-sample-people.js';
import { samplePeople } from '../../apps/server/src/standalone/sample-people.js';
import { type MailServer, startMailServer } from '../support/mail-server.js';
import type { HttpClient } from './support/http-client.js';
import { logHead } from './support/log-head.js';
import { components, OneAssessment } from './support/one-assessment.js';
import { PageClient } from './support/page-client.js';
import { startTestService, type TestService } from './support/test-service.js';

jest.setTimeout(60_000);

const ADDRESS = 'wessex-director@example.org';
const quarter = new OneAssessment('11J', 'ccg-assurance-2015-16', '2015-16-q3');
let mail: MailServer;
let service: TestService;
let administrator: HttpClient;
let pages: PageClient;

beforeAll(async () => {
  mail = await startMailServer();
  service = await startTestService({
    ...{ holding: 'reference', people: 'recorded' },
    settings: { SMTP_URL: mail.url, MAIL_FROM: 'checkpoint@example.org', LOG_LEVEL: 'silent' },
  });
  const { application } = service.running;
  const register = application.get(PeopleRegister, { strict: false });
  await recordSamplePeople(samplePeople, {
    ...{ decisions: application.get<PersonDecisions>(PERSON_DECISIONS, { strict: false }), register, clock: systemClock },
  });
  await register.fileEmail('wessex-director', ADDRESS);
  const watch = application.get<CheckpointWatch>(CHECKPOINT_WATCH, { strict: false });
  await watch.waitFor(BigInt(await logHead(service)), ['people'], 30_000);
  administrator = await service.as('administrator');
  pages = await PageClient.signedInAs(service.address, 'administrator');
});
afterAll(async () => {
  await service.stop();
  await mail.stop();
});

async function until(isSo: () => Promise<boolean> | boolean): Promise<void> {
  for (let attempt = 0; attempt < 400 && !(await isSo()); attempt++) await pause(50);
  expect(await isSo()).toBe(true);
}
const itemsOf = async (path: string) => (await administrator.get(path)).body.items ?? [];
/** The pages that the list leads to, of one kind. */
async function leadsTo(kind: string): Promise<readonly string[]> {
  const { html } = await pages.read('/operations');
  return [...html.matchAll(new RegExp(`/operations/${kind}/[\\w-]+`, 'g'))].map(([path]) => path);
}

it('is nothing at first, and nobody else’s', async () => {
  expect((await pages.read('/operations')).text).toContain('Nothing needs you.');
  const assessor = await PageClient.signedInAs(service.address, 'wessex-assessor');
  expect((await assessor.read('/operations')).status).toBe(403);
  expect((await (await service.as('wessex-assessor')).get('/api/v1/stopped')).status).toBe(403);
});

it('is a message that was refused for good: to whom and why, not what about, until it is sent again', async () => {
  mail.refusedForGood.add(ADDRESS);
  const assessor = await service.as('wessex-assessor');
  await quarter.rated(assessor, components());
  await quarter.record(assessor, '/submission', {});
  await until(async () => (await itemsOf('/api/v1/notifications/failures')).length === 1);

  const [at = ''] = await leadsTo('message');
  const { text } = await pages.read(at);
  expect(text).toContain('An e-mail to Director, Wessex was not sent');
  expect(text).toContain('The server refused it: 550');
  expect(text).not.toMatch(/Dorset|example\.org/);
  expect((await pages.read('/work')).text).toContain('1 message was not sent, or only perhaps');

  mail.refusedForGood.clear();
  expect((await pages.send(`${at}/retry`, {}, at)).to).toBe('/operations?done=tried-again');
  await until(() => mail.taken.length === 1);
  expect(await leadsTo('message')).toEqual([]);
});

it('is a command that was given up: it is put aside with a reason, and not without', async () => {
  const command = randomUUID();
  await service.running.application.get(DataSource, { strict: false }).query(
    `insert into app.process_dead_letters (command_id, manager, instance, command, causation_id, correlation_id, attempts, rule, detail,
       issued_at, given_up_at) values ($1, 'due-actions', 'one', '{}', $2, 'c', 1, 'no-such-action', 'There is none.', now(), now())`,
    [command, randomUUID()],
  );
  const at = `/operations/command/${command}`;
  expect(await leadsTo('command')).toEqual([at]);
  const without = await pages.send(`${at}/letting-be`, { reason: ' ' }, at);
  expect([without.status, without.text.includes('Say why')]).toEqual([400, true]);
  expect((await pages.send(`${at}/letting-be`, { reason: 'Recorded by hand' }, at)).to).toBe('/operations?done=put-aside');
  expect([(await pages.read(at)).status, await itemsOf('/api/v1/dead-letters')]).toEqual([404, []]);
});

it('is what stands still at an event nobody can read: tried again, it stops again; a read model steps over it with a reason', async () => {
  const store = service.running.application.get<EventStore>(EVENT_STORE, { strict: false });
  const metadata = {
    ...{ actor: 'nobody', role: 'assessor', commandId: randomUUID(), commandHash: '0'.repeat(64) },
    ...{ correlationId: 'c', causationId: randomUUID() },
  };
  await store.append('letter-poisoned', 'no-stream', [{ id: randomUUID(), type: 'LetterDrafted.v1', payload: '{}', metadata }]);
  await until(async () => (await itemsOf('/api/v1/stopped')).length > 0);
  const [{ kind, name, position, storedName } = {}] = await itemsOf('/api/v1/stopped');
  expect([kind, storedName]).toEqual(['read-model', 'LetterDrafted.v1']);

  const at = `/operations/read-model/${String(name)}`;
  expect((await pages.send(`${at}/retry`, {}, at)).to).toBe('/operations?done=tried-again');
  await until(async () => (await itemsOf('/api/v1/stopped')).some((one) => one['name'] === name));
  expect((await pages.send(`${at}/letting-be`, { reason: 'Written by a broken program' }, at)).to).toBe(
    '/operations?done=stepped-over',
  );
  await until(async () => !(await itemsOf('/api/v1/stopped')).some((one) => one['name'] === name));

  const again = `/api/v1/stopped/read-model/${String(name)}/stepping-over`;
  expect((await administrator.post(again, { position, reason: 'Once more' })).body['type']).toBe('/problems/not-stopped-there');
  expect((await administrator.post('/api/v1/stopped/read-model/none/retry', {})).status).toBe(404);
});
