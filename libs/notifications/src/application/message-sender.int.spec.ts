import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import { eventLogMigrations } from '#platform/event-store/postgres/event-log-migrations.js';
import { processManagerMigrations } from '#platform/process-managers/process-manager-migrations.js';
import { APP_ROLE, createDataSource, migrate } from '#platform/read-store/data-source.js';
import { platformReadStoreMigrations } from '#platform/read-store/migrations/index.js';
import { createTestDatabase, type TestDatabase } from '../../../../test/support/postgres-for-tests.js';
import type { DeliveryOutcome } from '../core/delivery.js';
import { MessageChoices } from '../read/message-choices.js';
import { CreateNotifications1790000670000 } from '../read/migrations/1790000670000-create-notifications.js';
import { Outbox } from '../read/outbox.js';
import { FailingMessages, takeNext } from '../read/sending-queue.js';
import { MessageSender } from './message-sender.js';
import type { Mail } from './messaging.js';

const MESSAGE = { kind: 'returned', title: 'Returned to its assessor: NHS Dorset CCG', page: '/assessments/a' } as const;
const ACCEPTED: DeliveryOutcome = { outcome: 'accepted' };
const REFUSED_FOR_NOW: DeliveryOutcome = { outcome: 'not-accepted', forGood: false, isUnreachable: false, detail: '451' };
const REFUSED: DeliveryOutcome = { ...REFUSED_FOR_NOW, forGood: true, detail: '550' };
const UNCERTAIN: DeliveryOutcome = { outcome: 'uncertain', detail: 'No reply' };

let database: TestDatabase;
let dataSource: DataSource;
let outbox: Outbox;
let now = 1_000_000;
const senders: MessageSender[] = [];
const clock = { now: () => now, today: () => '2016-01-01' };

beforeAll(async () => {
  database = await createTestDatabase();
  const url = database.connectionString;
  await migrate(url, [
    ...platformReadStoreMigrations,
    ...eventLogMigrations,
    ...processManagerMigrations,
    CreateNotifications1790000670000,
  ]);
  dataSource = createDataSource({ url, role: APP_ROLE, entities: [], migrations: [], poolSize: 6 });
  await dataSource.initialize();
  outbox = new Outbox(dataSource);
});
afterEach(async () => {
  await Promise.all(senders.splice(0).map((sender) => sender.stop()));
  await dataSource.query(`update app.notifications set status = 'kept'`);
});
afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

/** Sends to anybody but `nowhere`, and answers each attempt in turn, the last answer for good. */
function sending(...answers: readonly DeliveryOutcome[]): { readonly sent: Mail[]; readonly stop: () => Promise<void> } {
  const sent: Mail[] = [];
  const provider = {
    send: (mail: Mail) => {
      sent.push(mail);
      return Promise.resolve(answers[sent.length - 1] ?? answers.at(-1) ?? ACCEPTED);
    },
  };
  const register = {
    particularsOf: ([id = '']: readonly string[]) =>
      Promise.resolve(new Map([[id, { id, name: id, email: id === 'nowhere' ? null : `${id}@example.org` }]])),
  };
  const messaging = { provider, publicUrl: 'http://here' };
  const sender = new MessageSender({ dataSource, register, messaging, clock, pollEveryMs: 10, restMs: 10 });
  sender.start({ info: () => undefined, warn: () => undefined });
  senders.push(sender);
  return { sent, stop: () => sender.stop() };
}

const put = (to: readonly string[], event = randomUUID(), isSent = true) =>
  outbox.put({ ...MESSAGE, to }, { event, at: now, isSent });

async function statusOf(recipient: string): Promise<string> {
  const [row] = await dataSource.query<{ readonly status: string }[]>(
    'select status from app.notifications where recipient = $1 order by created_at desc limit 1',
    [recipient],
  );
  return row?.status ?? 'none';
}

async function until(recipient: string, status: string): Promise<void> {
  for (let attempt = 0; attempt < 300 && (await statusOf(recipient)) !== status; attempt++) await pause(10);
  expect(await statusOf(recipient)).toBe(status);
}

