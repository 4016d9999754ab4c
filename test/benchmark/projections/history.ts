import type { AssessmentEvent } from '#assessment/core/assessment/events.js';
import { decision, ITEMS, proposal, submission } from '#assessment/read/testing/moderated-quarter.js';
import { openingOf } from '#assessment/read/testing/recorded-history.js';
import { derivedId } from '#kernel/ids.js';

const SEED = 'd4c1a8a2-3f7b-5d1e-8a60-2b9d0c55a0d1';
const FRAMEWORK = 'ccg-assurance-2015-16';
const QUARTERS = ['2015-16-q1', '2015-16-q2', '2015-16-q3', '2015-16-q4'] as const;
const REGIONS = ['Y54', 'Y55', 'Y56', 'Y57'] as const;
const NOTE = 'Month 2 is 0.4m behind plan; a recovery plan is being written and comes to the next call in the autumn.';

/** An assessment and what was recorded of it, one list of events for each command. */
export interface History {
  readonly assessment: string;
  readonly commands: readonly (readonly AssessmentEvent[])[];
}

/** The n-th assessment of the benchmark: opened, talked about, rated, submitted and judged by three stages; always the same. */
export function historyOf(n: number): History {
  const period = QUARTERS[n % QUARTERS.length] ?? QUARTERS[0];
  const organisation = `B${String(Math.floor(n / QUARTERS.length)).padStart(5, '0')}`;
  const region = REGIONS[Math.floor(n / QUARTERS.length) % REGIONS.length] ?? REGIONS[0];
  const idOf = (name: string): string => derivedId(SEED, `${String(n)} ${name}`);
  const stands = Object.fromEntries(ITEMS.map((item) => [item, 'assured-as-good']));
  return {
    assessment: `${organisation}.${FRAMEWORK}.${period}`,
    commands: [
      [openedAs(organisation, region, period)],
      ...[1, 2, 3, 4].flatMap((call) => callWithAction(idOf, call)),
      ITEMS.map((item) => proposal(item, 'assured-as-good', null)),
      [proposal('planning', 'limited-assurance', 'assured-as-good')],
      [submission(1, 'limited-assurance', '2015-10-02')],
      ...(['local', 'regional', 'national'] as const).map((stage) => [
        decision(stage, 1, 'upheld', '2015-10-06', { ...stands, planning: 'limited-assurance' }, [], 'limited-assurance'),
      ]),
    ],
  };
}

function openedAs(code: string, region: string, period: string): AssessmentEvent {
  const opening = openingOf(FRAMEWORK, period, { code, name: `NHS Benchmark ${code} CCG`, kind: 'ccg' });
  const placed = { region: { code: region, name: region }, office: { code: `${region}O`, name: `${region} office` } };
  return { type: 'AssessmentOpened', data: { ...opening, ...placed, round: 1, openedOn: '2015-09-01' } };
}

function callWithAction(idOf: (name: string) => string, number: number): readonly (readonly AssessmentEvent[])[] {
  const [call, action] = [idOf(`call ${String(number)}`), idOf(`action ${String(number)}`)];
  return [
    [
      {
        type: 'TeleconferenceHeld',
        data: {
          ...{ call, heldOn: '2015-09-10', alsoFor: [] },
          participants: [{ person: idOf('officer'), organisation: 'NHS Benchmark CCG', role: 'Accountable officer' }],
          updates: [{ item: 'financial-management', note: NOTE, atRisk: true }],
          escalated: 'no',
        },
      },
      {
        type: 'ActionAgreed',
        data: {
          ...{ action, from: { kind: 'call', record: call }, item: 'financial-management', description: NOTE },
          ...{ owner: 'Chief finance officer', due: '2015-10-16', agreedOn: '2015-09-10' },
        },
      },
    ],
    [{ type: 'ActionProgressed', data: { action, note: NOTE, progressedOn: '2015-09-20' } }],
  ];
}
