import {
  endingRequest,
  interventionCorrectionRequest,
  interventionRequest,
  objectiveRequest,
  objectiveVerdictRequest,
  variationRequest,
} from '#api-contract/intervention-requests.js';
import { BeginIntervention, ChangeIntervention, newInterventionId } from '#interventions/commands.js';
import type { InterventionView } from '#interventions/queries.js';
import { dateFields } from '../forms/date-fields.js';
import { byPath, type Form, formsAbout, given } from '../forms/form-definition.js';
import type { FormError } from '../forms/form-view.js';
import type { Typed } from '../forms/typed.js';
import type { NamesOfOrganisations } from './intervention-words.js';

/** Whom a form names: the codes it was given, with the names of those that are known. */
interface Naming {
  readonly names: NamesOfOrganisations;
  /** Which of the codes typed nobody bears, by the field they were typed into. */
  readonly strangers: readonly FormError[];
  readonly today: string;
}

/** What the form that begins an intervention is shown with. */
export interface BeginningContext extends Naming {
  /** The organisation it was asked for, if for one. */
  readonly organisation: string | undefined;
}

/** What a form about an intervention is shown and read with. */
export interface InterventionContext extends Naming {
  readonly view: InterventionView;
  /** Of a verdict: the objective. */
  readonly subject: string | undefined;
}

/** The fields that hold codes of organisations. */
export const CODE_FIELDS = ['organisations', 'alsoBinds'] as const;

const reason = 'the reason';
const whom = { organisations: 'the codes of those under it', alsoBinds: 'the codes of those bound to help' };
const datesOf = (name: string, date: string | null) => (date === null ? {} : dateFields(name, date));
const codesAsText = ({ organisations, alsoBinds }: InterventionView) => ({
  organisations: organisations.join(' '),
  alsoBinds: alsoBinds.join(' '),
});

/** The names of those typed, for the page that shows once more what will be recorded. */
const named = (typed: Typed, { names }: Naming) =>
  Object.fromEntries(CODE_FIELDS.map((field) => [field, typed.codes(field).map((code) => `${names.get(code) ?? ''} (${code})`)]));

/** Recording that an intervention began. */
export const beginningForm: Form<BeginningContext> = formsAbout<BeginningContext>()({
  path: 'new',
  template: 'interventions/begin.njk',
  title: 'Record that an intervention began',
  button: 'Record it',
  permission: 'intervention.record',
  checkFirst: true,
  schema: interventionRequest,
  words: { kind: 'what kind of intervention it is', from: 'when it began', what: 'what it asks', ...whom },
  read: (typed) =>
    given({
      kind: typed.text('kind'),
      organisations: typed.codes('organisations'),
      alsoBinds: typed.codes('alsoBinds'),
      from: typed.partialDate('from'),
      what: typed.text('what'),
    }),
  finds: ({ strangers }) => strangers,
  command: (by, _context, request) => new BeginIntervention(by, newInterventionId(by), request),
  start: ({ organisation }) => ({ ...(organisation !== undefined && { organisations: organisation }) }),
  model: (typed, context) => ({ named: named(typed, context) }),
});

const form = formsAbout<InterventionContext>();

const objective = form({
  path: 'objectives',
  template: 'interventions/objective.njk',
  title: 'Agree an objective or an exit criterion',
  button: 'Record it',
  permission: 'intervention.record',
  schema: objectiveRequest,
  words: { as: 'whether it is an objective or an exit criterion', text: 'what is to be reached', agreedOn: 'when it was agreed' },
  read: (typed) => given({ as: typed.text('as'), text: typed.text('text'), agreedOn: typed.date('agreedOn') }),
  command: (by, { view }, request) => new ChangeIntervention(by, view.id, { type: 'agree-objective', request }),
});

