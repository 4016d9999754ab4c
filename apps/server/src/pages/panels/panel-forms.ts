import {
  attendanceRequest,
  closingRequest,
  interestRequest,
  openingRequest,
  panelCancellationRequest,
  panelMembersRequest,
  recusalLiftingRequest,
  recusalRequest,
} from '#api-contract/panel-requests.js';
import { ChangePanelMembers, DeclareInterest, OpenPapers, RecordOfPanel } from '#moderation/commands.js';
import type { PanelView } from '#moderation/queries.js';
import { dateFields } from '../forms/date-fields.js';
import { byPath, formsAbout, given } from '../forms/form-definition.js';
import type { Typed } from '../forms/typed.js';

/** Somebody a form lets choose. */
export interface PersonChoice {
  readonly id: string;
  readonly name: string;
}

/** What a form about a sitting is shown and read with. */
export interface PanelContext {
  readonly panel: PanelView;
  readonly today: string;
  /** The chair and the members. */
  readonly voters: readonly PersonChoice[];
  /** People who may sit, and do not. */
  readonly others: readonly PersonChoice[];
  /** The person signed in, when they sit and record nothing: they declare for themselves alone. */
  readonly onlySelf: string | undefined;
}

const form = formsAbout<PanelContext>();

/** The codes or ids in a field, whatever stands between them. */
export const wordsIn = (typed: Typed, field: string): readonly string[] =>
  (typed.text(field) ?? '').split(/[\s,;]+/u).filter(Boolean);

/** The day a sitting's own events are dated unless somebody says otherwise: its day, once that has come. */
export const dayOfSitting = ({ sitsOn }: Pick<PanelView, 'sitsOn'>, today: string): string => (sitsOn <= today ? sitsOn : today);

const opening = form({
  path: 'opening',
  template: 'panels/forms/opening.njk',
  title: 'Open the papers',
  button: 'Open the papers',
  permission: 'panel.record',
  schema: openingRequest,
  words: { present: 'who is there' },
  read: (typed) => ({ present: typed.all('present') }),
  command: (by, { panel }, request) => new OpenPapers(by, panel.id, request),
  start: ({ panel, voters }) => ({ present: panel.attendance?.present ?? voters.map(({ id }) => id) }),
});

const attendance = form({
  path: 'attendance',
  template: 'panels/forms/attendance.njk',
  title: 'Record who is there',
  button: 'Record it',
  permission: 'panel.record',
  schema: attendanceRequest,
  words: { present: 'who is there' },
  read: (typed, { voters }) => ({
    present: voters.filter(({ id }) => typed.text(`attends/${id}`) === 'present').map(({ id }) => id),
    apologies: voters.filter(({ id }) => typed.text(`attends/${id}`) === 'apologies').map(({ id }) => id),
  }),
  command: (by, { panel }, request) => new RecordOfPanel(by, panel.id, { type: 'record-attendance', request }),
  start: ({ panel: { attendance: known }, voters }) =>
    Object.fromEntries(
      voters.map(({ id }) => [
        `attends/${id}`,
        known?.present.includes(id) === true ? 'present' : known?.apologies.includes(id) === true ? 'apologies' : 'absent',
      ]),
    ),
});

const interests = form({
  path: 'interests',
  template: 'panels/forms/interest.njk',
  title: 'Declare an interest',
  button: 'Record it',
  permission: 'panel.declare',
  schema: interestRequest,
  words: {
    person: 'whose interest it is',
    organisations: "the organisations' codes",
    'organisations/#': "the organisation's code",
    what: 'what ties them to the organisations',
    outcome: 'what follows',
    reason: 'why',
    declaredOn: 'the day it was declared',
  },
  read: (typed, { onlySelf }) =>
    given({
      person: onlySelf ?? typed.text('person'),
      organisations: wordsIn(typed, 'organisations'),
      what: typed.text('what'),
      outcome: typed.text('outcome'),
      reason: typed.text('reason'),
      declaredOn: typed.date('declaredOn'),
    }),
  command: (by, { panel }, request) => new DeclareInterest(by, panel.id, request),
  start: ({ panel, today }) => dateFields('declaredOn', dayOfSitting(panel, today)),
});

