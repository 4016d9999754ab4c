import { setTimeout as pause } from 'node:timers/promises';
import { loadConfig } from '#platform/config/config.js';
import { createLogger } from '#platform/logging/logger.js';
import { startService } from '../../apps/server/src/service/start-service.js';
import { FixedPeople, samplePeople } from '../../apps/server/src/standalone/sample-people.js';
import { type Answer, HttpClient } from './support/http-client.js';
import { components, OneAssessment, ratingsOf, seeing } from './support/one-assessment.js';
import { asPerson, samplePeopleAnd } from './support/people-beside.js';
import { startTestService, type TestService } from './support/test-service.js';

const FRAMEWORK = 'ccg-assurance-2015-16';
const people = samplePeopleAnd([
  { id: 'second-assessor', name: 'A second assessor', role: 'assessor', area: { kind: 'office', code: 'Q70' } },
  { id: 'second-panel', name: 'A second panel', role: 'panel-member', area: { kind: 'region', code: 'Y57' } },
]);

let service: TestService;
let assessor: HttpClient;
let second: HttpClient;
let auditor: HttpClient;
beforeAll(async () => {
  service = await startTestService({ holding: 'reference', people });
  [assessor, second, auditor] = await Promise.all([
    service.as('wessex-assessor'),
    asPerson(service, 'second-assessor'),
    service.as('auditor'),
  ]);
});
afterAll(() => service.stop());

const statuses = (answers: readonly Answer[]): readonly number[] => answers.map(({ status }) => status).sort();
const times = <Made>(count: number, make: (index: number) => Made): readonly Made[] =>
  Array.from({ length: count }, (_, index) => make(index));

/** Each revision of the stream once and in order, and each command id with the events it recorded. */
async function historyOf(assessment: OneAssessment) {
  const events = await assessment.events(auditor);
  const byCommand = new Map<unknown, unknown[]>();
  for (const { commandId, type } of events) byCommand.set(commandId, [...(byCommand.get(commandId) ?? []), type]);
  return { events, byCommand, revisions: events.map(({ revision }) => Number(revision)) };
}

describe('two people rating at once', () => {
  const quarter = new OneAssessment('11J', FRAMEWORK, '2015-16-q1');
  beforeAll(() => quarter.open(assessor));

  it('the same item: one wins, the other is told what changed and by which revision', async () => {
    const seen = seeing(await quarter.revision(assessor));
    const answers = await Promise.all([
      assessor.post(quarter.at('/ratings'), ratingsOf({ planning: 'assured-as-good' }), seen),
      second.post(quarter.at('/ratings'), ratingsOf({ planning: 'not-assured' }), seen),
    ]);
    expect(statuses(answers)).toEqual([201, 412]);
    const [won, lost] = [answers.find(({ status }) => status === 201), answers.find(({ status }) => status === 412)];
    expect(lost?.body).toMatchObject({
      type: '/problems/judged-revision-is-stale',
      currentRevision: won?.body['revision'],
      newSince: [{ revision: won?.body['revision'], type: 'RatingProposed' }],
    });
  });

  it('two different items: neither collides', async () => {
    const seen = seeing(await quarter.revision(assessor));
    const answers = await Promise.all([
      assessor.post(quarter.at('/ratings'), ratingsOf({ performance: 'assured-as-good' }), seen),
      second.post(quarter.at('/ratings'), ratingsOf({ 'well-led': 'not-assured' }), seen),
    ]);
    expect(statuses(answers)).toEqual([201, 201]);
    const { body } = await assessor.get(quarter.at());
    const decided = new Map(body.items?.map(({ item, rating, decidedBy }) => [item, [rating, decidedBy]]));
    expect(decided.get('performance')).toEqual(['assured-as-good', ['wessex-assessor']]);
    expect(decided.get('well-led')).toEqual(['not-assured', ['second-assessor']]);
  });
});

describe('two people opening, and two panels deciding, at once', () => {
  const quarter = new OneAssessment('11J', FRAMEWORK, '2015-16-q2');

  it('opens one assessment: the other gets 409', async () => {
    const { organisation, framework, period } = quarter;
    const answers = await Promise.all(
      [assessor, second].map((client) => client.post('/api/v1/assessments', { organisation, framework, period })),
    );
    expect(statuses(answers)).toEqual([201, 409]);
    expect((await historyOf(quarter)).revisions).toEqual([0]);
  });

  it('records one decision: the other is told that the stage has decided', async () => {
    await quarter.record(assessor, '/checkpoint-not-held', { reason: 'The offices were moving.' });
    await quarter.record(assessor, '/ratings', ratingsOf(components()));
    await quarter.record(assessor, '/submission', {});
    const { revision } = await quarter.record(await service.as('wessex-director'), '/moderation/local', { outcome: 'upheld' });
    const change = { item: 'planning', rating: 'not-assured', reason: 'The plan was late.' };
    const answers = await Promise.all([
      (await service.as('south-panel')).post(quarter.at('/moderation/regional'), { outcome: 'upheld' }, seeing(revision)),
      (await asPerson(service, 'second-panel')).post(
        quarter.at('/moderation/regional'),
        { outcome: 'changed', changes: [change] },
        seeing(revision),
      ),
    ]);
    expect(statuses(answers)).toEqual([201, 409]);
    expect(answers.find(({ status }) => status === 409)?.body['type']).toBe('/problems/stage-out-of-order');
    const decisions = (await quarter.events(auditor)).filter(({ type }) => type === 'StageDecided.v2');
    expect(decisions.map(({ data }) => (data as { stage: string }).stage)).toEqual(['local', 'regional']);
  });
});

