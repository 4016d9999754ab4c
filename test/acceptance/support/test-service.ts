import { createServer, type AddressInfo } from 'node:net';
import type { PersonDirectory } from '#identity/contract.js';
import type { Clock } from '#platform/clock/clock.js';
import { loadConfig } from '#platform/config/config.js';
import { createLogger } from '#platform/logging/logger.js';
import { FixedPeople, samplePeople } from '../../../apps/server/src/standalone/sample-people.js';
import { type RunningService, startService } from '../../../apps/server/src/service/start-service.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres-for-tests.js';
import { HttpClient } from './http-client.js';
import { emptyLog, engine } from './log-engine.js';

/** The whole service on a database of its own, answering on a port of 127.0.0.1. */
export interface TestService {
  readonly address: string;
  readonly running: RunningService;
  readonly database: TestDatabase;
  /** Settings that lead another process to the same database and the same log. */
  readonly settings: Readonly<Record<string, string>>;
  /** Sends requests as nobody. */
  readonly anonymous: HttpClient;
  /** Sends requests as a sample person, with a token got over HTTP. */
  as(person: string): Promise<HttpClient>;
  /** Stops the service and leaves what it holds to another process. */
  halt(): Promise<void>;
  /** Stops the service and takes away what it holds. */
  stop(): Promise<void>;
}

export interface TestServiceOptions {
  /** `reference`: the shipped frameworks and organisations are there. */
  readonly holding?: 'nothing' | 'reference';
  /** Who may sign in: the sample people, fixed and outside the log, unless given; `recorded`: those the log holds. */
  readonly people?: PersonDirectory | 'recorded';
  /** What time it is for the service; the machine's clock unless given. */
  readonly clock?: Clock;
  /** More settings, as in the environment. */
  readonly settings?: Readonly<Record<string, string>>;
}

const REFERENCE = ['frameworks-1', 'organisations-1'];

/**
 * Starts the whole service in this process:
 *
 *     let service: TestService;
 *     beforeAll(async () => { service = await startTestService({ holding: 'reference' }); });
 *     afterAll(() => service.stop());
 *     const assessor = await service.as('wessex-assessor');
 *     const answer = await assessor.post('/api/v1/assessments', { organisation: '11J', ... });
 */
export async function startTestService(options: TestServiceOptions = {}): Promise<TestService> {
  const holding = options.holding ?? 'nothing';
  const { database, log, settings } = await storesHolding(holding);
  const running = await start(settings, [], options);
  await running.ready;
  const anonymous = new HttpClient(running.address);
  let halted: Promise<void> | undefined;
  const halt = (): Promise<void> => (halted ??= running.stop());
  const stop = async (): Promise<void> => {
    await halt();
    await database.drop();
    await log.remove();
  };
  const as = (person: string) => anonymous.signedInAs(person);
  return { address: running.address, running, database, settings, anonymous, as, halt, stop };
}

/**
 * Where the service is to find what it holds. A log in PostgreSQL is cloned with its database, which is made once per run;
 * one in EventStoreDB cannot be, and is filled anew each time.
 */
async function storesHolding(holding: 'nothing' | 'reference') {
  const log = await emptyLog();
  const seed = holding === 'reference' ? REFERENCE : [];
  const cloned = engine === 'postgres' ? holding : 'nothing';
  const database = await createTestDatabase({
    name: `service_with_${cloned}`,
    prepare: (url) => fill({ DATABASE_URL: url }, cloned === holding ? seed : []),
  });
  const settings = { DATABASE_URL: database.connectionString, ...log.settings };
  if (cloned !== holding) await fill(settings, seed);
  return { database, log, settings };
}

/** By a service of its own, with the sample people: one under a real issuer loads no sample data. */
async function fill(stores: Readonly<Record<string, string>>, seed: readonly string[]): Promise<void> {
  const service = await start(stores, seed, {});
  await service.ready;
  await service.stop();
}

async function start(
  stores: Readonly<Record<string, string>>,
  seed: readonly string[],
  options: TestServiceOptions,
): Promise<RunningService> {
  const port = String(await freePort());
  const config = loadConfig({ PORT: port, ...stores, LOG_LEVEL: 'error', ...options.settings });
  const { people = new FixedPeople(samplePeople), clock } = options;
  const other = { ...(people !== 'recorded' && { people }), ...(clock && { clock }) };
  return startService(config, createLogger(config.logLevel), { seed, ...other });
}

/** A port nobody listens on just now. */
async function freePort(): Promise<number> {
  const listener = createServer();
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo;
  await new Promise((resolve) => listener.close(resolve));
  return port;
}
