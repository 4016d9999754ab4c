import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Logger } from 'pino';
import { PeopleDirectory } from '#identity/application/people-directory.js';
import { PeopleRegister, type PersonDirectory } from '#identity/contract.js';
import { MessageSender, providerOf } from '#notifications/contract.js';
import { CLOCK, type Clock, systemClock } from '#platform/clock/clock.js';
import { type Config, eventStoreDbOf } from '#platform/config/config.js';
import { StartupError } from '#platform/config/startup-error.js';
import { HOSTED_PROCESSES, type HostedProcess } from '#platform/process-managers/hosted-process.js';
import { ProcessManagerRunner } from '#platform/process-managers/process-manager-runner.js';
import { type OpenPlatform, openPlatform } from '#platform/service/open-platform.js';
import { parts } from '../composition.js';
import { Authentication } from '../edge/authentication.js';
import { Readiness } from '../operations/readiness.js';
import { runSeed, type SeedStep } from '../standalone/seed.js';
import { seedSteps } from '../standalone/seed-steps.js';
import { createApplication } from './create-application.js';
import { identityOf } from './identity.js';
import { freePort } from './free-port.js';
import { type Database, findDatabase } from './database.js';

/** The service at work. */
export interface RunningService {
  /** Where it answers. */
  readonly address: string;
  readonly application: NestFastifyApplication;
  /** Resolves when the seed is complete and the read models have caught up once; rejects when the seed failed. */
  readonly ready: Promise<void>;
  /** Resolves, with the reason, when our own database went away under us: the service has to leave then. */
  readonly lost: Promise<string>;
  /** Answers the requests under way, then ends the projections, the log and our own database, in this order. */
  stop(): Promise<void>;
}

/** What a start may do otherwise than the settings say. */
export interface StartOptions {
  /** The names of the seed's steps to run; all of them in standalone mode and none elsewhere unless given. */
  readonly seed?: readonly string[];
  /** Who may sign in; those recorded, unless given. */
  readonly people?: PersonDirectory;
  /** What time it is; the machine's clock unless given. The log tells the time of recording by its own. */
  readonly clock?: Clock;
}

/**
 * Starts everything and begins to answer; the seed is loaded while it answers already, and `/health/ready` waits for it.
 *
 * @throws StartupError, one sentence for the person, when the service cannot be started.
 */
export async function startService(settings: Config, log: Logger, options: StartOptions = {}): Promise<RunningService> {
  const config = await withPort(settings);
  const undo: (() => Promise<void>)[] = [];
  try {
    let tellLost: (reason: string) => void = () => undefined;
    const lost = new Promise<string>((resolve) => (tellLost = resolve));
    const database = await findDatabase(config, log, tellLost);
    undo.unshift(() => database.release());
    const platform = await open(config, database, log);
    undo.unshift(() => platform.close());
    const application = await listen(config, log, platform, options);
    undo.unshift(() => application.processes.stop());
    undo.unshift(() => application.sender.stop());
    undo.unshift(() => application.application.close());
    return { ...application, lost, stop: () => inTurn(undo) };
  } catch (error) {
    await inTurn(undo);
    throw error;
  }
}

/** `PORT` 0 leaves the choice to the system; it is made first, because the issuer and the pages name the address. */
async function withPort(config: Config): Promise<Config> {
  if (config.port !== 0) return config;
  const port = await freePort(config.host);
  return { ...config, port, publicUrl: config.publicUrl.replace(/:0$/, `:${String(port)}`) };
}

/** At most so many connections: each process manager holds one for as long as it runs here, and the rest answer people. */
const POOL_SIZE = 20;

const open = (config: Config, { ownerUrl, appUrl }: Database, log: Logger): Promise<OpenPlatform> =>
  openPlatform({ ownerUrl, appUrl, eventStoreDb: eventStoreDbOf(config), parts, log, poolSize: POOL_SIZE });

