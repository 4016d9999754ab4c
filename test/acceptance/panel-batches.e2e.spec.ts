import { jest } from '@jest/globals';
import { setTimeout as pause } from 'node:timers/promises';
import type { Person } from '#identity/contract.js';
import { heldBack } from './support/held-back.js';
import type { Answer, AnswerBody, HttpClient } from './support/http-client.js';
import { judge } from './support/judged-nation.js';
import { whatIsStored } from './support/log-head.js';
import { OneAssessment, seeing } from './support/one-assessment.js';
import { asPerson, samplePeopleAnd } from './support/people-beside.js';
import { startTestService, type TestService } from './support/test-service.js';

jest.setTimeout(90_000);

const england = { kind: 'england' } as const;
const BESIDE: readonly Person[] = [
  { id: 'national-second', name: 'A second member', role: 'panel-member', area: england },
  { id: 'q1-assessor', name: 'Assessor', role: 'assessor', area: { kind: 'office', code: 'Q70' } },
];
const FRAMEWORK = 'ccg-assurance-2013-15';
const QUARTER = '2014-15-q1';
const NATION = { stage: 'national', framework: FRAMEWORK, period: QUARTER, sitsOn: '2026-01-12' };
const idOf = (sitsOn: string): string => `national.england.${FRAMEWORK}.${QUARTER}.${sitsOn}`;
const ID = idOf(NATION.sitsOn);
const at = (rest = '', id = ID): string => `/api/v1/panels/${id}${rest}`;
const of = (organisation: string, period = QUARTER) => new OneAssessment(organisation, FRAMEWORK, period);

/** Of Wessex and its neighbours. */
const ORGANISATIONS = ['11J', '10R', '10K', '10J', '10L', '10V'] as const;
/** For two panels at once. */
const BOTH = ['11A', '11M', '99P', '99Q', '11N', '11X'] as const;
const [dorset, portsmouth, fareham] = [of('11J'), of('10R'), of('10K')];

let service: TestService;
let secretary: HttpClient;
let member: HttpClient;
let committee: HttpClient;
let auditor: HttpClient;
const as = (person: string): Promise<HttpClient> => asPerson(service, person);

beforeAll(async () => {
  service = await startTestService({ holding: 'reference', people: samplePeopleAnd(BESIDE) });
  [secretary, member, committee, auditor] = (await Promise.all(
    ['national-secretary', 'national-panel', 'committee-secretary', 'auditor'].map(as),
  )) as [HttpClient, HttpClient, HttpClient, HttpClient];
  const { application } = service.running;
  const common = { framework: FRAMEWORK, organisations: [...ORGANISATIONS, ...BOTH] };
  await judge(application, { ...common, period: QUARTER, before: 'national' });
  await judge(application, { ...common, period: '2014-15-year', before: 'confirmation' });
});
afterAll(() => service.stop());

interface Entry {
  readonly assessment: string;
  readonly judgedRevision: string;
  readonly outcome: string;
}

/** A decision on what the sitting's papers show, as they show it. */
const entriesOf = (papers: AnswerBody, organisations: readonly string[], outcome = 'upheld'): readonly Entry[] =>
  (papers['papers'] as AnswerBody[])
    .filter(({ organisation }) => organisations.includes(String(organisation)))
    .map(({ assessment, revision }) => ({ assessment: String(assessment), judgedRevision: String(revision), outcome }));

/** Waits until nothing of it is being applied any more. */
async function applied(answer: Answer, client: HttpClient): Promise<AnswerBody> {
  expect([answer.status, answer.body['detail']]).toEqual([201, undefined]);
  for (;;) {
    const { body } = await client.get(String(answer.headers.get('Location')));
    if (body['beingApplied'] === 0) return body;
    await pause(50);
  }
}

const decisionsIn = async (one: OneAssessment, stage: string) =>
  (await one.events(auditor)).filter(({ data }) => (data as { stage?: string }).stage === stage);

