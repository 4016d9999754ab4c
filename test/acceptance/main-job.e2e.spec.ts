import type { HttpClient } from './support/http-client.js';
import { components, OneAssessment, ratingsOf, type RecordedAnswer, seeing } from './support/one-assessment.js';
import { startTestService, type TestService } from './support/test-service.js';

let service: TestService;
let assessor: HttpClient;
let director: HttpClient;
let region: HttpClient;
let nation: HttpClient;
let secretary: HttpClient;
let auditor: HttpClient;
beforeAll(async () => {
  service = await startTestService({ holding: 'reference' });
  [assessor, director, region, nation, secretary, auditor] = await Promise.all([
    service.as('wessex-assessor'),
    service.as('wessex-director'),
    service.as('south-panel'),
    service.as('national-panel'),
    service.as('committee-secretary'),
    service.as('auditor'),
  ]);
});
afterAll(() => service.stop());

const FRAMEWORK = 'ccg-assurance-2015-16';
const quarter = (period: string): OneAssessment => new OneAssessment('11J', FRAMEWORK, period);
const itemsOf = (body: unknown): Record<string, Record<string, unknown>> =>
  Object.fromEntries((body as { items: { item: string }[] }).items.map((each) => [each.item, each as Record<string, unknown>]));
const ratingsIn = (body: unknown): Record<string, unknown> =>
  Object.fromEntries(Object.values(itemsOf(body)).map(({ item, rating }) => [String(item), rating]));

