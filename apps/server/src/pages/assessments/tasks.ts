import type { AssessmentAnswer } from '#assessment/queries.js';
import { mayNot, type Permission, type Person, type Place } from '#identity/contract.js';
import { dayInWords } from '../words/dates.js';
import { indicatorTask } from './indicators.js';

/** Something the person looking at a case may do now. */
export interface Task {
  readonly text: string;
  readonly href: string;
}

/** Where an assessment lies, by what was recorded with it. */
export const placeOfAnswer = ({ organisation, office, region }: AssessmentAnswer): Place => ({
  organisation,
  office: office.code,
  region: region.code,
});

const LIVE: readonly string[] = ['open', 'in-moderation', 'moderated', 'confirmed', 'published'];

interface PossibleTask {
  readonly text: string;
  readonly path: string;
  readonly permission: Permission;
  readonly statuses: readonly string[];
}

const tasks: readonly PossibleTask[] = [
  {
    text: 'Log a checkpoint meeting',
    path: 'checkpoint-meeting',
    permission: 'assessment.record',
    statuses: [...LIVE, 'withdrawn'],
  },
  { text: 'Log a teleconference', path: 'teleconference', permission: 'assessment.record', statuses: [...LIVE, 'withdrawn'] },
  { text: 'Plan or move the checkpoint meeting', path: 'checkpoint-plan', permission: 'assessment.record', statuses: LIVE },
  {
    text: 'Record that no checkpoint meeting was held',
    path: 'checkpoint-not-held',
    permission: 'assessment.record',
    statuses: LIVE,
  },
  { text: 'Attach evidence', path: 'evidence', permission: 'assessment.attach-evidence', statuses: LIVE },
  {
    text: 'Record the consultation of a Health and Wellbeing Board',
    path: 'consultation',
    permission: 'assessment.record',
    statuses: LIVE,
  },
  { text: 'Agree an improvement trajectory', path: 'trajectory', permission: 'assessment.record', statuses: LIVE },
  { text: 'Record indicator values', path: 'indicators', permission: 'assessment.record', statuses: LIVE },
  {
    text: 'Record a rating that was decided elsewhere',
    path: 'given-rating',
    permission: 'assessment.record-given',
    statuses: LIVE,
  },
  {
    text: 'Record that a given rating was published',
    path: 'given-publication',
    permission: 'assessment.publish-given',
    statuses: LIVE,
  },
  { text: 'Rate items', path: 'ratings', permission: 'assessment.rate', statuses: ['open'] },
  { text: 'Submit for moderation', path: 'submission', permission: 'assessment.submit', statuses: ['open'] },
  {
    text: 'Share with the organisation',
    path: 'sharing',
    permission: 'assessment.share',
    statuses: ['open', 'in-moderation', 'moderated', 'confirmed'],
  },
  { text: 'Hand it to another local office', path: 'transfer', permission: 'assessment.transfer', statuses: LIVE },
  { text: 'Recall the submission', path: 'recall', permission: 'assessment.submit', statuses: ['in-moderation'] },
  {
    text: 'Correct or withdraw a record',
    path: 'corrections',
    permission: 'assessment.correct',
    statuses: [...LIVE, 'withdrawn'],
  },
  { text: 'Withdraw the assessment, opened in error', path: 'withdrawal', permission: 'assessment.withdraw', statuses: ['open'] },
  {
    text: 'Ask to reopen the ratings',
    path: 'reopening-request',
    permission: 'assessment.request-reopening',
    statuses: ['moderated', 'confirmed', 'published'],
  },
  { text: "Record the committee's decision", path: 'confirmation', permission: 'assessment.confirm', statuses: ['moderated'] },
];

/** What this person may do here as things stand. What a rule forbids besides is told when they do it. */
export function tasksFor(person: Person, answer: AssessmentAnswer): readonly Task[] {
  const place = placeOfAnswer(answer);
  const possible = tasks
    .filter(({ statuses, permission }) => statuses.includes(answer.status) && mayNot(person, permission, place) === undefined)
    .filter(({ path }) => USES[path]?.(answer) ?? true)
    .map(({ text, path }) => ({
      text: path === 'indicators' ? indicatorTask(answer) : text,
      href: `/assessments/${answer.id}/${path}`,
    }));
  const leftOut = mayLeaveOut(person, answer)
    ? [{ text: `Record that the ${answer.stage ?? ''} stage is not held`, href: `/assessments/${answer.id}/stage-not-held` }]
    : [];
  return mayDecide(person, answer)
    ? [{ text: `Decide at the ${answer.stage ?? ''} stage`, href: `/assessments/${answer.id}/decision` }, ...leftOut, ...possible]
    : [...leftOut, ...possible];
}