async function openedOn(sitsOn: string): Promise<AnswerBody> {
  const id = idOf(sitsOn);
  const seats = { chair: 'national-chair', members: ['national-panel', 'national-second'], quorum: 2 };
  expect((await secretary.post('/api/v1/panels', { ...NATION, sitsOn, ...seats })).status).toBe(201);
  const present = ['national-chair', 'national-panel', 'national-second'];
  const { body } = await secretary.post(at('/opening', id), { present });
  return (await secretary.get(at(`/papers?atLeast=${String(body['position'])}`, id))).body;
}

describe('a sitting that decides on many at once', () => {
  let papers: AnswerBody;
  beforeAll(async () => {
    papers = await openedOn(NATION.sitsOn);
    const recusal = { person: 'national-second', organisations: ['10R'], reason: 'Audited it in June.' };
    expect((await secretary.post(at('/recusals'), recusal)).status).toBe(201);
    await dorset.record(await as('q1-assessor'), '/evidence', { title: 'Dashboard', reference: 'Month 6' });
  });

  it('is shown first what is stale, who takes no part, and what would be refused; nothing is recorded', async () => {
    const before = await whatIsStored(service);
    const elsewhere = { assessment: of('11J', '2014-15-year').id, judgedRevision: '13', outcome: 'upheld' };
    const answer = await secretary.post(at('/batches/preview'), {
      entries: [...entriesOf(papers, ['11J', '10R', '10K']), elsewhere],
    });
    expect(answer.status).toBe(200);
    const foreseen = new Map((answer.body['entries'] as AnswerBody[]).map((one) => [one['assessment'], one]));
    expect(foreseen.get(dorset.id)).toMatchObject({
      newSince: [{ type: 'EvidenceAttached' }],
      refused: { rule: 'judged-revision-is-stale' },
    });
    expect(foreseen.get(portsmouth.id)).toMatchObject({
      decidedBy: ['national-chair', 'national-panel'],
      tookNoPart: [{ person: 'national-second', because: 'recused' }],
      refused: null,
    });
    expect(foreseen.get(fareham.id)).toMatchObject({ newSince: [], tookNoPart: [], refused: null });
    expect(foreseen.get(elsewhere.assessment)).toMatchObject({ refused: { rule: 'assessment-outside-the-panel' } });
    expect(await whatIsStored(service)).toEqual(before);
  });

  it('has decided by one event; until that is applied, nothing else decides on them, and the sitting does not close', async () => {
    const change = { item: 'domain-1', rating: 'not-assured', reason: 'The evidence is from another quarter.' };
    const entries = entriesOf(papers, ORGANISATIONS).map((one) =>
      one.assessment === fareham.id ? { ...one, outcome: 'changed', changes: [change] } : one,
    );
    const answer = await heldBack(service.database, 'batch-decisions', async () => {
      const headers = { 'Idempotency-Key': 'once' };
      const decided = await secretary.post(at('/batches'), { entries }, headers);
      expect(decided.body['events']).toMatchObject([{ type: 'BatchDecided.v1' }]);
      const again = await secretary.post(at('/batches'), { entries }, headers);
      expect([again.body, again.headers.get('Location')]).toEqual([decided.body, decided.headers.get('Location')]);

      const { body } = await secretary.get(String(decided.headers.get('Location')));
      expect(body).toMatchObject({ kind: 'decision', entries: 6, beingApplied: 6, applied: 0, notApplied: 0 });
      const revision = await fareham.revision(member);
      const alone = await member.post(fareham.at('/moderation/national'), { outcome: 'upheld' }, seeing(revision));
      const other = await secretary.post(at('/batches'), { entries: entriesOf(papers, ['10J']) });
      const rules = [alone, other].map(({ status, body: { type } }) => [status, type]);
      expect(rules).toEqual([
        [409, '/problems/decision-being-applied'],
        [409, '/problems/decision-being-applied'],
      ]);
      expect((await secretary.post(at('/closing'), {})).body).toMatchObject({
        ...{ type: '/problems/batch-being-applied', beingApplied: 6 },
      });
      expect((await fareham.revision(member)) === revision).toBe(true);
      expect((await auditor.get(fareham.at())).body['beforePanel']).toMatchObject({ beingApplied: { panel: ID } });
      return decided;
    });

    const done = await applied(answer, secretary);
    expect(done).toMatchObject({ entries: 6, applied: 5, notApplied: 1 });
    const standings = new Map((done['assessments'] as AnswerBody[]).map(({ assessment, standing }) => [assessment, standing]));
    expect(standings.get(dorset.id)).toMatchObject({ kind: 'not-applied', rule: 'judged-revision-is-stale' });
    expect(await decisionsIn(dorset, 'national')).toEqual([]);
    expect(await decisionsIn(portsmouth, 'national')).toMatchObject([
      {
        actor: 'national-secretary',
        data: {
          ...{ outcome: 'upheld', panel: ID, batch: done['batch'], recordedBy: 'national-secretary' },
          decidedBy: ['national-chair', 'national-panel'],
        },
      },
    ]);
    const [changed] = await decisionsIn(fareham, 'national');
    const { items } = changed?.['data'] as { items: AnswerBody[] };
    expect(items.filter(({ item }) => item === change.item)).toMatchObject([
      { decision: 'changed', after: change.rating, reason: change.reason },
    ]);
  });

  it('reads again what was not applied, and decides on it anew', async () => {
    const judgedRevision = await dorset.revision(secretary);
    const entries = [{ assessment: dorset.id, judgedRevision, outcome: 'upheld' }];
    const done = await applied(await secretary.post(at('/batches'), { entries }), secretary);
    expect(done).toMatchObject({ entries: 1, applied: 1, notApplied: 0 });
    expect(await decisionsIn(dorset, 'national')).toHaveLength(1);
  });

  it('closes then, and its minutes say what was decided at once and what was not applied', async () => {
    const { body } = await secretary.post(at('/closing'), {});
    const minutes = (await secretary.get(at(`/minutes?atLeast=${String(body['position'])}`))).body;
    expect((minutes['decisions'] as AnswerBody[]).map(({ organisation }) => organisation).sort()).toEqual(
      [...ORGANISATIONS].sort(),
    );
    expect(minutes['notApplied']).toMatchObject([{ assessment: dorset.id, rule: 'judged-revision-is-stale' }]);
    const late = await secretary.post(at('/batches'), { entries: entriesOf(papers, ['10J']) });
    expect([late.status, late.body['type']]).toEqual([409, '/problems/panel-is-closed']);
  });
});