const verdict = form({
  path: 'verdicts',
  template: 'interventions/verdict.njk',
  title: 'Say whether an objective is met',
  button: 'Record the verdict',
  permission: 'intervention.record',
  schema: objectiveVerdictRequest,
  words: { met: 'whether it is met', judgedOn: 'when it was judged', note: 'by what it was judged' },
  read: (typed) => {
    const met = typed.text('met');
    return given({
      met: met === undefined ? undefined : met === 'yes',
      judgedOn: typed.date('judgedOn'),
      note: typed.text('note'),
    });
  },
  command: (by, { view, subject = '' }, request) =>
    new ChangeIntervention(by, view.id, { type: 'judge-objective', objective: subject, request }),
  start: ({ today }) => dateFields('judgedOn', today),
  model: (_typed, { view, subject }) => ({ objective: view.objectives.find(({ id }) => id === subject) }),
});

const variation = form({
  path: 'variations',
  template: 'interventions/variation.njk',
  title: 'Vary it: who is under it, and who is bound to help',
  button: 'Record the variation',
  permission: 'intervention.record',
  judges: true,
  checkFirst: true,
  schema: variationRequest,
  words: { variedOn: 'when it was varied', reason, ...whom },
  read: (typed) =>
    given({
      variedOn: typed.partialDate('variedOn'),
      organisations: typed.codes('organisations'),
      alsoBinds: typed.codes('alsoBinds'),
      reason: typed.text('reason'),
    }),
  finds: ({ strangers }) => strangers,
  command: (by, { view }, request) => new ChangeIntervention(by, view.id, { type: 'vary', request }),
  start: ({ view }) => codesAsText(view),
  model: (typed, context) => ({ named: named(typed, context) }),
});

const ending = form({
  path: 'ending',
  template: 'interventions/ending.njk',
  title: 'Record that it ended',
  button: 'Record the end',
  permission: 'intervention.record',
  judges: true,
  checkFirst: true,
  schema: endingRequest,
  words: { until: 'when it ended', outcome: 'how it ended', reason },
  read: (typed) => given({ until: typed.partialDate('until'), outcome: typed.text('outcome'), reason: typed.text('reason') }),
  command: (by, { view }, request) => new ChangeIntervention(by, view.id, { type: 'end', request }),
});

type Members = Pick<InterventionView, 'kind' | 'organisations' | 'alsoBinds' | 'from' | 'until' | 'what'>;
const MEMBERS = ['kind', 'organisations', 'alsoBinds', 'from', 'until', 'what'] as const satisfies readonly (keyof Members)[];

/** The members typed over; a date that was emptied becomes one nobody knows. */
function changesIn(typed: Typed, { view }: InterventionContext): Readonly<Record<string, unknown>> {
  const now: Readonly<Record<keyof Members, unknown>> = {
    kind: typed.text('kind'),
    organisations: typed.codes('organisations'),
    alsoBinds: typed.codes('alsoBinds'),
    from: typed.partialDate('from') ?? null,
    until: typed.partialDate('until') ?? null,
    what: typed.text('what'),
  };
  for (const member of MEMBERS) typed.place(`/changes/${member}`, member);
  for (const field of CODE_FIELDS)
    typed.codes(field).forEach((_, index) => typed.place(`/changes/${field}/${String(index)}`, field));
  const changed = MEMBERS.filter((member) => JSON.stringify(now[member]) !== JSON.stringify(view[member]));
  return given(Object.fromEntries(changed.map((member) => [member, now[member]])));
}

const correction = form({
  path: 'corrections',
  template: 'interventions/correction.njk',
  title: 'Correct what was recorded wrongly',
  button: 'Record the correction',
  permission: 'intervention.record',
  judges: true,
  schema: interventionCorrectionRequest,
  words: { 'changes/from': 'when it began', 'changes/until': 'when it ended', 'changes/what': 'what it asks', reason },
  read: (typed, context) => given({ changes: changesIn(typed, context), reason: typed.text('reason') }),
  finds: ({ strangers }) => strangers,
  command: (by, { view }, request) => new ChangeIntervention(by, view.id, { type: 'correct', request }),
  start: ({ view }) => ({
    kind: view.kind,
    ...codesAsText(view),
    ...datesOf('from', view.from),
    ...datesOf('until', view.until),
    what: view.what,
  }),
});

/** Every form about one intervention, by the last part of its address. */
export const interventionForms = byPath<InterventionContext>([objective, verdict, variation, ending, correction]);