/** Putting it under a newer version of its framework, where there is one and its ratings are not final. */
export function versionTask(person: Person, answer: AssessmentAnswer, latest: number | undefined): readonly Task[] {
  const isThere = latest !== undefined && latest > answer.frameworkVersion && answer.stage !== null;
  if (!isThere || mayNot(person, 'assessment.apply-framework-version', placeOfAnswer(answer)) !== undefined) return [];
  return [{ text: 'Apply a newer version of the framework', href: `/assessments/${answer.id}/framework-version` }];
}

/** What the framework, or what is recorded, must give a form to be about; the others always have something. */
const USES: Readonly<Record<string, (answer: AssessmentAnswer) => boolean>> = {
  recall: ({ beforePanel }) => (beforePanel?.papersOpenedBy ?? null) === null,
  confirmation: ({ stage }) => stage === 'confirmation',
  'reopening-request': ({ stage, reopenings }) => stage === null && reopenings.every(({ settled }) => settled !== null),
  'checkpoint-not-held': ({ checkpoint }) => !checkpoint.held,
  sharing: ({ items, meetings, teleconferences }) =>
    items.some(({ rating }) => rating !== null) || meetings.length > 0 || teleconferences.length > 0,
  consultation: ({ boardConsultation, cadence }) => boardConsultation !== null || cadence === 'year',
  indicators: ({ indicators, unlistedIndicators }) => indicators.length > 0 || unlistedIndicators !== null,
  'given-rating': ({ items }) => items.some(({ how }) => how === 'given'),
  'given-publication': ({ items }) => items.some(({ given }) => given?.publishedOn === null),
};

/** Whether the stage due is this person's to decide. */
export function mayDecide(person: Person, answer: AssessmentAnswer): boolean {
  const stage = answer.stage;
  if (stage !== 'local' && stage !== 'regional' && stage !== 'national') return false;
  return mayNot(person, `assessment.minute-${stage}`, placeOfAnswer(answer)) === undefined;
}

/** What lets somebody say of the stage that is due that it is not held. */
export function leavingOut({ stage }: AssessmentAnswer): Permission | undefined {
  if (stage === 'local' || stage === 'regional' || stage === 'national') return `assessment.decide-${stage}`;
  return stage === 'confirmation' ? 'assessment.confirm' : undefined;
}

/** Whether the stage due may be left out, and this person may say so. */
function mayLeaveOut(person: Person, answer: AssessmentAnswer): boolean {
  const permission = leavingOut(answer);
  if (permission === undefined || !answer.mayBeSkipped.some((stage) => stage === answer.stage)) return false;
  return mayNot(person, permission, placeOfAnswer(answer)) === undefined;
}

/** Whether this person may open a withdrawn assessment again. */
export const mayOpenAgain = (person: Person, answer: AssessmentAnswer): boolean =>
  answer.status === 'withdrawn' && mayNot(person, 'assessment.open', placeOfAnswer(answer)) === undefined;

/** What stands between an open assessment and its submission. */
export interface Missing {
  readonly text: string;
  readonly path: string;
}

/** What is missing before submission; nothing where it is not open. */
export function missingIn(answer: AssessmentAnswer): readonly Missing[] {
  if (answer.status !== 'open') return [];
  const items = answer.items.filter(({ item }) => answer.missing.includes(item));
  const { held, notHeldReason, plannedFor } = answer.checkpoint;
  const planned = plannedFor === null ? '' : `, planned for ${dayInWords(plannedFor)}`;
  return [
    ...(held || notHeldReason !== null
      ? []
      : [{ text: `A checkpoint meeting${planned}, or the reason why none was held`, path: 'checkpoint-meeting' }]),
    ...items.map(({ label }) => ({ text: `A rating of ${label}`, path: 'ratings' })),
  ];
}

/** An action still to be done, here or carried forward. */
export interface OpenAction {
  readonly description: string;
  readonly owner: string;
  readonly due: string;
  readonly isOverdue: boolean;
  readonly href: string;
  /** The period it was agreed in, where that is an earlier one. */
  readonly carriedFrom: string | undefined;
}

/** The open actions of this assessment and of earlier periods, by due date. */
export function openActionsOf(answer: AssessmentAnswer, today: string): readonly OpenAction[] {
  const own = answer.actions
    .filter(({ status }) => status === 'open')
    .map(({ id, description, owner, due }) => ({ description, owner, due, carriedFrom: undefined, assessment: answer.id, id }));
  const carried = answer.carriedForward.map(({ action, assessment, description, owner, due, period }) => ({
    ...{ description, owner, due, assessment },
    carriedFrom: period,
    id: action,
  }));
  return [...own, ...carried]
    .sort((one, other) => one.due.localeCompare(other.due))
    .map(({ assessment, id, ...action }) => ({
      ...action,
      isOverdue: action.due < today,
      href: `/assessments/${assessment}/actions/${id}`,
    }));
}