describe('a quarter of NHS Dorset CCG, from its opening to the end of national moderation', () => {
  const q3 = quarter('2015-16-q3');
  const marks = new Map<string, RecordedAnswer>();
  const after = (step: string): RecordedAnswer => {
    const mark = marks.get(step);
    if (mark === undefined) throw new Error(`the story has no step ${step}`);
    return mark;
  };
  let whileReturned: { ratedUnnamed: number; type: unknown };

  beforeAll(async () => {
    const step = async (name: string, answer: Promise<RecordedAnswer>): Promise<void> => void marks.set(name, await answer);
    await step('opened', q3.open(assessor));
    await step('planned', q3.record(assessor, '/checkpoint-plans', { plannedFor: '2016-01-08' }));
    await step('moved', q3.record(assessor, '/checkpoint-plans', { plannedFor: '2016-01-12', reason: 'The officer was away.' }));
    await step(
      'called',
      q3.record(director, '/teleconferences', {
        heldOn: '2015-12-03',
        participants: [{ name: 'A Caller', organisation: 'NHS Dorset CCG' }],
        updates: [{ item: 'performance', note: 'Waits are growing.', atRisk: true }],
      }),
    );
    await step(
      'met',
      q3.record(assessor, '/checkpoint-meetings', {
        heldOn: '2016-01-12',
        attendance: [{ name: 'An Officer', organisation: 'NHS Dorset CCG', role: 'Accountable officer' }],
        discussions: [{ item: 'performance', note: 'A recovery plan is needed.' }],
        actions: [{ description: 'Send the recovery plan', owner: 'NHS Dorset CCG', due: '2016-03-01', item: 'performance' }],
        notes: 'A frank conversation.',
      }),
    );
    await step('rated', q3.record(assessor, '/ratings', ratingsOf(components(), '2016-01-15')));
    await step('changed', q3.record(assessor, '/ratings', ratingsOf({ planning: 'assured-as-outstanding' }, '2016-01-18')));
    await step('submitted', q3.record(assessor, '/submission', { submittedOn: '2016-01-19' }));
    await step('recalled', q3.record(assessor, '/recall', { reason: 'One figure was missing.' }));
    await step('resubmitted', q3.record(assessor, '/submission', { submittedOn: '2016-01-20' }));
    await step(
      'returned',
      q3.record(director, '/moderation/local', {
        outcome: 'returned',
        items: ['performance'],
        reason: 'The waits speak against it.',
        decidedOn: '2016-01-22',
      }),
    );
    const unnamed = await assessor.post(
      q3.at('/ratings'),
      ratingsOf({ planning: 'not-assured' }),
      seeing(after('returned').revision),
    );
    whileReturned = { ratedUnnamed: unnamed.status, type: unnamed.body['type'] };
    await step('rated again', q3.record(assessor, '/ratings', ratingsOf({ performance: 'limited-assurance' }, '2016-01-25')));
    await step('submitted again', q3.record(assessor, '/submission', { submittedOn: '2016-01-26' }));
    await step('local', q3.record(director, '/moderation/local', { outcome: 'upheld', decidedOn: '2016-01-28' }));
    await step(
      'regional',
      q3.record(region, '/moderation/regional', {
        outcome: 'changed',
        changes: [{ item: 'headline', rating: 'assured-as-good', reason: 'The recovery has begun.' }],
        decidedOn: '2016-02-04',
      }),
    );
    await step('national', q3.record(nation, '/moderation/national', { outcome: 'upheld', decidedOn: '2016-02-11' }));
  });

  it('ends moderated, with the ratings people gave and the three facts of its overall rating apart', async () => {
    const { body } = await assessor.get(q3.at());
    expect(body).toMatchObject({ status: 'moderated', round: 2, stage: null, revision: after('national').revision });
    expect(ratingsIn(body)).toEqual({
      ...components({ performance: 'limited-assurance', planning: 'assured-as-outstanding' }),
      headline: 'assured-as-good',
    });
    expect(body['headline']).toMatchObject({
      computed: 'limited-assurance',
      override: { rating: 'assured-as-good', reason: 'The recovery has begun.' },
      result: 'assured-as-good',
      certainty: 'assumed',
    });
  });

  it('keeps the plan, the call and the meeting with its action, and no name of anybody in the log', async () => {
    const { body } = await assessor.get(q3.at());
    expect(body['checkpoint']).toEqual({ plannedFor: '2016-01-12', held: true, notHeldReason: null });
    expect(body).toMatchObject({
      teleconferences: [{ fields: { heldOn: '2015-12-03', updates: [{ item: 'performance', atRisk: true }] } }],
      meetings: [{ fields: { heldOn: '2016-01-12', notes: 'A frank conversation.' } }],
      actions: [{ item: 'performance', due: '2016-03-01', status: 'open' }],
    });
    expect(JSON.stringify(await q3.events(auditor))).not.toMatch(/A Caller|An Officer/);
  });

  it('reopens only what a return names: 409 for any other item', () => {
    expect(whileReturned).toEqual({ ratedUnnamed: 409, type: '/problems/item-not-reopened' });
  });

  it('has in its trail who decided what at each stage, when it was decided and when recorded', async () => {
    const { body } = await auditor.get(`${q3.at('/moderation-trail')}?atLeast=${after('national').position}`);
    const { performance, headline, planning } = itemsOf(body);
    expect(performance).toMatchObject({
      assessor: { from: 'assured-as-good', to: 'limited-assurance', decidedBy: ['wessex-assessor'], decidedOn: '2016-01-25' },
      local: { outcome: 'upheld', decidedBy: ['wessex-director'], decidedOn: '2016-01-28' },
      regional: { outcome: 'upheld', decidedBy: ['south-panel'], decidedOn: '2016-02-04' },
      national: { outcome: 'upheld', decidedBy: ['national-panel'], judgedRevision: after('regional').revision },
      published: null,
      unchangedSinceRound: null,
    });
    expect(headline).toMatchObject({
      local: { outcome: 'upheld' },
      regional: { outcome: 'changed', from: 'limited-assurance', to: 'assured-as-good', reason: 'The recovery has begun.' },
    });
    expect(planning).toMatchObject({ unchangedSinceRound: 1, local: { outcome: 'upheld', round: 2 } });
    expect(Date.parse(String((performance?.['local'] as { recordedAt: string }).recordedAt))).toBeGreaterThan(
      Date.parse('2016-01-28'),
    );
  });

  it('keeps the earlier round, with its recall and its return, readable beside the later one', async () => {
    const { body } = await auditor.get(q3.at('/moderation-trail'));
    const rounds = body['rounds'] as { round: number; steps: { stage: string; outcome: string }[] }[];
    expect(rounds.map(({ round, steps }) => [round, steps.map(({ stage, outcome }) => `${stage} ${outcome}`)])).toEqual([
      [1, ['assessor submitted', 'assessor recalled', 'assessor submitted', 'local returned']],
      [2, ['assessor submitted', 'local upheld', 'regional changed', 'national upheld']],
    ]);
    expect(itemsOf(body)['performance']?.['earlierRounds']).toMatchObject([
      { round: 1, assessor: { to: 'assured-as-good' }, local: { outcome: 'returned', reason: 'The waits speak against it.' } },
    ]);
  });

  const earlier: readonly [string, object, string | null][] = [
    ['opened', { status: 'open', round: 1, stage: 'assessor' }, null],
    ['rated', { status: 'open', round: 1 }, 'assured-as-good'],
    ['resubmitted', { status: 'in-moderation', round: 1, stage: 'local' }, 'assured-as-good'],
    ['returned', { status: 'open', round: 2, stage: 'assessor' }, 'assured-as-good'],
    ['rated again', { status: 'open', round: 2 }, 'limited-assurance'],
    ['local', { status: 'in-moderation', stage: 'regional', headline: { override: null } }, 'limited-assurance'],
  ];

  it.each(earlier)('reads by position as it stood once it was %s', async (step, standing, performance) => {
    const { revision, position } = after(step);
    const { body } = await auditor.get(`${q3.at()}?asAt=${position}`);
    expect(body).toMatchObject({ ...standing, revision, asAt: position, effectiveOn: null });
    expect(itemsOf(body)['performance']?.['rating']).toBe(performance);
  });

  it.each(earlier)('reads by instant as it stood once it was %s', async (step) => {
    const events = await q3.events(auditor);
    const instant = String(events.find(({ position }) => position === after(step).position)?.['recordedAt']);
    const lastByThen = events.findLast(({ recordedAt }) => String(recordedAt) <= instant);
    const byInstant = await auditor.get(`${q3.at()}?asAt=${encodeURIComponent(instant)}`);
    const byPosition = await auditor.get(`${q3.at()}?asAt=${String(lastByThen?.['position'])}`);
    expect(byInstant.body).toEqual({ ...byPosition.body, asAt: instant });
  });

  it('was not there before it was opened: 404, saying since when it is', async () => {
    const before = String(BigInt(after('opened').position) - 1n);
    const answer = await assessor.get(`${q3.at()}?asAt=${before}`);
    expect(answer.status).toBe(404);
    expect(answer.body['positionFrom']).toBe(after('opened').position);
  });

  it('tells by effectiveOn what was decided by a day, whenever it was recorded', async () => {
    const on = async (day: string) => (await auditor.get(`${q3.at()}?effectiveOn=${day}`)).body;
    expect(ratingsIn(await on('2016-01-14'))['planning']).toBeNull();
    expect(ratingsIn(await on('2016-01-17'))['planning']).toBe('assured-as-good');
    expect(ratingsIn(await on('2016-01-18'))['planning']).toBe('assured-as-outstanding');
    expect(await on('2016-01-14')).toMatchObject({ meetings: [{ fields: { heldOn: '2016-01-12' } }], effectiveOn: '2016-01-14' });
  });

  const grid = (question: string): string => `/api/v1/organisations/11J/domain-status?year=2015-16&${question}`;

  it('stands in the grid of its year as it stood after each step', async () => {
    const cell = async (step: string, item: string) => {
      const question = grid(`asAt=${after(step).position}&atLeast=${after(step).position}`);
      const found = itemsOf((await auditor.get(question)).body)[item];
      return (found?.['periods'] as Record<string, Record<string, unknown>> | undefined)?.['2015-16-q3'];
    };
    expect(await cell('opened', 'performance')).toBeUndefined();
    expect(await cell('rated', 'performance')).toMatchObject({ rating: 'assured-as-good', stage: 'assessor' });
    expect(await cell('rated again', 'performance')).toMatchObject({ rating: 'limited-assurance', stage: 'assessor', round: 2 });
    expect(await cell('resubmitted', 'headline')).toMatchObject({
      rating: 'assured-as-good',
      basis: 'computed',
      certainty: 'assumed',
    });
    expect(await cell('national', 'headline')).toMatchObject({
      rating: 'assured-as-good',
      stage: 'national',
      basis: 'override',
      computed: 'limited-assurance',
    });
  });

  it('stands in the grid of its year as it was decided by a day', async () => {
    const answer = await auditor.get(grid(`effectiveOn=2016-01-17&atLeast=${after('national').position}`));
    expect(itemsOf(answer.body)['planning']?.['periods']).toMatchObject({ '2015-16-q3': { rating: 'assured-as-good' } });
    expect(answer.body['effectiveOn']).toBe('2016-01-17');
  });

  it('lists every change of a rating with its stage and reason', async () => {
    const question = `organisation=11J&item=performance&atLeast=${after('national').position}`;
    const { body } = await auditor.get(`/api/v1/audit/rating-history?${question}`);
    expect(body.items?.map(({ stage, from, to, round, reason }) => [stage, from, to, round, reason])).toEqual([
      ['assessor', null, 'assured-as-good', 1, 'As discussed at the checkpoint.'],
      ['assessor', 'assured-as-good', 'limited-assurance', 2, 'As discussed at the checkpoint.'],
    ]);
  });

  it('carries its open action into the next quarter, until it is done', async () => {
    const q4 = quarter('2015-16-q4');
    const { position } = await q4.open(assessor);
    const action = (await assessor.get(q3.at())).body['actions'] as { id: string }[];
    const carried = async (atLeast: string) => (await assessor.get(`${q4.at()}?atLeast=${atLeast}`)).body['carriedForward'];
    expect(await carried(position)).toMatchObject([{ action: action[0]?.id, assessment: q3.id, due: '2016-03-01' }]);
    const done = await q3.record(assessor, `/actions/${String(action[0]?.id)}/updates`, {
      kind: 'completion',
      completedOn: '2016-02-20',
    });
    expect(await carried(done.position)).toEqual([]);
  });
});

