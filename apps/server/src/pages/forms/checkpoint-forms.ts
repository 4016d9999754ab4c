import {
  AttachEvidence,
  PlanCheckpoint,
  RecordCheckpointMeeting,
  RecordCheckpointNotHeld,
  RecordTeleconference,
} from '#assessment/commands.js';
import {
  checkpointMeetingRequest,
  checkpointNotHeldRequest,
  evidenceRequest,
  planCheckpointRequest,
  teleconferenceRequest,
} from '#api-contract/assessment-requests.js';
import { form, type FormContext } from './assessment-form.js';
import { given } from './form-definition.js';
import { numbered, type Typed } from './typed.js';

/** How many blank rows a list has to begin with, and how many more the button adds. */
const ROWS = { attendance: 4, participants: 4, actions: 1, more: 3 } as const;

const attendanceWords = (list: string) => ({
  [`${list}/#`]: 'a name',
  [`${list}/#/name`]: 'a name',
  [`${list}/#/organisation`]: 'an organisation',
  [`${list}/#/role`]: 'a role',
});
const actionWords = {
  'actions/#/description': 'what is to be done',
  'actions/#/owner': 'who is to do it',
  'actions/#/due': 'the day it is due',
};

function rowCount(typed: Typed, list: keyof typeof ROWS): number {
  const more = typed.text('_more') === list ? ROWS.more : 0;
  return Math.max(ROWS[list], typed.countOf(list) + more);
}

const attendanceIn = (typed: Typed, list: 'attendance' | 'participants') =>
  typed
    .rows(list, ['name', 'organisation', 'role'], numbered(rowCount(typed, list)))
    .map((row) => given({ name: row.text('name'), organisation: row.text('organisation'), role: row.text('role') }));

const actionsIn = (typed: Typed) =>
  typed
    .rows('actions', ['description', 'owner', 'due'], numbered(rowCount(typed, 'actions')))
    .map((row) =>
      given({ description: row.text('description'), owner: row.text('owner'), due: row.date('due'), item: row.text('item') }),
    );

const itemIds = ({ answer }: FormContext): readonly string[] => answer.items.map(({ item }) => item);

/** Planning the meeting, or moving it. */
const plan = form({
  path: 'checkpoint-plan',
  template: 'forms/checkpoint-plan.njk',
  title: 'Plan the checkpoint meeting',
  button: 'Save the date',
  permission: 'assessment.record',
  schema: planCheckpointRequest,
  words: { plannedFor: 'the day it is planned for', reason: 'the reason' },
  read: (typed) => given({ plannedFor: typed.date('plannedFor'), reason: typed.text('reason') }),
  command: (by, { answer }, request) => new PlanCheckpoint(by, answer.id, request),
});

const notHeld = form({
  path: 'checkpoint-not-held',
  template: 'forms/checkpoint-not-held.njk',
  title: 'Record that no checkpoint meeting was held',
  button: 'Record it',
  permission: 'assessment.record',
  schema: checkpointNotHeldRequest,
  words: { reason: 'why none was held', decidedOn: 'the day this was decided' },
  read: (typed) => given({ reason: typed.text('reason'), decidedOn: typed.date('decidedOn') }),
  command: (by, { answer }, request) => new RecordCheckpointNotHeld(by, answer.id, request),
});

const meeting = form({
  path: 'checkpoint-meeting',
  template: 'forms/meeting.njk',
  title: 'Log a checkpoint meeting',
  button: 'Record the meeting',
  permission: 'assessment.record',
  schema: checkpointMeetingRequest,
  words: {
    heldOn: 'the day it was held',
    notes: 'notes',
    'discussions/#/note': 'a note',
    ...attendanceWords('attendance'),
    ...actionWords,
  },
  read: (typed, context) =>
    given({
      heldOn: typed.date('heldOn'),
      attendance: attendanceIn(typed, 'attendance'),
      discussions: typed
        .rows('discussions', ['note'], itemIds(context))
        .map((row) => ({ item: row.name, note: row.text('note') })),
      actions: actionsIn(typed),
      notes: typed.text('notes'),
    }),
  command: (by, { answer }, request) => new RecordCheckpointMeeting(by, answer.id, request),
  model: (typed) => ({ people: numbered(rowCount(typed, 'attendance')), actionRows: numbered(rowCount(typed, 'actions')) }),
});

/** Left open, it was not recorded. */
const escalationIn = (typed: string | undefined): boolean | undefined => (typed === undefined ? undefined : typed === 'yes');

const teleconference = form({
  path: 'teleconference',
  template: 'forms/teleconference.njk',
  title: 'Log a teleconference',
  button: 'Record the call',
  permission: 'assessment.record',
  schema: teleconferenceRequest,
  words: {
    heldOn: 'the day it was held',
    notes: 'notes',
    'updates/#/note': 'what was said',
    escalated: 'whether the call was escalated',
    ...attendanceWords('participants'),
    ...actionWords,
  },
  read: (typed, context) =>
    given({
      heldOn: typed.date('heldOn'),
      participants: attendanceIn(typed, 'participants'),
      escalated: escalationIn(typed.text('escalated')),
      updates: typed
        .rows('updates', ['note', 'atRisk'], itemIds(context))
        .map((row) => given({ item: row.name, note: row.text('note'), atRisk: row.text('atRisk') === 'yes' })),
      actions: actionsIn(typed),
      notes: typed.text('notes'),
    }),
  command: (by, { answer }, request) => new RecordTeleconference(by, answer.id, request),
  model: (typed) => ({ people: numbered(rowCount(typed, 'participants')), actionRows: numbered(rowCount(typed, 'actions')) }),
});

/** A stakeholder survey attached as evidence, by its id: `survey-11J.2017`. */
function evidenceOfSurvey(subject: string | undefined): Readonly<Record<string, string>> {
  const [, id, year] = /^survey-([A-Za-z0-9]{1,10}\.(20\d{2}))$/.exec(subject ?? '') ?? [];
  if (id === undefined || year === undefined) return {};
  return { title: `360-degree stakeholder survey of ${year}`, reference: `/surveys/${id}`, periodCovered: year };
}

const evidence = form({
  path: 'evidence',
  template: 'forms/evidence.njk',
  title: 'Attach evidence',
  button: 'Attach it',
  permission: 'assessment.attach-evidence',
  schema: evidenceRequest,
  words: { title: 'what it is called', reference: 'where it can be found', periodCovered: 'the period it covers' },
  read: (typed) =>
    given({
      title: typed.text('title'),
      reference: typed.text('reference'),
      periodCovered: typed.text('periodCovered'),
      items: typed.all('items'),
    }),
  command: (by, { answer }, request) => new AttachEvidence(by, answer.id, request),
  start: ({ subject }) => evidenceOfSurvey(subject),
});

/** Recording what happened around the checkpoint. */
export const checkpointForms = [plan, notHeld, meeting, teleconference, evidence];
