import { jest } from '@jest/globals';
import type { Person } from '#identity/contract.js';
import type { AnswerBody, HttpClient } from './support/http-client.js';
import { whatIsStored } from './support/log-head.js';
import { components, OneAssessment, seeing } from './support/one-assessment.js';
import { asPerson, samplePeopleAnd } from './support/people-beside.js';
import { PageClient } from './support/page-client.js';
import { startTestService, type TestService } from './support/test-service.js';

jest.setTimeout(90_000);

const region = { kind: 'region', code: 'Y57' } as const;
const BESIDE: readonly Person[] = [
  { id: 'south-second', name: 'A second member, South', role: 'panel-member', area: region },
  { id: 'south-third', name: 'A third member, South', role: 'panel-member', area: region },
  { id: 'south-secretary', name: 'Secretary, South', role: 'panel-secretary', area: region },
  { id: 'north-chair', name: 'A chair elsewhere', role: 'panel-chair', area: { kind: 'region', code: 'Y54' } },
];
const SITTING = { stage: 'regional', framework: 'ccg-assurance-2015-16', period: '2015-16-q2', sitsOn: '2015-10-12' };
const ID = 'regional.Y57.ccg-assurance-2015-16.2015-16-q2.2015-10-12';

let service: TestService;
let chair: HttpClient;
let secretary: HttpClient;
let member: HttpClient;
let assessor: HttpClient;
let director: HttpClient;
const as = (person: string): Promise<HttpClient> => asPerson(service, person);
const at = (rest = ''): string => `/api/v1/panels/${ID}${rest}`;

beforeAll(async () => {
  service = await startTestService({ holding: 'reference', people: samplePeopleAnd(BESIDE) });
  [chair, secretary, member] = await Promise.all([as('south-chair'), as('south-secretary'), as('south-panel')]);
  [assessor, director] = await Promise.all([as('wessex-assessor'), as('wessex-director')]);
});
afterAll(() => service.stop());

const quarterOf = (organisation: string) => new OneAssessment(organisation, SITTING.framework, SITTING.period);
const [dorset, portsmouth, fareham] = [quarterOf('11J'), quarterOf('10R'), quarterOf('10K')];

/** Rated, and submitted to moderation; the organisation disagrees on planning where that is limited. */
async function submitted(one: OneAssessment, others: Readonly<Record<string, string>>): Promise<void> {
  await one.open(assessor);
  await one.record(assessor, '/checkpoint-meetings', { heldOn: '2015-09-21' });
  const ratings = Object.entries(components(others)).map(([item, rating]) => ({
    ...{ item, rating, reason: 'As discussed.' },
    ...(rating === 'limited-assurance' && others['performance'] === undefined ? { organisationView: 'disagrees' } : {}),
  }));
  await one.record(assessor, '/ratings', { ratings });
  await one.record(assessor, '/submission', {});
}

async function upheldLocally(...all: readonly OneAssessment[]): Promise<{ readonly position: string }> {
  let last = { position: '0' };
  for (const one of all) last = await one.record(director, '/moderation/local', { outcome: 'upheld' });
  return last;
}

const read = async (client: HttpClient, path = at()): Promise<AnswerBody> => (await client.get(path)).body;

