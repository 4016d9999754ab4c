import { AgreeTrajectory, RecordTrajectoryValues, ReviseTrajectory } from '#assessment/commands.js';
import { trajectoryRequest, trajectoryRevisionRequest, trajectoryValuesRequest } from '#api-contract/trajectory-requests.js';
import type { TrajectoryView } from '#assessment/queries.js';
import { dayInWords } from '../words/dates.js';
import { monthInWords } from '../words/months.js';
import { form, type FormContext } from './assessment-form.js';
import { dateFields } from './date-fields.js';
import { given } from './form-definition.js';
import { numbered, type Typed } from './typed.js';

/** How many months a plan has room for to begin with, and how many more the button adds. */
const ROWS = { first: 6, more: 6 } as const;

const rowNames = (typed: Typed): readonly string[] =>
  numbered(Math.max(ROWS.first, typed.countOf('months') + (typed.text('_more') === 'months' ? ROWS.more : 0)));

const monthsIn = (typed: Typed) =>
  typed
    .rows('months', ['month', 'planned'], rowNames(typed))
    .map((row) => given({ month: row.text('month'), planned: row.text('planned') }));

const monthWords = {
  months: 'at least one month with what is planned for it',
  'months/#/month': 'the month',
  'months/#/planned': 'what is planned',
};

/** The trajectory a form is about; undefined where it is not one of this assessment. */
const subjectOf = ({ answer, subject }: FormContext): TrajectoryView | undefined =>
  answer.trajectories.find(({ id, withdrawn }) => id === subject && withdrawn === null);

/** The meetings and calls a trajectory may have been agreed at. */
const conversationsIn = ({ answer }: FormContext) =>
  [...answer.meetings, ...answer.teleconferences]
    .filter(({ withdrawn }) => withdrawn === null)
    .map(({ id, kind, fields }) => ({
      id,
      name: `The ${kind === 'call' ? 'teleconference' : 'checkpoint meeting'} of ${dayInWords(String(fields['heldOn']))}`,
    }));

const agreed = form({
  path: 'trajectory',
  template: 'forms/trajectory.njk',
  title: 'Agree an improvement trajectory',
  button: 'Record the trajectory',
  permission: 'assessment.record',
  schema: trajectoryRequest,
  words: {
    ...monthWords,
    measure: 'what is measured',
    unit: 'the unit',
    better: 'which way is better',
    agreedOn: 'the day it was agreed',
  },
  read: (typed) =>
    given({
      measure: typed.text('measure'),
      unit: typed.text('unit'),
      better: typed.text('better'),
      item: typed.text('item'),
      record: typed.text('record'),
      agreedOn: typed.date('agreedOn'),
      months: monthsIn(typed),
    }),
  command: (by, { answer }, request) => new AgreeTrajectory(by, answer.id, request),
  model: (typed, context) => ({ rows: rowNames(typed), conversations: conversationsIn(context) }),
  start: ({ today }) => dateFields('agreedOn', today),
});

const revised = form({
  path: 'trajectory-revision',
  template: 'forms/trajectory-revision.njk',
  title: 'Revise a trajectory',
  button: 'Record the new plan',
  permission: 'assessment.record',
  schema: trajectoryRevisionRequest,
  words: { ...monthWords, reason: 'why the plan changes', decidedOn: 'the day it was decided' },
  read: (typed) => given({ months: monthsIn(typed), reason: typed.text('reason'), decidedOn: typed.date('decidedOn') }),
  command: (by, { answer, subject }, request) => new ReviseTrajectory(by, answer.id, subject ?? '', request),
  model: (typed, context) => ({ rows: rowNames(typed), trajectory: subjectOf(context) }),
  start: (context) => ({
    ...dateFields('decidedOn', context.today),
    ...Object.fromEntries(
      (subjectOf(context)?.months ?? [])
        .filter(({ planned }) => planned !== null)
        .flatMap(({ month, planned }, index) => [
          [`months/${String(index)}/month`, month],
          [`months/${String(index)}/planned`, planned ?? ''],
        ]),
    ),
  }),
});

/** The months that have begun: something may have come of them. */
const begun = (context: FormContext) =>
  (subjectOf(context)?.months ?? []).filter(({ month, planned }) => planned !== null && month <= context.today.slice(0, 7));

/** Only what says something else than what stands is sent. */
function valuesIn(typed: Typed, context: FormContext) {
  const told = begun(context).filter(({ month, actual }) => {
    const value = typed.text(`values/${month}/actual`);
    return value !== undefined && value !== actual;
  });
  return told.map(({ month }, index) => {
    typed.place(`/values/${String(index)}`, `values/${month}`);
    return { month, actual: typed.text(`values/${month}/actual`) };
  });
}

const values = form({
  path: 'trajectory-values',
  template: 'forms/trajectory-values.njk',
  title: 'Record what came of a trajectory',
  button: 'Record it',
  permission: 'assessment.record',
  schema: trajectoryValuesRequest,
  words: {
    values: 'what came of at least one month',
    'values/#/actual': 'what came of it',
    source: 'the source',
    reason: 'why it is told otherwise than before',
    receivedOn: 'the day it was received',
  },
  read: (typed, context) =>
    given({
      values: valuesIn(typed, context),
      source: typed.text('source'),
      reason: typed.text('reason'),
      receivedOn: typed.date('receivedOn'),
    }),
  command: (by, { answer, subject }, request) => new RecordTrajectoryValues(by, answer.id, subject ?? '', request),
  model: (_typed, context) => ({
    trajectory: subjectOf(context),
    begun: begun(context).map((one) => ({ ...one, name: monthInWords(one.month) })),
  }),
  start: (context) => ({
    ...dateFields('receivedOn', context.today),
    ...Object.fromEntries(
      begun(context).flatMap(({ month, actual }) => (actual === null ? [] : [[`values/${month}/actual`, actual]])),
    ),
  }),
});

/** Agreeing, revising and following a trajectory. */
export const trajectoryForms = [agreed, revised, values];