describe('a message', () => {
  it('is one for each event and person, put in again or not, and goes out once', async () => {
    const event = randomUUID();
    await put(['ann', 'bob'], event);
    await put(['ann', 'bob'], event);
    const { sent } = sending(ACCEPTED);
    await until('bob', 'sent');
    await put(['ann', 'bob'], event);
    await pause(50);
    expect(sent.map(({ to }) => to).toSorted()).toEqual(['ann@example.org', 'bob@example.org']);
    expect(sent[0]).toMatchObject({
      subject: MESSAGE.title,
      text: expect.stringContaining('http://here/assessments/a') as string,
    });
  });

  it('is sent by one of several senders', async () => {
    const [one, other] = [sending(ACCEPTED), sending(ACCEPTED)];
    const people = Array.from({ length: 20 }, (_, index) => `person-${String(index)}`);
    await put(people);
    for (const person of people) await until(person, 'sent');
    expect([...one.sent, ...other.sent]).toHaveLength(20);
  });

  it('that was being handed over when the service stopped is not sent again, but shown, and sent when a person says so', async () => {
    await put(['carol']);
    await takeNext({ query: (sql, parameters) => rowsOf(sql, parameters) }, now);
    expect(await statusOf('carol')).toBe('sending');

    const { sent } = sending(ACCEPTED);
    await until('carol', 'perhaps-sent');
    expect(sent).toEqual([]);

    const failing = new FailingMessages(dataSource);
    const [shown] = await failing.list();
    expect(shown).toMatchObject({ recipient: 'carol', status: 'perhaps-sent', attempts: 1 });
    expect(await failing.sendAgain(shown?.id ?? '', { by: 'administrator', at: now })).toBe(true);
    await until('carol', 'sent');
    expect(sent.map(({ id }) => id)).toEqual([shown?.id]);
    expect(await failing.sendAgain(shown?.id ?? '', { by: 'administrator', at: now })).toBe(false);
  });

  it('that may have arrived is not sent again by itself', async () => {
    await put(['dan']);
    const { sent } = sending(UNCERTAIN, ACCEPTED);
    await until('dan', 'perhaps-sent');
    now += 86_400_000;
    await pause(50);
    expect([sent.length, await statusOf('dan')]).toEqual([1, 'perhaps-sent']);
  });

  it('that was refused for now waits, and is tried again when it is time, also by the next process', async () => {
    await put(['eve']);
    const first = sending(REFUSED_FOR_NOW);
    await until('eve', 'waiting');
    await pause(50);
    await first.stop();
    expect(first.sent).toHaveLength(1);

    now += 10_000;
    const { sent } = sending(ACCEPTED);
    await until('eve', 'sent');
    expect(sent).toHaveLength(1);
  });

  it('that was refused for good is shown until an administrator lets it be, with the reason', async () => {
    await put(['fay']);
    sending(REFUSED);
    await until('fay', 'failed');
    const failing = new FailingMessages(dataSource);
    const [shown] = await failing.list();
    expect(await failing.giveUp(shown?.id ?? '', { by: 'administrator', at: now, reason: 'Told her by telephone' })).toBe(true);
    expect([await failing.list(), await statusOf('fay')]).toEqual([[], 'given-up']);
  });

  it('is kept and shown where nobody sends, where no address is filed, and where the person chose so', async () => {
    await put(['gus'], randomUUID(), false);
    await new MessageChoices(dataSource).choose('hal', ['returned', 'panel']);
    await new MessageChoices(dataSource).choose('hal', ['returned']);
    await put(['nowhere', 'hal']);
    const { sent } = sending(ACCEPTED);
    await until('nowhere', 'kept');
    expect([await statusOf('gus'), await statusOf('hal'), sent]).toEqual(['kept', 'kept', []]);
    const [shown] = await outbox.of('hal', { limit: 10 });
    expect(shown).toMatchObject({ title: MESSAGE.title, readAt: null, byEmail: 'not-sent' });
  });
});

async function rowsOf<Row>(sql: string, parameters: readonly unknown[] = []): Promise<readonly Row[]> {
  const [rows] = await dataSource.query<[Row[], number]>(sql, [...parameters]);
  return rows;
}