const recusals = form({
  path: 'recusals',
  template: 'panels/forms/recusal.njk',
  title: 'Recuse a member',
  button: 'Record it',
  permission: 'panel.record',
  schema: recusalRequest,
  words: {
    person: 'who is recused',
    organisations: "the organisations' codes",
    'organisations/#': "the organisation's code",
    reason: 'why',
  },
  read: (typed) =>
    given({ person: typed.text('person'), organisations: wordsIn(typed, 'organisations'), reason: typed.text('reason') }),
  command: (by, { panel }, request) => new RecordOfPanel(by, panel.id, { type: 'recuse-member', request }),
});

const lifting = form({
  path: 'lifting',
  template: 'panels/forms/lifting.njk',
  title: 'Lift a recusal',
  button: 'Lift it',
  permission: 'panel.record',
  schema: recusalLiftingRequest,
  words: { person: 'whose recusal is lifted', organisation: 'the organisation', reason: 'why' },
  read(typed) {
    typed.place('/person', 'recusal');
    typed.place('/organisation', 'recusal');
    const [person, organisation] = (typed.text('recusal') ?? '').split(' ');
    return given({ person: person === '' ? undefined : person, organisation, reason: typed.text('reason') });
  },
  command: (by, { panel }, request) => new RecordOfPanel(by, panel.id, { type: 'lift-recusal', request }),
});

const members = form({
  path: 'members',
  template: 'panels/forms/members.njk',
  title: 'Change who sits',
  button: 'Record the change',
  permission: 'panel.convene',
  schema: panelMembersRequest,
  words: { quorum: 'the quorum', reason: 'why', chair: 'the chair', 'added/#': 'who comes', 'removed/#': 'who leaves' },
  read: (typed, { panel }) =>
    given({
      added: typed.all('added'),
      removed: typed.all('removed'),
      chair: typed.text('chair') === panel.chair ? undefined : typed.text('chair'),
      quorum: numberIn(typed, 'quorum'),
      reason: typed.text('reason'),
    }),
  command: (by, { panel }, request) => new ChangePanelMembers(by, panel.id, request),
  start: ({ panel }) => ({ quorum: String(panel.quorum), chair: panel.chair ?? '' }),
});

/** A whole number; as typed where it is none, for the schema to refuse. */
export const numberIn = (typed: Typed, field: string): number | string | undefined => {
  const text = typed.text(field);
  return text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : text;
};

const closing = form({
  path: 'closing',
  template: 'panels/forms/closing.njk',
  title: 'Close the sitting',
  button: 'Close it',
  permission: 'panel.record',
  schema: closingRequest,
  words: { closedOn: 'the day it closed', notes: 'the notes' },
  read: (typed) => given({ closedOn: typed.date('closedOn'), notes: typed.text('notes') }),
  command: (by, { panel }, request) => new RecordOfPanel(by, panel.id, { type: 'close-panel', request }),
  start: ({ panel, today }) => dateFields('closedOn', dayOfSitting(panel, today)),
});

const cancellation = form({
  path: 'cancellation',
  template: 'panels/forms/cancellation.njk',
  title: 'Call the sitting off',
  button: 'Call it off',
  permission: 'panel.convene',
  schema: panelCancellationRequest,
  words: { reason: 'why it is called off' },
  read: (typed) => given({ reason: typed.text('reason') }),
  command: (by, { panel }, request) => new RecordOfPanel(by, panel.id, { type: 'cancel-panel', request }),
});

/** Every form about one sitting, by the last part of its address. */
export const panelForms = byPath<PanelContext>([
  opening,
  attendance,
  interests,
  recusals,
  lifting,
  members,
  closing,
  cancellation,
]);