describe('two panels that decide on the same assessments at once', () => {
  it('come to one decision on each, and the other is told so', async () => {
    const one = await openedOn('2026-01-13');
    const other = await openedOn('2026-01-14');
    const answers = await heldBack(service.database, 'batch-decisions', () =>
      Promise.all([
        secretary.post(at('/batches', idOf('2026-01-13')), { entries: entriesOf(one, BOTH) }),
        secretary.post(at('/batches', idOf('2026-01-14')), {
          reason: 'Nothing was shown.',
          entries: entriesOf(other, BOTH, 'returned'),
        }),
      ]),
    );
    const decided = answers.filter(({ status }) => status === 201);
    const refused = answers.filter(({ status }) => status !== 201);
    // Whoever is later is refused at once, unless both asked before either had decided.
    expect(refused.map(({ body }) => body['type'])).toEqual(refused.map(() => '/problems/decision-being-applied'));
    const done = await Promise.all(decided.map((answer) => applied(answer, secretary)));
    expect(done.reduce((sum, { applied: count }) => sum + Number(count), 0)).toBe(BOTH.length);
    for (const organisation of BOTH) expect(await decisionsIn(of(organisation), 'national')).toHaveLength(1);
  });
});

describe('the committee', () => {
  const minute = { committee: 'Commissioning Committee', reference: 'Minute 7', decidedOn: '2026-01-12' };
  const judged = (organisations: readonly string[], judgedRevision = '13') =>
    organisations.map((organisation) => ({ assessment: of(organisation, '2014-15-year').id, judgedRevision }));

  it('confirms many at once, naming its minute', async () => {
    const request = { ...minute, outcome: 'confirmed', assessments: judged(ORGANISATIONS) };
    const preview = await committee.post('/api/v1/confirmations/preview', request);
    expect((preview.body['entries'] as AnswerBody[]).map(({ refused }) => refused)).toEqual(ORGANISATIONS.map(() => null));
    const done = await applied(await committee.post('/api/v1/confirmations', request), committee);
    expect(done).toMatchObject({ kind: 'confirmation', applied: 6, committee: minute.committee, reference: 'Minute 7' });
    const { body } = await auditor.get(of('11J', '2014-15-year').at());
    expect(body).toMatchObject({ status: 'confirmed' });
  });

  it('returns many at once, with the reason', async () => {
    const request = { ...minute, outcome: 'returned', reason: 'Late figures.', assessments: judged(BOTH) };
    expect(await applied(await committee.post('/api/v1/confirmations', request), committee)).toMatchObject({ applied: 6 });
    expect((await auditor.get(of('11A', '2014-15-year').at())).body).toMatchObject({ status: 'open' });
  });

  it.each<[string, object]>([
    ['assessment-outside-the-panel', { assessments: [...judged(['11J']), ...[{ assessment: dorset.id, judgedRevision: '9' }]] }],
    ['assessment-outside-the-panel', { assessments: [{ assessment: 'nothing', judgedRevision: '9' }] }],
    ['assessment-named-twice', { assessments: judged(['11J', '11J']) }],
    ['body-not-valid', { reference: undefined }],
    ['body-not-valid', { assessments: [] }],
  ])('is refused by %s', async (rule, changed) => {
    const before = await whatIsStored(service);
    const request = { ...minute, outcome: 'confirmed', assessments: judged(['11J']), ...changed };
    expect((await committee.post('/api/v1/confirmations', request)).body['type']).toBe(`/problems/${rule}`);
    expect(await whatIsStored(service)).toEqual(before);
  });
});

