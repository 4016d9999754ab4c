import type { ICommand } from '@nestjs/cqrs';
import {
  AttachEvidence,
  type CommandSender,
  CorrectRecord,
  DecideStage,
  OpenAssessment,
  PlanCheckpoint,
  ProposeRatings,
  RecordCheckpointMeeting,
  RecordTeleconference,
  SubmitForModeration,
  UpdateAction,
} from '#assessment/commands.js';

/** What earlier steps recorded, for a step that refers to it. */
export interface Recorded {
  /** The id of the meeting, call or action that the step of this name recorded. */
  idOf(step: string, part: 'meeting' | 'call' | `action-${number}`): string;
}

/** One step of the example: who does what. Its name is fixed for ever: the ids of its command follow from it. */
export interface ExampleStep {
  readonly name: string;
  readonly assessment: string;
  readonly person: 'example-assessor' | 'example-director' | 'south-panel' | 'national-panel';
  command(by: CommandSender, recorded: Recorded): ICommand;
}

const FRAMEWORK = 'ccg-assurance-2015-16';
const ORGANISATION = '00Z';
const [FIRST, SECOND] = ['2015-16-q1', '2015-16-q2'] as const;
const idOf = (period: string): string => `${ORGANISATION}.${FRAMEWORK}.${period}`;

type StepOf = (name: string, person: ExampleStep['person'], command: ExampleStep['command']) => ExampleStep;
const stepsOf =
  (period: string): StepOf =>
  (name, person, command) => ({ name: `${period} ${name}`, assessment: idOf(period), person, command });

const q1 = stepsOf(FIRST);
const q2 = stepsOf(SECOND);

const attendance = [
  { name: 'A. Sample', organisation: 'Example CCG', role: 'Accountable officer' },
  { name: 'B. Sample', organisation: 'Example CCG', role: 'Chief finance officer' },
  { name: 'C. Sample', organisation: 'Example local office', role: 'Head of assurance' },
];

const firstQuarter: readonly ExampleStep[] = [
  q1(
    'open',
    'example-assessor',
    (by) => new OpenAssessment(by, { organisation: ORGANISATION, framework: FRAMEWORK, period: FIRST }),
  ),
  q1('plan', 'example-assessor', (by) => new PlanCheckpoint(by, idOf(FIRST), { plannedFor: '2015-07-14' })),
  q1(
    'call',
    'example-assessor',
    (by) =>
      new RecordTeleconference(by, idOf(FIRST), {
        heldOn: '2015-06-10',
        participants: attendance.slice(1),
        updates: [
          { item: 'financial-management', note: 'Month 2 is 0.4m behind plan; a recovery plan is being written.', atRisk: true },
        ],
        actions: [
          {
            description: 'Financial recovery plan',
            owner: 'Chief finance officer, Example CCG',
            due: '2015-07-10',
            item: 'financial-management',
          },
        ],
        alsoFor: [],
      }),
  ),
  q1(
    'meeting',
    'example-assessor',
    (by) =>
      new RecordCheckpointMeeting(by, idOf(FIRST), {
        heldOn: '2015-07-14',
        attendance,
        discussions: [
          { item: 'well-led', note: 'The governing body has filled its two vacancies.' },
          { item: 'performance', note: 'Standards met in each month of the quarter.' },
          { item: 'financial-management', note: 'The recovery plan was read and is credible, but has not delivered yet.' },
          { item: 'planning', note: 'The plan for the year was agreed without conditions.' },
        ],
        actions: [
          {
            description: 'Primary care committee terms of reference',
            owner: 'Accountable officer, Example CCG',
            due: '2015-11-30',
            item: 'well-led',
          },
        ],
        notes: 'The next call is in August.',
        alsoFor: [],
      }),
  ),
  q1(
    'recovery plan delivered',
    'example-assessor',
    (by, recorded) =>
      new UpdateAction(by, idOf(FIRST), recorded.idOf(`${FIRST} call`, 'action-0'), {
        kind: 'completion',
        note: 'Received on 10 July.',
        completedOn: '2015-07-10',
      }),
  ),
  q1(
    'rate',
    'example-assessor',
    (by) =>
      new ProposeRatings(by, idOf(FIRST), {
        decidedOn: '2015-07-16',
        ratings: [
          { item: 'well-led', rating: 'assured-as-good', organisationView: 'agrees' },
          { item: 'performance', rating: 'assured-as-good', organisationView: 'agrees' },
          {
            item: 'financial-management',
            rating: 'limited-assurance',
            reason: 'Behind plan at month 2; recovery has not shown yet.',
            organisationView: 'agrees',
          },
          { item: 'planning', rating: 'assured-as-good', organisationView: 'agrees' },
          { item: 'delegated-functions', rating: 'not-applicable', reason: 'No functions are delegated to this CCG in 2015-16.' },
        ],
      }),
  ),
  q1('submit', 'example-assessor', (by) => new SubmitForModeration(by, idOf(FIRST), { submittedOn: '2015-07-17' })),
  q1(
    'local',
    'example-director',
    (by) => new DecideStage(by, idOf(FIRST), 'local', { outcome: 'upheld', decidedOn: '2015-07-20' }),
  ),
  q1(
    'regional',
    'south-panel',
    (by) => new DecideStage(by, idOf(FIRST), 'regional', { outcome: 'upheld', decidedOn: '2015-07-27' }),
  ),
  q1(
    'national',
    'national-panel',
    (by) => new DecideStage(by, idOf(FIRST), 'national', { outcome: 'upheld', decidedOn: '2015-08-04' }),
  ),
];

