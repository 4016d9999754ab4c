import { rm } from 'node:fs/promises';
import { setTimeout as pause } from 'node:timers/promises';
import { jest } from '@jest/globals';
import { BuiltServer, folderForData, isBuilt } from './support/built-server.js';
import type { AnswerBody, HttpClient } from './support/http-client.js';
import { judge } from './support/judged-nation.js';
import { OneAssessment } from './support/one-assessment.js';
import { startTestService, type TestService } from './support/test-service.js';

jest.setTimeout(240_000);

const FRAMEWORK = 'ccg-assurance-2013-15';
const QUARTER = '2014-15-q1';
const SITTING = { stage: 'national', framework: FRAMEWORK, period: QUARTER, sitsOn: '2026-01-12' };
const AT = `/api/v1/panels/national.england.${FRAMEWORK}.${QUARTER}.2026-01-12`;
if (!isBuilt()) process.stderr.write('Left out: killing the built server, for there is none. npm run build makes it.\n');

/** Every group of the country, judged by office and region, and a national panel that has opened its papers on all. */
async function nationBeforeItsPanel(service: TestService): Promise<readonly AnswerBody[]> {
  const secretary = await service.as('national-secretary');
  const { body } = await secretary.get('/api/v1/organisations?kind=ccg&effectiveOn=2014-06-30&limit=500');
  // The made-up one has no place in a count of the country's.
  const organisations = (body.items ?? []).map(({ code }) => String(code)).filter((code) => code !== '00Z');
  await judge(service.running.application, { organisations, framework: FRAMEWORK, period: QUARTER, before: 'national' });
  await secretary.post('/api/v1/panels', { ...SITTING, chair: 'national-chair', members: ['national-panel'], quorum: 2 });
  const opened = await secretary.post(`${AT}/opening`, { present: ['national-chair', 'national-panel'] });
  const papers = await secretary.get(`${AT}/papers?atLeast=${String(opened.body['position'])}`);
  return papers.body['papers'] as AnswerBody[];
}

/** How far it has come, looked at until it is far enough. */
async function until(client: HttpClient, path: string, enough: (batch: AnswerBody) => boolean): Promise<AnswerBody> {
  for (;;) {
    const { body } = await client.get(path);
    if (enough(body)) return body;
    await pause(5);
  }
}

(isBuilt() ? describe : describe.skip)('a mass re-rating of 211 organisations, killed half way', () => {
  let service: TestService;
  let folder: string;
  let server: BuiltServer | undefined;
  beforeAll(async () => {
    folder = await folderForData();
    service = await startTestService({ holding: 'reference' });
  });
  afterAll(async () => {
    await server?.end('SIGINT');
    await service.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('is finished after the restart, each applied once', async () => {
    const papers = await nationBeforeItsPanel(service);
    expect(papers).toHaveLength(211);
    await service.halt();

    server = await BuiltServer.start(folder, service.settings);
    const changes = [{ item: 'domain-1', rating: 'not-assured', reason: 'A national finding.' }];
    const entries = papers.map(({ assessment, revision }) => ({
      assessment,
      judgedRevision: revision,
      outcome: 'changed',
      changes,
    }));
    const secretary = await server.as('national-secretary');
    const { headers } = await secretary.post(`${AT}/batches`, { entries });
    const path = String(headers.get('Location'));
    const then = await until(secretary, path, ({ applied }) => Number(applied) > 0);
    await server.end('SIGKILL');
    expect(then).toMatchObject({ entries: 211, notApplied: 0 });
    expect(Number(then['beingApplied'])).toBeGreaterThan(0);

    server = await BuiltServer.start(folder, service.settings);
    const auditor = await server.as('auditor');
    const done = await until(auditor, path, ({ beingApplied }) => beingApplied === 0);
    expect(done).toMatchObject({ applied: 211, notApplied: 0 });
    const decided = await Promise.all(
      papers.map(async ({ organisation }) => {
        const events = await new OneAssessment(String(organisation), FRAMEWORK, QUARTER).events(auditor);
        return events.filter(({ data }) => (data as { stage?: string }).stage === 'national').length;
      }),
    );
    expect(new Set(decided)).toEqual(new Set([1]));
    // Convened, opened, decided; then each noted once.
    const { body } = await auditor.get(AT);
    expect(body['revision']).toBe(String(2 + 211));
  });
});