describe('who may', () => {
  it('decide on many: the chair and the secretary of the sitting, and the committee’s secretary for the committee', async () => {
    const before = await whatIsStored(service);
    const entries = [{ assessment: dorset.id, judgedRevision: '9', outcome: 'upheld' }];
    const confirmations = {
      outcome: 'confirmed',
      committee: 'C',
      reference: 'R',
      assessments: [{ ...entries[0], outcome: undefined }],
    };
    const statuses: readonly (readonly [string, readonly number[]])[] = [
      ['south-chair', [403, 403, 403, 403]],
      ['wessex-director', [403, 403, 403, 403]],
      ['national-panel', [403, 403, 403, 403]],
      ['auditor', [403, 403, 403, 403]],
      ['administrator', [403, 403, 403, 403]],
      ['dorset-ccg', [403, 403, 403, 403]],
      ['committee-secretary', [403, 403]],
    ];
    for (const [person, expected] of statuses) {
      const client = await as(person);
      const answers = [
        await client.post(at('/batches'), { entries }),
        await client.post(at('/batches/preview'), { entries }),
        ...(expected.length === 2
          ? []
          : [
              await client.post('/api/v1/confirmations', confirmations),
              await client.post('/api/v1/confirmations/preview', confirmations),
            ]),
      ];
      expect([person, answers.map(({ status }) => status)]).toEqual([person, expected]);
    }
    expect(await whatIsStored(service)).toEqual(before);
  });
});