describe('a panel', () => {
  it('is convened by its secretary, once for a day, with whatever is not set told', async () => {
    const asked = { ...SITTING, chair: 'south-chair', members: ['south-panel', 'south-second', 'south-third'] };
    const answer = await secretary.post('/api/v1/panels', asked, { 'Idempotency-Key': 'once' });
    expect([answer.status, answer.headers.get('Location')]).toEqual([201, at()]);
    expect((await secretary.post('/api/v1/panels', asked, { 'Idempotency-Key': 'once' })).body).toEqual(answer.body);
    expect((await secretary.post('/api/v1/panels', asked)).body['type']).toBe('/problems/panel-already-convened');
    expect(await read(member)).toMatchObject({
      ...{ ...SITTING, id: ID, area: 'Y57', areaName: 'South of England', status: 'convened' },
      ...{ chair: 'south-chair', secretary: 'south-secretary', quorum: 3, attendance: null, papers: null },
      marking: { borderlineSteps: 1, outlyingSteps: 2, outlyingAmong: 5 },
    });
  });

  it.each([
    ['period-outside-framework', { period: '2013-14-q1' }],
    ['framework-unknown', { framework: 'ccg-assurance-1999' }],
    ['stage-not-in-framework', { stage: 'confirmation', area: 'england', period: '2015-16-q2' }],
    ['panel-area-unknown', { area: 'Q70' }],
    ['person-may-not-sit', { members: ['wessex-director'] }],
    ['person-may-not-sit', { members: ['nobody'] }],
    ['person-may-not-sit', { secretary: 'south-panel' }],
    ['quorum-out-of-range', { quorum: 2 }],
    ['body-not-valid', { sitsOn: '2015-02-30' }],
  ])('is refused by %s', async (rule, changed) => {
    const before = await whatIsStored(service);
    const answer = await chair.post('/api/v1/panels', { ...SITTING, sitsOn: '2015-10-13', ...changed });
    expect(answer.body['type']).toBe(`/problems/${rule}`);
    expect(await whatIsStored(service)).toEqual(before);
  });

  it('changes who sits, with a reason', async () => {
    const change = { removed: ['south-third'], quorum: 2, reason: 'On leave.' };
    expect((await secretary.post(at('/members'), change)).status).toBe(201);
    expect(await read(member)).toMatchObject({ members: ['south-panel', 'south-second'], quorum: 2 });
  });

  it('takes the declarations of its members, and records who is recused of what', async () => {
    const interest = { organisations: ['11J'], what: 'A spouse is employed there.', outcome: 'recused' };
    expect((await member.post(at('/interests'), interest)).status).toBe(201);
    const another = await member.post(at('/interests'), { ...interest, person: 'south-second' });
    expect([another.status, another.body['type']]).toEqual([403, '/problems/declared-by-somebody-else']);
    const recusal = { person: 'south-second', organisations: ['10R', '11J'], reason: 'Audited it in June.' };
    expect((await chair.post(at('/recusals'), recusal)).status).toBe(201);
    const lifting = { person: 'south-second', organisation: '11J', reason: 'That was another organisation.' };
    expect((await chair.post(at('/recusals/lifting'), lifting)).status).toBe(201);
    expect(await read(chair)).toMatchObject({
      interests: [{ person: 'south-panel', organisations: ['11J'], outcome: 'recused' }],
      recusals: [
        { person: 'south-panel', organisation: '11J', lifted: null },
        { person: 'south-second', organisation: '10R', lifted: null },
        { person: 'south-second', organisation: '11J', lifted: { reason: 'That was another organisation.' } },
      ],
    });
  });

  it('records who is there', async () => {
    const { status } = await secretary.post(at('/attendance'), {
      present: ['south-chair', 'south-panel'],
      apologies: ['south-second'],
    });
    expect(status).toBe(201);
    const stranger = await secretary.post(at('/attendance'), { present: ['south-secretary'] });
    expect(stranger.body).toMatchObject({ type: '/problems/not-of-the-panel', errors: [{ pointer: '/present/0' }] });
  });

  it('stands as it stood at an earlier moment', async () => {
    const { revision, position } = await read(chair);
    const then = String(BigInt(String(position)) - 1n);
    expect(await read(chair, at(`?asAt=${then}`))).toMatchObject({ attendance: null, asAt: then });
    expect((await chair.get(at())).headers.get('ETag')).toBe(`"${String(revision)}"`);
  });

  it('is called off before it opened, and then it records nothing more', async () => {
    const other = '/api/v1/panels/regional.Y57.ccg-assurance-2015-16.2015-16-q2.2015-11-02';
    await chair.post('/api/v1/panels', { ...SITTING, sitsOn: '2015-11-02', members: ['south-panel'] });
    const { body } = await chair.post(`${other}/cancellation`, { reason: 'Nothing waits.' });
    expect((await chair.post(`${other}/attendance`, { present: ['south-chair'] })).body['type']).toBe(
      '/problems/panel-was-cancelled',
    );
    const { items } = await read(chair, `/api/v1/panels?atLeast=${String(body['position'])}`);
    expect(items?.map(({ id, status }) => [id, status])).toEqual([
      [other.slice('/api/v1/panels/'.length), 'cancelled'],
      [ID, 'convened'],
    ]);
  });
});

