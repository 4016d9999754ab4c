import { jest } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import { PERSON_DECISIONS, type PersonDecisions } from '#identity/application/person-decisions.js';
import { PeopleRegister } from '#identity/contract.js';
import { systemClock } from '#platform/clock/clock.js';
import { CHECKPOINT_WATCH } from '#platform/service/tokens.js';
import type { CheckpointWatch } from '#platform/projections/checkpoint-watch.js';
import { recordSamplePeople } from '../../apps/server/src/standalone/record-sample-people.js';
import { samplePeople } from '../../apps/server/src/standalone/sample-people.js';
import { type MailServer, startMailServer } from '../support/mail-server.js';
import type { HttpClient } from './support/http-client.js';
import { logHead } from './support/log-head.js';
import { components, OneAssessment, ratingsOf } from './support/one-assessment.js';
import { PageClient } from './support/page-client.js';
import { SettableClock } from './support/settable-clock.js';
import { startTestService, type TestService } from './support/test-service.js';

jest.setTimeout(60_000);

const SECRET = 'Whispered in confidence';
const quarter = new OneAssessment('11J', 'ccg-assurance-2015-16', '2015-16-q3');
const clock = new SettableClock(new Date().toISOString());
let mail: MailServer;
let service: TestService;
let assessor: HttpClient;
let director: HttpClient;

beforeAll(async () => {
  mail = await startMailServer();
  service = await startTestService({
    ...{ holding: 'reference', people: 'recorded', clock },
    settings: { SMTP_URL: mail.url, MAIL_FROM: 'checkpoint@example.org' },
  });
  const { application } = service.running;
  const register = application.get(PeopleRegister, { strict: false });
  await recordSamplePeople(samplePeople, {
    ...{ decisions: application.get<PersonDecisions>(PERSON_DECISIONS, { strict: false }), register, clock: systemClock },
  });
  for (const id of ['wessex-assessor', 'wessex-director', 'dorset-ccg', 'south-panel'])
    await register.fileEmail(id, `${id}@example.org`);
  const watch = application.get<CheckpointWatch>(CHECKPOINT_WATCH, { strict: false });
  await watch.waitFor(BigInt(await logHead(service)), ['people'], 30_000);
  [assessor, director] = await Promise.all([service.as('wessex-assessor'), service.as('wessex-director')]);
  await quarter.open(assessor);
  await quarter.record(assessor, '/checkpoint-meetings', { heldOn: '2016-01-12', notes: SECRET });
  await quarter.record(assessor, '/ratings', {
    ratings: ratingsOf(components()).ratings.map((rating) => ({ ...rating, reason: SECRET })),
  });
});
afterAll(async () => {
  await service.stop();
  await mail.stop();
});

/** Waits until the mail server took so many messages for a person, and gives them. */
async function mailTo(person: string, count: number): Promise<readonly string[]> {
  const taken = () => mail.taken.filter(({ to }) => to === `${person}@example.org`).map(({ text }) => text);
  for (let attempt = 0; attempt < 400 && taken().length < count; attempt++) await pause(50);
  expect([person, taken().length]).toEqual([person, count]);
  return taken();
}
const toldTo = async (client: HttpClient) => (await client.get('/api/v1/notifications')).body;

it('tells those who judge next, by e-mail and here: a title and a link, once, and nothing of the draft', async () => {
  await quarter.record(assessor, '/submission', {});
  const [letter = ''] = await mailTo('wessex-director', 1);
  const unwrapped = letter.replaceAll('=\r\n', '').replaceAll('=3D', '=');
  expect(unwrapped).toContain(`/assessments/${quarter.id}`);
  expect(unwrapped).toContain('NHS Dorset CCG');
  expect(unwrapped).not.toContain(SECRET);
  expect(unwrapped).not.toContain('assured-as-good');
  expect(await toldTo(director)).toMatchObject({
    unread: 1,
    items: [{ kind: 'comes-to-your-stage', page: `/assessments/${quarter.id}`, readAt: null }],
  });
  expect((await toldTo(assessor)).items).toEqual([]);
});

it('tells the assessor of a return, and the organisation of a comment window, each of them alone', async () => {
  await quarter.record(director, '/moderation/local', { outcome: 'returned', reason: SECRET });
  const [returned = ''] = await mailTo('wessex-assessor', 1);
  expect(returned).not.toContain(SECRET);
  await quarter.record(assessor, '/sharings', {});
  const [shared = ''] = await mailTo('dorset-ccg', 1);
  expect(shared).not.toContain(SECRET);
  expect(mail.taken.map(({ to }) => to)).toEqual([
    'wessex-director@example.org',
    'wessex-assessor@example.org',
    'dorset-ccg@example.org',
  ]);
});

