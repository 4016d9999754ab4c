import { createServer, type AddressInfo } from 'node:net';
import type { PersonDirectory } from '#identity/contract.js';
import { loadConfig } from '#platform/config/config.js';
import { createLogger } from '#platform/logging/logger.js';
import { type RunningService, startService } from '../../../apps/server/src/service/start-service.js';
import { createTestDatabase, type TestDatabase } from '../../support/postgres-for-tests.js';
import { HttpClient } from './http-client.js';

/** The whole service on a database of its own, answering on a port of 127.0.0.1. */
export interface TestService {
  readonly address: string;
  readonly running: RunningService;
  readonly database: TestDatabase;
  /** Sends requests as nobody. */
  readonly anonymous: HttpClient;
  /** Sends requests as a sample person, with a token got over HTTP. */
  as(person: string): Promise<HttpClient>;
  stop(): Promise<void>;
}

export interface TestServiceOptions {
  /** `reference`: the shipped frameworks and organisations are there, cloned from a database made once per run. */
  readonly holding?: 'nothing' | 'reference';
  readonly people?: PersonDirectory;
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
  const database = await createTestDatabase({ name: `service_with_${holding}`, prepare: (url) => prepare(url, holding) });
  const running = await start(database.connectionString, [], options);
  await running.ready;
  const anonymous = new HttpClient(running.address);
  const stop = async (): Promise<void> => {
    await running.stop();
    await database.drop();
  };
  return { address: running.address, running, database, anonymous, as: (person) => anonymous.signedInAs(person), stop };
}

async function prepare(connectionString: string, holding: 'nothing' | 'reference'): Promise<void> {
  const service = await start(connectionString, holding === 'reference' ? REFERENCE : [], {});
  await service.ready;
  await service.stop();
}

async function start(connectionString: string, seed: readonly string[], options: TestServiceOptions): Promise<RunningService> {
  const port = String(await freePort());
  const config = loadConfig({ PORT: port, DATABASE_URL: connectionString, LOG_LEVEL: 'error', ...options.settings });
  const people = options.people === undefined ? {} : { people: options.people };
  return startService(config, createLogger(config.logLevel), { seed, ...people });
}

/** A port nobody listens on just now. */
async function freePort(): Promise<number> {
  const listener = createServer();
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo;
  await new Promise((resolve) => listener.close(resolve));
  return port;
}