describe('two hundred parallel commands on one assessment', () => {
  /** A command of every kind that can be recorded at any time, each with a text of its own. */
  const commandOf = (index: number): readonly [path: string, body: object] => {
    const text = `Number ${String(index)}`;
    const kinds: readonly [string, object][] = [
      ['/evidence', { title: text, reference: 'shelf' }],
      ['/teleconferences', { heldOn: '2016-01-12', notes: text, participants: [{ name: text }] }],
      ['/checkpoint-meetings', { heldOn: '2016-01-12', discussions: [{ item: 'planning', note: text }] }],
      [
        '/teleconferences',
        { heldOn: '2016-01-12', actions: [{ description: text, owner: 'A', due: '2016-03-01' }], notes: 'with an action' },
      ],
    ];
    return kinds[index % kinds.length] ?? ['', {}];
  };

  /** Sends one until it is taken; a 503 says that nothing was recorded and asks for another try. Gives the tries. */
  async function sendUntilTaken(client: HttpClient, quarter: OneAssessment, index: number): Promise<readonly Answer[]> {
    const [path, body] = commandOf(index);
    const answers: Answer[] = [];
    for (;;) {
      const answer = await client.post(quarter.at(path), body, { 'Idempotency-Key': `command ${String(index)}` });
      answers.push(answer);
      if (answer.status !== 503 || answers.length === 60) return answers;
      await pause(Number(answer.headers.get('Retry-After')) * 500);
    }
  }

  /** Sends them all at once, and holds the stream to what they answered. Gives how often one was sent back. */
  async function flood(quarter: OneAssessment, clients: readonly HttpClient[]): Promise<number> {
    await quarter.open(assessor);
    const tries = await Promise.all(
      times(200, (index) => sendUntilTaken(clients[index % clients.length] ?? assessor, quarter, index)),
    );
    const answers = tries.flatMap((each) => each.slice(-1));
    expect(new Set(statuses(answers))).toEqual(new Set([201]));

    const { events, byCommand, revisions } = await historyOf(quarter);
    expect(revisions).toEqual(times(251, (index) => index));
    expect(byCommand.size).toBe(201);
    const acknowledged = answers.flatMap(({ body }) => (body['events'] as { id: string }[]).map(({ id }) => id));
    expect(
      events
        .slice(1)
        .map(({ id }) => String(id))
        .sort(),
    ).toEqual(acknowledged.sort());
    const texts = JSON.stringify(events);
    expect(times(200, (index) => texts.includes(`"Number ${String(index)}"`)).filter(Boolean)).toHaveLength(200);
    return tries.flat().length - 200;
  }

  it('loses nothing, doubles nothing and sends none back, sent to one server', async () => {
    expect(await flood(new OneAssessment('11J', FRAMEWORK, '2015-16-q3'), [assessor, second])).toBe(0);
  });

  it('loses nothing and doubles nothing, sent to two servers on one database', async () => {
    const settings = { ...service.settings, PORT: '0', LOG_LEVEL: 'error' };
    const beside = await startService(loadConfig(settings), createLogger('error'), {
      ...{ seed: [], people: new FixedPeople(samplePeople) },
    });
    try {
      const there = await new HttpClient(beside.address).signedInAs('wessex-assessor');
      await flood(new OneAssessment('11J', FRAMEWORK, '2015-16-q4'), [assessor, there]);
    } finally {
      await beside.stop();
    }
  });
});

describe('one command sent twenty times at once', () => {
  const quarter = new OneAssessment('11J', 'ccg-assurance-2013-15', '2014-15-q3');

  it('is recorded once, and all twenty get the same answer', async () => {
    await quarter.open(assessor);
    const headers = { 'Idempotency-Key': 'once', ...seeing(0) };
    const answers = await Promise.all(
      times(20, () =>
        assessor.post(quarter.at('/ratings'), ratingsOf({ 'domain-1': 'assured', 'domain-2': 'assured' }), headers),
      ),
    );
    expect(new Set(statuses(answers))).toEqual(new Set([201]));
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect((await historyOf(quarter)).revisions).toEqual([0, 1, 2]);
  });

  it('under another person’s name is another command', async () => {
    const evidence = { title: 'A', reference: 'B' };
    const headers = { 'Idempotency-Key': 'shared words' };
    const answers = await Promise.all(
      [assessor, second].map((client) => client.post(quarter.at('/evidence'), evidence, headers)),
    );
    const ids = answers.map(({ body }) => JSON.stringify(body['events']));
    expect([statuses(answers), new Set(ids).size]).toEqual([[201, 201], 2]);
  });
});