it('is read by its recipient, and by nobody else', async () => {
  const [message] = (await toldTo(director)).items ?? [];
  const reading = `/api/v1/notifications/${String(message?.['id'])}/reading`;
  expect((await assessor.post(reading, {})).status).toBe(404);
  expect((await director.post(reading, {})).status).toBe(200);
  expect(await toldTo(director)).toMatchObject({ unread: 0, items: [{ id: message?.['id'], byEmail: 'sent' }] });
});

it('does not come by e-mail where its recipient chose so, and is told here all the same', async () => {
  const organisation = await service.as('dorset-ccg');
  const chosen = await organisation.send('PUT', '/api/v1/notifications/choices', {
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ notByEmail: ['comment-window'] }),
  });
  expect([chosen.status, chosen.body['kinds']]).toMatchObject([
    200,
    expect.arrayContaining([expect.objectContaining({ kind: 'comment-window', byEmail: false })]),
  ]);
  clock.set(new Date(clock.now() + 1_000).toISOString());
  await quarter.record(assessor, '/sharings', {});
  for (let attempt = 0; attempt < 200 && (await toldTo(organisation)).items?.length !== 2; attempt++) await pause(50);
  expect((await toldTo(organisation)).items).toMatchObject([{ byEmail: 'not-sent' }, { byEmail: 'sent' }]);
  expect(mail.taken.filter(({ to }) => to === 'dorset-ccg@example.org')).toHaveLength(1);
});

it('reminds once of a window two days before it closes, and of none that was closed', async () => {
  const organisation = await service.as('dorset-ccg');
  const [{ id, closesOn } = { id: '', closesOn: '' }, other] = (await assessor.get(quarter.at())).body['sharings'] as {
    readonly id: string;
    readonly closesOn: string;
  }[];
  await quarter.record(assessor, `/sharings/${id}/closing`, { reason: 'Shared by mistake' });
  expect(other?.closesOn).toBe(closesOn);
  clock.set(new Date(Date.parse(`${closesOn}T12:00:00Z`) - 2 * 86_400_000).toISOString());
  const titles = async () => (await toldTo(organisation)).items?.map(({ title }) => String(title)) ?? [];
  for (let attempt = 0; attempt < 200 && (await titles()).length < 3; attempt++) await pause(50);
  await pause(500);
  const told = await titles();
  expect([told.length, told[0]]).toEqual([3, expect.stringContaining('The last day to comment is')]);
});

it('is a page for each person, which leads to what it is about and marks it as read', async () => {
  const pages = await PageClient.signedInAs(service.address, 'wessex-assessor');
  expect((await pages.read('/work')).text).toContain('Your messages : 1 not read');
  const page = await pages.read('/messages');
  expect(page.text).toContain(
    'New Returned to its assessor: NHS Dorset CCG, Quarter 3, October to December 2015 Also sent by e-mail',
  );
  const [link = ''] = /\/messages\/[0-9a-f-]{36}/.exec(page.html) ?? [];
  expect((await pages.read(link)).to).toBe(`/assessments/${quarter.id}`);
  expect((await pages.read('/messages')).text).toContain('0 not read');
  const others = await PageClient.signedInAs(service.address, 'wessex-director');
  expect((await others.read(link)).status).toBe(404);
  expect((await others.read('/messages')).text).not.toContain('Returned');
});

it('comes by e-mail as its recipient ticks, and otherwise not', async () => {
  const pages = await PageClient.signedInAs(service.address, 'wessex-director');
  const kept = await pages.send('/messages/choices', { kinds: 'panel' });
  expect([kept.status, kept.to]).toEqual([303, '/messages?done=chosen']);
  const { kinds } = (await director.get('/api/v1/notifications/choices')).body as { kinds: { kind: string; byEmail: boolean }[] };
  expect(kinds.filter(({ byEmail }) => byEmail).map(({ kind }) => kind)).toEqual(['panel']);
});

it('is shown to administrators where it fails, without what it is about or an address', async () => {
  const administrator = await service.as('administrator');
  expect((await administrator.get('/api/v1/notifications/failures')).body).toEqual({ items: [] });
  expect((await director.get('/api/v1/notifications/failures')).status).toBe(403);
  const nobody = '/api/v1/notifications/failures/00000000-0000-4000-8000-000000000001';
  expect((await administrator.post(`${nobody}/retry`, {})).status).toBe(404);
  expect((await administrator.post(`${nobody}/giving-up`, {})).status).toBe(400);
});