describe('its papers', () => {
  it('are what waits at its stage in its region, with why each is on the table, as long as it has not opened', async () => {
    await Promise.all([
      submitted(dorset, { planning: 'limited-assurance' }),
      submitted(portsmouth, {}),
      submitted(fareham, { performance: 'limited-assurance', planning: 'limited-assurance' }),
    ]);
    const { position } = await upheldLocally(dorset, portsmouth);
    const papers = await read(member, at(`/papers?atLeast=${position}`));
    expect(papers).toMatchObject({ fixed: false, openedOn: null, alsoWaiting: [] });
    expect(papers['papers']).toMatchObject([
      { organisation: '10R', headline: 'Assured as good', marks: [] },
      {
        ...{ organisation: '11J', round: 1, headline: 'Limited assurance, requires improvement' },
        marks: [
          { mark: 'borderline', says: 'One step better on Planning alone would lift the headline.' },
          { mark: 'disagreed', says: 'The organisation disagrees on Planning.' },
        ],
      },
    ]);
    // The directors of the office judged at the local stage; nobody of the panel did.
    expect((papers['papers'] as AnswerBody[]).map(({ judgedBefore }) => judgedBefore)).toEqual([[], []]);
  });

  it('are fixed when it opens, which keeps nothing from being recorded', async () => {
    expect((await chair.post(`/api/v1/panels/${ID}/closing`, {})).body['type']).toBe('/problems/papers-not-opened');
    expect((await secretary.post(at('/opening'), { present: ['south-chair', 'south-panel'] })).status).toBe(201);
    expect((await secretary.post(at('/opening'), {})).body['type']).toBe('/problems/papers-already-opened');

    await dorset.record(assessor, '/evidence', { title: 'Dashboard', reference: 'Month 6', items: ['planning'] });
    const { position } = await upheldLocally(fareham);
    const papers = await read(member, at(`/papers?atLeast=${position}`));
    expect(papers).toMatchObject({ fixed: true, alsoWaiting: [{ organisation: '10K' }] });
    expect((papers['papers'] as AnswerBody[]).map(({ organisation, sincePapers }) => [organisation, sincePapers])).toEqual([
      ['10R', 0],
      ['11J', 1],
    ]);
  });

  it('keep a submission among them from being recalled, and say why', async () => {
    const local = { ...SITTING, stage: 'local', period: '2015-16-q3', sitsOn: '2016-01-20' };
    const { headers } = await director.post('/api/v1/panels', local);
    const quarter = new OneAssessment('11J', SITTING.framework, '2015-16-q3');
    await submitted(quarter, {});
    expect((await quarter.record(assessor, '/recall', {})).events).toMatchObject([{ type: 'SubmissionRecalled.v1' }]);
    const { position } = await quarter.record(assessor, '/submission', {});
    const panel = String(headers.get('Location'));
    expect((await read(director, `${panel}/papers?atLeast=${position}`))['papers']).toHaveLength(1);
    expect((await director.post(`${panel}/opening`, {})).status).toBe(201);
    const recall = await assessor.post(quarter.at('/recall'), {});
    expect([recall.status, recall.body['type']]).toEqual([409, '/problems/papers-are-open']);
    expect(recall.body['detail']).toContain('local.Q70.ccg-assurance-2015-16.2015-16-q3.2016-01-20 has opened its papers');
    expect((await read(assessor, quarter.at()))['beforePanel']).toEqual({
      papersOpenedBy: 'local.Q70.ccg-assurance-2015-16.2015-16-q3.2016-01-20',
      beingApplied: null,
    });
  });

  it('say who is there and takes no part, and where too few do', async () => {
    const papers = (await read(member, at('/papers')))['papers'];
    expect(papers).toMatchObject([
      { organisation: '10R', tookNoPart: [], hasQuorum: true },
      { organisation: '11J', tookNoPart: [{ person: 'south-panel', because: 'recused' }], hasQuorum: false },
    ]);
  });
});