const secondQuarter: readonly ExampleStep[] = [
  q2(
    'open',
    'example-assessor',
    (by) => new OpenAssessment(by, { organisation: ORGANISATION, framework: FRAMEWORK, period: SECOND }),
  ),
  q2(
    'call in August',
    'example-assessor',
    (by) =>
      new RecordTeleconference(by, idOf(SECOND), {
        heldOn: '2015-08-19',
        participants: attendance.slice(1),
        updates: [{ item: 'financial-management', note: 'Month 4 is back on plan.', atRisk: false }],
        actions: [],
        alsoFor: [],
      }),
  ),
  q2(
    'meeting',
    'example-assessor',
    (by) =>
      new RecordCheckpointMeeting(by, idOf(SECOND), {
        heldOn: '2015-09-20',
        attendance,
        discussions: [
          { item: 'performance', note: 'Standards met in aggregate; two months missed on referral to treatment.' },
          { item: 'financial-management', note: 'On plan for three months running.' },
        ],
        actions: [
          {
            description: '52-week recovery plan',
            owner: 'Accountable officer, Example CCG',
            due: '2015-10-16',
            item: 'performance',
          },
        ],
        alsoFor: [],
      }),
  ),
  q2(
    'correct the date',
    'example-assessor',
    (by, recorded) =>
      new CorrectRecord(by, idOf(SECOND), {
        record: recorded.idOf(`${SECOND} meeting`, 'meeting'),
        fields: { heldOn: '2015-09-21' },
        reason: 'The 20th was a Sunday; the meeting was on Monday the 21st.',
      }),
  ),
  q2(
    'rate',
    'example-assessor',
    (by) =>
      new ProposeRatings(by, idOf(SECOND), {
        decidedOn: '2015-09-23',
        ratings: [
          { item: 'well-led', rating: 'assured-as-good', organisationView: 'agrees' },
          { item: 'performance', rating: 'assured-as-good', organisationView: 'agrees' },
          { item: 'financial-management', rating: 'limited-assurance', organisationView: 'disagrees' },
          { item: 'planning', rating: 'assured-as-good', organisationView: 'agrees' },
          { item: 'delegated-functions', rating: 'not-applicable', reason: 'No functions are delegated to this CCG in 2015-16.' },
        ],
      }),
  ),
  q2(
    'change finance',
    'example-assessor',
    (by) =>
      new ProposeRatings(by, idOf(SECOND), {
        decidedOn: '2015-09-25',
        ratings: [
          {
            item: 'financial-management',
            rating: 'assured-as-good',
            reason: 'The recovery plan is on track: on plan at months 4, 5 and 6.',
            organisationView: 'agrees',
          },
        ],
      }),
  ),
  q2('submit', 'example-assessor', (by) => new SubmitForModeration(by, idOf(SECOND), { submittedOn: '2015-09-25' })),
  q2(
    'local return',
    'example-director',
    (by) =>
      new DecideStage(by, idOf(SECOND), 'local', {
        outcome: 'returned',
        items: ['performance'],
        reason: 'Two months were missed on referral to treatment. Say why Good still holds, with the dashboard.',
        decidedOn: '2015-09-29',
      }),
  ),
  q2(
    'evidence',
    'example-assessor',
    (by) =>
      new AttachEvidence(by, idOf(SECOND), {
        title: 'Delivery dashboard, September 2015',
        reference: 'Example CCG delivery dashboard, month 6',
        periodCovered: 'July to September 2015',
        items: ['performance'],
      }),
  ),
  q2(
    'rate again',
    'example-assessor',
    (by) =>
      new ProposeRatings(by, idOf(SECOND), {
        decidedOn: '2015-10-01',
        ratings: [
          {
            item: 'performance',
            rating: 'assured-as-good',
            reason: 'Standards met in aggregate over the quarter; two months missed on referral to treatment.',
          },
        ],
      }),
  ),
  q2('submit again', 'example-assessor', (by) => new SubmitForModeration(by, idOf(SECOND), { submittedOn: '2015-10-02' })),
  q2(
    'local',
    'example-director',
    (by) => new DecideStage(by, idOf(SECOND), 'local', { outcome: 'upheld', decidedOn: '2015-10-06' }),
  ),
  q2(
    'call in October',
    'example-assessor',
    (by) =>
      new RecordTeleconference(by, idOf(SECOND), {
        heldOn: '2015-10-08',
        participants: attendance.slice(1),
        updates: [{ item: 'performance', note: 'Two patients over 52 weeks; the plan is due on 16 October.', atRisk: true }],
        actions: [],
        alsoFor: [],
      }),
  ),
  q2(
    'regional',
    'south-panel',
    (by) =>
      new DecideStage(by, idOf(SECOND), 'regional', {
        outcome: 'changed',
        changes: [{ item: 'performance', rating: 'limited-assurance', reason: 'Waits above standard in two of three months.' }],
        decidedOn: '2015-10-12',
      }),
  ),
];

/**
 * Two quarters of an organisation that does not exist: meetings, calls, a changed rating, a returned round, a correction,
 * a rating changed by a panel; the second quarter still waits for the national panel.
 */
export const workedExample: readonly ExampleStep[] = [...firstQuarter, ...secondQuarter];
