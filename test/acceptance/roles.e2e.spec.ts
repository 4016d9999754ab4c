import { loadConfig } from '#platform/config/config.js';
import { createLogger } from '#platform/logging/logger.js';
import { type RunningService, startService } from '../../apps/server/src/service/start-service.js';
import { FixedPeople, samplePeople } from '../../apps/server/src/standalone/sample-people.js';
import { HttpClient } from './support/http-client.js';
import { OneAssessment } from './support/one-assessment.js';
import { startTestService, type TestService } from './support/test-service.js';

let pages: TestService;
let api: RunningService;
let projector: RunningService;

const startBeside = async (roles: string): Promise<RunningService> => {
  const config = loadConfig({ PORT: '0', ...pages.settings, LOG_LEVEL: 'error', ROLES: roles });
  const running = await startService(config, createLogger(config.logLevel), {
    seed: [],
    people: new FixedPeople(samplePeople),
  });
  await running.ready;
  return running;
};

beforeAll(async () => {
  pages = await startTestService({ holding: 'reference', settings: { ROLES: 'pages' } });
  [api, projector] = await Promise.all([startBeside('api'), startBeside('projector')]);
});
afterAll(async () => {
  await api.stop();
  await pages.stop();
});

const statuses = (address: string): Promise<readonly number[]> =>
  Promise.all(
    ['/health/ready', '/api/openapi.json', '/sign-in'].map(
      async (path) => (await fetch(`${address}${path}`, { redirect: 'manual' })).status,
    ),
  );

describe('a service whose parts run apart', () => {
  it('answers with each part only where its role was given, and everywhere how it is', async () => {
    expect(await statuses(projector.address)).toEqual([200, 401, 404]);
    expect(await statuses(api.address)).toEqual([200, 200, 404]);
    expect(await statuses(pages.address)).toEqual([200, 401, 303]);
  });

  it('shows what the API recorded as soon as the projector has it, and not before there is one', async () => {
    const assessor = await new HttpClient(api.address).signedInAs('wessex-assessor');
    const quarter = new OneAssessment('11J', 'ccg-assurance-2015-16', '2015-16-q3');
    const { position } = await quarter.open(assessor);
    const listed = `/api/v1/assessments?organisation=11J&atLeast=${position}`;
    expect((await assessor.get(listed)).body['items']).toMatchObject([{ period: '2015-16-q3', status: 'open' }]);

    await projector.stop();
    const later = await quarter.record(assessor, '/checkpoint-plans', { plannedFor: '2016-01-12' });
    expect((await assessor.get(listed.replace(/\d+$/, later.position))).body['type']).toBe('/problems/not-caught-up');
  });
});