describe('a decision in a sitting', () => {
  const upheld = { outcome: 'upheld', panel: ID };
  const decide = async (client: HttpClient, one: OneAssessment, body: object) =>
    client.post(one.at('/moderation/regional'), body, seeing(await one.revision(client)));

  it('is that of those present, recorded by the secretary, who is none of them', async () => {
    const answer = await decide(secretary, portsmouth, upheld);
    expect(answer.status).toBe(201);
    const decided = (await portsmouth.events(chair)).at(-1);
    expect(decided).toMatchObject({
      type: 'StageDecided.v2',
      actor: 'south-secretary',
      data: { panel: ID, decidedBy: ['south-chair', 'south-panel'], recordedBy: 'south-secretary', tookNoPart: [] },
    });
    const { body } = await member.get(at(`/papers?atLeast=${String(answer.body['position'])}`));
    expect((body['papers'] as AnswerBody[])[0]).toMatchObject({ decision: { outcome: 'upheld' }, sincePapers: 0 });
  });

  it('is refused without a quorum of those not recused, and taken once another member comes', async () => {
    const alone = await decide(secretary, dorset, upheld);
    expect(alone.body).toMatchObject({ type: '/problems/too-few-take-part', quorum: 2, takePart: 1 });
    await secretary.post(at('/attendance'), { present: ['south-chair', 'south-panel', 'south-second'] });
    const changed = {
      ...{ outcome: 'changed', panel: ID },
      changes: [{ item: 'planning', rating: 'assured-as-good', reason: 'The dashboard shows it.' }],
    };
    expect((await decide(secretary, dorset, changed)).status).toBe(201);
    expect((await dorset.events(chair)).at(-1)).toMatchObject({
      data: {
        decidedBy: ['south-chair', 'south-second'],
        tookNoPart: [{ person: 'south-panel', because: 'recused' }],
        headline: { computed: 'assured-as-good', override: null, result: 'assured-as-good' },
      },
    });
  });

  it.each([
    ['person-who-decided-may-not', { ...upheld, decidedBy: ['south-secretary'] }],
    ['person-who-decided-may-not', { outcome: 'upheld' }],
    ['decider-not-present', { ...upheld, decidedBy: ['south-chair', 'south-third'] }],
    ['before-the-sitting', { ...upheld, decidedOn: '2015-10-11' }],
    ['sitting-unknown', { ...upheld, panel: ID.replace('2015-10-12', '2015-10-14') }],
    ['sitting-does-not-cover', { ...upheld, panel: ID.replace('2015-16-q2', '2015-16-q3') }],
  ])('is refused by %s', async (rule, body) => {
    await chair.post('/api/v1/panels', { ...SITTING, period: '2015-16-q3', members: ['south-panel'] });
    const before = await fareham.revision(chair);
    expect((await decide(secretary, fareham, body)).body['type']).toBe(`/problems/${rule}`);
    expect(await fareham.revision(chair)).toBe(before);
  });

  it('is not taken by somebody recused, outside the sitting either', async () => {
    await chair.post(at('/recusals'), { person: 'south-second', organisations: ['10K'], reason: 'A cousin chairs it.' });
    const second = await as('south-second');
    expect((await decide(second, fareham, { outcome: 'upheld' })).body['type']).toBe('/problems/recused-of-the-organisation');
  });
});

describe('closing', () => {
  it('ends the sitting with the record of who attended', async () => {
    const notes = 'The next sitting is in January.';
    expect((await secretary.post(at('/closing'), { closedOn: '2015-10-11' })).body['type']).toBe('/problems/before-the-sitting');
    expect((await secretary.post(at('/closing'), { closedOn: '2015-10-12', notes })).status).toBe(201);
    expect(await read(member)).toMatchObject({ status: 'closed', closedOn: '2015-10-12', notes });
    const late = await secretary.post(
      fareham.at('/moderation/regional'),
      { outcome: 'upheld', panel: ID },
      seeing(await fareham.revision(chair)),
    );
    expect([late.status, late.body['type']]).toEqual([409, '/problems/sitting-not-open']);
  });
});