describe('what happens beside the ladder', () => {
  it('a quarter without a checkpoint goes forward on the reason why none was held', async () => {
    const q1 = quarter('2015-16-q1');
    await q1.open(assessor);
    await q1.record(assessor, '/ratings', ratingsOf(components()));
    const without = await assessor.post(q1.at('/submission'), {}, seeing(await q1.revision(assessor)));
    expect([without.status, without.body['type']]).toEqual([422, '/problems/no-checkpoint-meeting']);
    await q1.record(assessor, '/checkpoint-not-held', { reason: 'The offices were moving.' });
    await q1.record(assessor, '/submission', {});
    const { body } = await assessor.get(q1.at());
    expect(body).toMatchObject({
      status: 'in-moderation',
      checkpoint: { held: false, notHeldReason: 'The offices were moving.' },
    });
  });

  it('a decision goes through over records that are not material, and lists what it had not seen', async () => {
    const quarterTwo = quarter('2015-16-q2');
    await quarterTwo.rated(assessor, components());
    const { revision } = await quarterTwo.record(assessor, '/submission', {});
    const call = await quarterTwo.record(assessor, '/teleconferences', { heldOn: '2016-01-14', notes: 'A courtesy call.' });
    const decision = await director.post(quarterTwo.at('/moderation/local'), { outcome: 'upheld' }, seeing(revision));
    expect(decision.status).toBe(201);
    const trail = await auditor.get(`${quarterTwo.at('/moderation-trail')}?atLeast=${String(decision.body['position'])}`);
    expect(itemsOf(trail.body)['planning']?.['local']).toMatchObject({
      judgedRevision: revision,
      recordedSince: [{ revision: call.revision, type: 'TeleconferenceHeld' }],
    });
  });

  it('a decision over something material is told what is new, and nothing is recorded', async () => {
    const quarterTwo = quarter('2015-16-q2');
    const seen = await quarterTwo.revision(region);
    const evidence = await quarterTwo.record(assessor, '/evidence', { title: 'Waiting times', reference: 'shelf 4' });
    const decision = await region.post(quarterTwo.at('/moderation/regional'), { outcome: 'upheld' }, seeing(seen));
    expect([decision.status, decision.body['type']]).toEqual([412, '/problems/judged-revision-is-stale']);
    expect(decision.body).toMatchObject({
      currentRevision: evidence.revision,
      newSince: [{ revision: evidence.revision, type: 'EvidenceAttached' }],
    });
    expect(await quarterTwo.revision(region)).toBe(evidence.revision);
  });
});

