import { actingName, type Person } from '#identity/contract.js';
import type { HttpClient } from './support/http-client.js';
import { components, OneAssessment, ratingsOf, seeing } from './support/one-assessment.js';
import { asPerson, samplePeopleAnd } from './support/people-beside.js';
import { startTestService, type TestService } from './support/test-service.js';

/*
 * Four eyes are of people, whatever roles they hold: somebody who holds every role that judges does one stage, and is refused at each
 * later one in every role. That no sequence of commands gets round it is a law of the core (`laws.spec.ts`), which knows no roles.
 */

const everybody = (role: Person['role'], area: Person['area']): Person => ({ id: 'every-role', name: 'Every role', role, area });
/** Four organisations of the office, one for each stage that somebody does first. */
const WESSEX = ['11J', '10K', '10L', '10V'];
const [OFFICE, REGION, ENGLAND] = [
  { kind: 'office', code: 'Q70' },
  { kind: 'region', code: 'Y57' },
  { kind: 'england' },
] as const;
const GRANTS: readonly Person[] = [
  everybody('assessor', OFFICE),
  everybody('director', OFFICE),
  ...[OFFICE, REGION, ENGLAND].flatMap((area) => [
    everybody('panel-member', area),
    everybody('panel-chair', area),
    everybody('panel-secretary', area),
  ]),
  everybody('committee-secretary', ENGLAND),
];

interface Stage {
  readonly name: string;
  readonly path: string;
  readonly body: object;
  /** Who does it otherwise, and in which role the one who holds every role does. */
  readonly by: string;
  readonly as: string;
}
const upheld = { outcome: 'upheld' };
const confirmed = { outcome: 'confirmed', committee: 'Committee', reference: 'minute 1' };
const STAGES: readonly Stage[] = [
  { name: 'rating', path: '/submission', body: {}, by: 'wessex-assessor', as: 'assessor@Q70' },
  { name: 'local', path: '/moderation/local', body: upheld, by: 'wessex-director', as: 'director@Q70' },
  { name: 'regional', path: '/moderation/regional', body: upheld, by: 'south-panel', as: 'panel-member@Y57' },
  { name: 'national', path: '/moderation/national', body: upheld, by: 'national-panel', as: 'panel-member@england' },
  { name: 'confirmation', path: '/confirmation', body: confirmed, by: 'committee-secretary', as: 'committee-secretary' },
];

let service: TestService;
let everyRole: HttpClient;
let auditor: HttpClient;
beforeAll(async () => {
  service = await startTestService({ holding: 'reference', people: samplePeopleAnd(GRANTS) });
  [everyRole, auditor] = await Promise.all([asPerson(service, 'every-role'), service.as('auditor')]);
});
afterAll(() => service.stop());

async function send(client: HttpClient, year: OneAssessment, { path, body }: Stage, acting?: string) {
  const headers = { ...seeing(await year.revision(auditor)), ...(acting !== undefined && { 'Acting-As': acting }) };
  return client.post(year.at(path), body, headers);
}

it.each(STAGES.slice(0, -1).map(({ name }, index) => [name, index] as const))(
  'whoever did the stage of %s does no later one, in whatever role',
  async (_, own) => {
    const year = new OneAssessment(WESSEX[own] ?? '', 'ccg-assurance-2015-16', '2015-16-year');
    const assessor = await service.as('wessex-assessor');
    await year.open(assessor);
    await year.record(assessor, '/checkpoint-meetings', { heldOn: '2016-04-12' });
    await year.record(assessor, '/consultations', {
      board: 'Health and Wellbeing Board',
      consultedOn: '2016-04-13',
      view: 'satisfied',
    });
    const rater = own === 0 ? everyRole : assessor;
    await year.record(rater, '/ratings', ratingsOf({ ...components(), headline: 'assured-as-good' }));

    for (const [index, stage] of STAGES.entries()) {
      if (index > own) {
        const refusals = [];
        for (const acting of GRANTS.map(actingName)) {
          const { status, body } = await send(everyRole, year, stage, acting);
          expect([stage.name, acting, status >= 400 && status < 500]).toEqual([stage.name, acting, true]);
          refusals.push(body['type']);
        }
        expect([stage.name, refusals]).toEqual([stage.name, expect.arrayContaining(['/problems/four-eyes'])]);
      }
      const answer =
        index === own ? await send(everyRole, year, stage, stage.as) : await send(await service.as(stage.by), year, stage);
      expect([stage.name, answer.status, answer.body['type']]).toEqual([stage.name, 201, undefined]);
    }
  },
);