describe('its minutes', () => {
  it('say who was there, who declared what, what was decided and why, and what was not', async () => {
    const { position } = await read(chair);
    const minutes = await read(member, at(`/minutes?atLeast=${String(position)}`));
    expect(minutes).toMatchObject({
      panel: { status: 'closed', attendance: { present: ['south-chair', 'south-panel', 'south-second'] } },
      decisions: [
        { organisation: '10R', organisationName: 'NHS Portsmouth CCG', outcome: 'upheld', tookNoPart: [] },
        {
          ...{ organisation: '11J', outcome: 'changed', tookNoPart: [{ person: 'south-panel', because: 'recused' }] },
          headline: { computed: 'Assured as good', override: null, result: 'Assured as good' },
        },
      ],
      undecided: [],
      notApplied: [],
    });
    const items = (minutes['decisions'] as { items: AnswerBody[] }[])[1]?.items;
    expect(items?.find(({ item }) => item === 'planning')).toMatchObject({
      ...{ label: 'Planning', decision: 'changed', fromLabel: 'Limited assurance, requires improvement' },
      ...{ toLabel: 'Assured as good', reason: 'The dashboard shows it.' },
    });
  });

  it('come as a file, a row for each item', async () => {
    const { headers, body } = await chair.get(at('/minutes.csv'));
    expect(headers.get('Content-Type')).toContain('text/csv');
    const rows = String(body['text']).trim().split('\r\n');
    expect(rows).toHaveLength(1 + 2 * 6);
    expect(rows[0]).toMatch(/^sitting,assessment,organisation,/);
    expect((await (await as('north-chair')).get(at('/minutes.csv'))).status).toBe(404);
  });

  it('leave moves for later panels to look back on', async () => {
    expect((await read(chair, at('/moves?item=planning'))).items).toMatchObject([
      {
        organisation: '11J',
        stage: 'regional',
        panel: ID,
        from: 'limited-assurance',
        to: 'assured-as-good',
        reason: 'The dashboard shows it.',
      },
    ]);
  });
});

describe('on pages', () => {
  it('are the sitting, its papers and its minutes; to those who may read them', async () => {
    const pages = await PageClient.signedInAs(service.address, 'south-chair');
    expect((await pages.read('/panels')).html).toContain(`href="/panels/${ID}"`);
    const sitting = (await pages.read(`/panels/${ID}`)).text;
    for (const words of [
      'Sitting of 12 October 2015',
      'Closed',
      'A spouse is employed there.',
      'The organisation disagrees on Planning.',
    ])
      expect(sitting).toContain(words);
    const minutes = (await pages.read(`/panels/${ID}/minutes`)).text;
    for (const words of [
      'NHS Dorset CCG (11J): changed',
      'Planning from Limited assurance',
      'Present, took no part:',
      'The next sitting is in January.',
    ])
      expect(minutes).toContain(words);
    expect((await pages.read(`/panels/${ID}/papers/${dorset.id}`)).status).toBe(303);
    const elsewhere = await PageClient.signedInAs(service.address, 'wessex-director');
    expect((await elsewhere.read(`/panels/${ID}`)).status).toBe(404);
    expect((await elsewhere.read('/assessments/11J.ccg-assurance-2015-16.2015-16-q3')).text).toContain(
      'sitting of 20 January 2016 has opened its papers.',
    );
  });
});

describe('who may', () => {
  it('convene and record a panel: those who hold that for its own area', async () => {
    const before = await whatIsStored(service);
    const asked = { ...SITTING, area: 'Y57', sitsOn: '2015-10-19' };
    for (const person of [
      'south-panel',
      'north-chair',
      'national-chair',
      'committee-secretary',
      'wessex-director',
      'auditor',
      'dorset-ccg',
    ]) {
      const client = await as(person);
      const answers = [
        await client.post('/api/v1/panels', asked),
        await client.post(at('/attendance'), { present: [] }),
        await client.post(at('/members'), { added: ['south-third'], reason: 'r' }),
        await client.post(at('/cancellation'), { reason: 'r' }),
      ];
      expect([person, answers.map(({ status }) => status)]).toEqual([person, [403, 403, 403, 403]]);
    }
    expect((await service.anonymous.post('/api/v1/panels', asked)).status).toBe(401);
    expect(await whatIsStored(service)).toEqual(before);
  });

  it('read of a panel: those who may see the drafts of all its area', async () => {
    const readers: readonly (readonly [string, number])[] = [
      ['south-panel', 200],
      ['national-chair', 200],
      ['auditor', 200],
      ['north-chair', 404],
      ['wessex-director', 404],
      ['committee-secretary', 404],
      ['wessex-assessor', 403],
      ['administrator', 403],
      ['dorset-ccg', 403],
    ];
    for (const [person, status] of readers) {
      const client = await as(person);
      expect([person, (await client.get(at())).status]).toEqual([person, status]);
      const listed = (await client.get('/api/v1/panels')).body.items ?? [];
      expect([person, listed.some(({ id }) => id === ID)]).toEqual([person, status === 200]);
    }
  });
});