describe('records and assessments that were wrong', () => {
  const wrong = new OneAssessment('11J', 'ccg-assurance-2013-15', '2014-15-q2');
  beforeAll(() => wrong.open(assessor));

  it('are corrected with the original one step away, and withdrawn without disappearing', async () => {
    const meeting = { heldOn: '2014-11-12', discussions: [{ item: 'domain-1', note: 'Typed wrongly.' }] };
    await wrong.record(assessor, '/checkpoint-meetings', meeting);
    const read = async () => ((await assessor.get(wrong.at())).body['meetings'] as Record<string, unknown>[])[0];
    const record = (await read())?.['id'];
    const fields = { heldOn: '2014-11-11', 'discussions/0/note': 'Typed rightly.' };
    await wrong.record(assessor, '/corrections', { record, fields, reason: 'A slip of the pen.' });
    expect(await read()).toMatchObject({
      fields: { heldOn: '2014-11-11', discussions: [{ note: 'Typed rightly.' }] },
      original: { heldOn: '2014-11-12', discussions: [{ note: 'Typed wrongly.' }] },
      corrections: [{ reason: 'A slip of the pen.' }],
      withdrawn: null,
    });
    await wrong.record(assessor, '/corrections', { record, withdraw: true, reason: 'It was another organisation’s.' });
    expect(await read()).toMatchObject({
      fields: { heldOn: '2014-11-11' },
      withdrawn: { reason: 'It was another organisation’s.' },
    });
    const again = await assessor.post(wrong.at('/corrections'), { record, fields: { notes: 'x' }, reason: 'Late.' });
    expect([again.status, again.body['type']]).toEqual([409, '/problems/record-was-withdrawn']);
  });

  it('are withdrawn off every list, stay readable, and open again as the next round of the same stream', async () => {
    await wrong.record(assessor, '/ratings', ratingsOf({ 'domain-1': 'assured' }));
    const withdrawn = await wrong.record(assessor, '/withdrawal', { reason: 'Opened for the wrong quarter.' });
    const { position } = withdrawn;
    const grid = await auditor.get(`/api/v1/organisations/11J/domain-status?year=2014-15&atLeast=${position}`);
    const list = await auditor.get(`/api/v1/assessments?organisation=11J&year=2014-15&atLeast=${position}`);
    const all = await auditor.get('/api/v1/assessments?organisation=11J&year=2014-15&includeWithdrawn=true');
    expect(itemsOf(grid.body)['domain-1']?.['periods'] ?? {}).toEqual({});
    expect([list.body.items, all.body.items?.map(({ id, assessment }) => id ?? assessment)]).toEqual([[], [wrong.id]]);
    expect((await assessor.get(wrong.at())).body).toMatchObject({ status: 'withdrawn', round: 1 });

    const reopened = await wrong.open(assessor);
    expect(Number(reopened.revision)).toBeGreaterThan(Number(withdrawn.revision));
    expect((await assessor.get(wrong.at())).body).toMatchObject({ status: 'open', round: 2 });
    expect(ratingsIn((await assessor.get(wrong.at())).body)['domain-1']).toBeNull();
    expect((await wrong.events(assessor))[0]).toMatchObject({ type: 'AssessmentOpened.v2', revision: '0' });
  });
});