/** What works behind the answers, and is stopped after them. */
interface AtWork {
  readonly processes: ProcessManagerRunner;
  readonly sender: MessageSender;
}

async function listen(
  config: Config,
  log: Logger,
  platform: OpenPlatform,
  options: StartOptions,
): Promise<Omit<RunningService, 'stop' | 'lost'> & AtWork> {
  const readiness = new Readiness();
  const { store, dataSource } = platform;
  const { clock } = options;
  const people =
    options.people ?? new PeopleDirectory({ store, register: new PeopleRegister(dataSource), clock: clock ?? systemClock });
  const { tokens, ...identity } = await identityOf(config, dataSource, log);
  const authentication = new Authentication(tokens, people);
  const signInIssuer = config.oidcIssuer;
  const messages = providerOf(config);
  const given = {
    ...{ ...identity, ...(clock && { clock }), ...(messages && { messages }) },
    ...(signInIssuer !== undefined && { signInIssuer }),
  };
  const application = await createApplication(
    { platform, log, people, authentication, readiness, roles: config.roles, sessions: config, ...given },
    config.publicUrl,
  );
  const isProjector = config.roles.has('projector');
  if (isProjector) await platform.engine.start();
  await application.listen(config.port, config.host).catch((error: unknown) => {
    throw portTaken(error, config) ?? error;
  });
  const all = config.standalone && isProjector ? seedSteps(application) : [];
  const seed = all.filter(({ name }) => options.seed?.includes(name) ?? true);
  const processes = new ProcessManagerRunner({
    store: platform.store,
    dataSource: platform.dataSource,
    processes: application.get<readonly HostedProcess[]>(HOSTED_PROCESSES, { strict: false }),
    clock: application.get<Clock>(CLOCK, { strict: false }),
    log,
  });
  const sender = application.get(MessageSender, { strict: false });
  const ready = becomeReady({ platform, readiness, log, seed, processes, sender, isProjector });
  // Stopped before it is ready, it never will be: no fault of those who do not wait for it.
  ready.catch(() => undefined);
  return { address: config.publicUrl, application, processes, sender, ready };
}

interface BecomingReady extends AtWork {
  readonly platform: OpenPlatform;
  readonly readiness: Readiness;
  readonly log: Logger;
  readonly seed: readonly SeedStep[];
  /** Another process keeps the read models up with the log, runs the process managers and loads the seed unless this one does. */
  readonly isProjector: boolean;
}

async function becomeReady(becoming: BecomingReady): Promise<void> {
  const { platform, readiness, log, seed, processes, sender, isProjector } = becoming;
  try {
    await runSeed(seed, platform.dataSource, log);
    readiness.done('seed');
  } catch (error) {
    readiness.failed('seed', 'the sample data could not be loaded; the log says why, and the next start tries again');
    log.error(
      { err: error },
      'the sample data could not be loaded; what was loaded is kept, and the next start goes on from there',
    );
    throw error;
  }
  if (isProjector) {
    await processes.start();
    sender.start(log);
    await platform.engine.caughtUpOnce();
  }
  await platform.watch.waitFor((await platform.store.head()).position, undefined, 600_000);
  readiness.done('projections');
}

function portTaken(error: unknown, { host, port }: Config): StartupError | undefined {
  const code = (error as { code?: unknown }).code;
  if (code === 'EADDRINUSE')
    return new StartupError(
      `PORT ${String(port)} of ${host} is taken by another program: stop that one, or set PORT to another.`,
    );
  if (code === 'EACCES')
    return new StartupError(`PORT ${String(port)} may not be used by this user: set PORT to one above 1023.`);
  return code === 'EADDRNOTAVAIL' ? new StartupError(`HOST ${host} is no address of this machine.`) : undefined;
}

/** Each step runs though one before it failed; the first failure is told. */
async function inTurn(steps: readonly (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = [];
  for (const step of steps) await step().catch((error: unknown) => failures.push(error));
  if (failures.length > 0) throw failures[0];
}
