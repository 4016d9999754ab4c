import { createServer, type AddressInfo } from 'node:net';
import { CommandBus } from '@nestjs/cqrs';
import { assessmentIdOf, OpenAssessment } from '#assessment/commands.js';
import type { Person, PersonDirectory } from '#identity/contract.js';
import { isRefusal } from '#kernel/refusal.js';
import { OrganisationDirectory } from '#organisations/contract.js';
import { loadConfig } from '#platform/config/config.js';
import { createLogger } from '#platform/logging/logger.js';
import { openPlatform } from '#platform/service/open-platform.js';
import { parts } from '../../../apps/server/src/composition.js';
import { Authentication } from '../../../apps/server/src/edge/authentication.js';
import { Readiness } from '../../../apps/server/src/operations/readiness.js';
import { createApplication } from '../../../apps/server/src/service/create-application.js';
import { identityOf } from '../../../apps/server/src/service/identity.js';
import type { StandaloneIssuer } from '../../../apps/server/src/standalone/issuer.js';
import { runSeed } from '../../../apps/server/src/standalone/seed.js';
import { seedSteps } from '../../../apps/server/src/standalone/seed-steps.js';
import { callBody, type Target } from './requests.js';

/*
 * The service as it is started, in a process of its own, with the assessments of two years open. Told `projections`, it
 * keeps its read models up as well; without, it does what a process of the API alone does.
 */

const FRAMEWORK = 'ccg-assurance-2013-15';
const QUARTERS = [
  ['2013-14-q4', '2014-03-31'],
  ['2014-15-q1', '2014-06-30'],
  ['2014-15-q2', '2014-09-30'],
  ['2014-15-q3', '2014-12-31'],
] as const;

/** One assessor for each office, by the office's code. */
const assessorOf = (office: string): Person => ({
  id: `assessor-${office}`,
  name: `Assessor, ${office}`,
  role: 'assessor',
  area: { kind: 'office', code: office },
});

const people: PersonDirectory = {
  grantsOf: (id) => Promise.resolve([assessorOf(id.slice('assessor-'.length))]),
  find: (id) => Promise.resolve(assessorOf(id.slice('assessor-'.length))),
};

async function serve(ownerUrl: string, withProjections: boolean): Promise<void> {
  const log = createLogger('info');
  const platform = await openPlatform({ ownerUrl, appUrl: undefined, parts, log: createLogger('error') });
  const port = await freePort();
  const address = `http://127.0.0.1:${String(port)}`;
  const { tokens, issuer, ...identity } = await identityOf(loadConfig({ PORT: String(port) }), platform.dataSource, log);
  if (issuer === undefined) throw new Error('the settings name an issuer elsewhere');
  const authentication = new Authentication(tokens, people);
  const application = await createApplication(
    { platform, log, people, authentication, readiness: new Readiness(), issuer, ...identity },
    address,
  );
  await platform.engine.start();
  await application.listen(port, '127.0.0.1');
  const caughtUp = async (): Promise<void> => {
    await platform.watch.waitFor((await platform.store.head()).position, undefined, 120_000);
  };
  const needed = seedSteps(application).filter(({ name }) => /^(frameworks|organisations)-/.test(name));
  await runSeed(needed, platform.dataSource, createLogger('error'));
  await caughtUp();
  const directory = application.get(OrganisationDirectory, { strict: false });
  const targets = await openAssessments(directory, application.get(CommandBus, { strict: false }), issuer);
  await caughtUp();
  if (!withProjections) await platform.engine.stop();

  process.on('message', (message) => {
    if (message === 'settle') void caughtUp().then(() => process.send?.('settled'));
    if (message === 'stop')
      void application
        .close()
        .then(() => platform.close())
        .then(() => process.exit(0));
  });
  process.send?.({ port, targets });
}

async function openAssessments(
  directory: OrganisationDirectory,
  commands: CommandBus,
  issuer: StandaloneIssuer,
): Promise<readonly Target[]> {
  const { items } = await directory.list({ kind: 'ccg', limit: 500 });
  const targets: Target[] = [];
  for (const [period, end] of QUARTERS) {
    const opened = items.map(async ({ code }) => {
      const { office } = (await directory.placeOf(code, end)) ?? {};
      if (office === undefined) return;
      const person = assessorOf(office);
      const request = { organisation: code, framework: FRAMEWORK, period };
      const outcome = await commands.execute(new OpenAssessment({ person }, request));
      if (isRefusal(outcome)) return;
      const path = `/api/v1/assessments/${assessmentIdOf(request)}/teleconferences`;
      targets.push({ path, token: await issuer.tokenFor(person.id), body: callBody(code) });
    });
    await Promise.all(opened);
  }
  return targets.sort((one, other) => one.path.localeCompare(other.path));
}

async function freePort(): Promise<number> {
  const listener = createServer();
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
  const { port } = listener.address() as AddressInfo;
  await new Promise((resolve) => listener.close(resolve));
  return port;
}

const [, , url = '', mode] = process.argv;
await serve(url, mode === 'projections');