describe('a year', () => {
  it('is judged for itself, headline and all, and ends with the committee’s confirmation', async () => {
    const year = quarter('2015-16-year');
    await year.rated(assessor, { ...components(), headline: 'assured-as-good' });
    await year.record(assessor, '/consultations', {
      board: 'Dorset Health and Wellbeing Board',
      consultedOn: '2016-04-20',
      view: 'satisfied',
    });
    const steps: readonly [HttpClient, string, object][] = [
      [assessor, '/submission', {}],
      [director, '/moderation/local', { outcome: 'upheld' }],
      [region, '/moderation/regional', { outcome: 'upheld' }],
      [nation, '/moderation/national', { outcome: 'upheld' }],
    ];
    let judgedAt = '0';
    for (const [client, path, body] of steps) judgedAt = (await year.record(client, path, body)).position;
    expect((await secretary.get(year.at())).body).toMatchObject({ status: 'moderated', stage: 'confirmation' });
    const before = await secretary.get(`/api/v1/assessments?organisation=11J&period=2015-16-year&atLeast=${judgedAt}`);
    expect(before.body['items']).toMatchObject([{ status: 'moderated', stageDue: 'confirmation' }]);
    const { position } = await year.record(secretary, '/confirmation', {
      outcome: 'confirmed',
      committee: 'Commissioning Committee',
      reference: 'minute 7 of 12 July 2016',
      decidedOn: '2016-07-12',
    });
    expect((await secretary.get(year.at())).body).toMatchObject({ status: 'confirmed', headline: { result: 'assured-as-good' } });
    const trail = await auditor.get(`${year.at('/moderation-trail')}?atLeast=${position}`);
    expect(itemsOf(trail.body)['headline']?.['confirmation']).toMatchObject({ outcome: 'confirmed', decidedOn: '2016-07-12' });
  });

  it('of patient and community engagement adds its scores up and says that the band it falls in is assumed', async () => {
    const pce = new OneAssessment('11J', 'pce-2017-18', '2017-18-year');
    await pce.open(assessor);
    await pce.record(assessor, '/checkpoint-not-held', { reason: 'The evidence was read at a desk.' });
    await pce.record(assessor, '/ratings', ratingsOf({ a: '3', b: '2', c: '2', d: '2', e: '2' }));
    const byHand = await assessor.post(pce.at('/ratings'), ratingsOf({ total: '15' }), seeing(await pce.revision(assessor)));
    expect([byHand.status, byHand.body['type']]).toEqual([422, '/problems/computed-item-is-not-rated-by-hand']);
    const { body } = await assessor.get(pce.at());
    expect(itemsOf(body)['total']).toMatchObject({ rating: '11', how: 'computed', certainty: 'published' });
    expect(body['headline']).toMatchObject({ computed: 'green', override: null, result: 'green', certainty: 'assumed' });
    const { position } = await pce.record(assessor, '/submission', {});
    const grid = await assessor.get(`/api/v1/organisations/11J/domain-status?year=2017-18&atLeast=${position}`);
    expect(itemsOf(grid.body)['headline']?.['periods']).toMatchObject({
      '2017-18-year': { rating: 'green', certainty: 'assumed' },
    });
  });
});
