import type { AssessmentEvent, AssessmentEventOf } from '../../core/assessment/events.js';
import type { Stage } from '../../core/assessment/framework-terms.js';
import type { BriefTerms } from './brief-terms.js';

/** Where an assessment stands; the states of assessment.md. */
export type Status = 'open' | 'in-moderation' | 'moderated' | 'confirmed' | 'published' | 'withdrawn' | 'transcribed';

/** What of an assessment lists and work lists show: a small fold beside the decider's, which keeps everything. */
export interface Standing {
  readonly status: Status;
  readonly round: number;
  readonly stageDue: Stage | null;
  readonly openedOn: string | null;
  readonly plannedFor: string | null;
  /** Checkpoint meetings that were held and not withdrawn. */
  readonly meetings: readonly string[];
  readonly notHeld: boolean;
  readonly ratings: Readonly<Record<string, string>>;
  readonly headline: { readonly computed: string | null; readonly override: string | null; readonly result: string | null };
  readonly headlineCertainty: 'published' | 'assumed' | null;
  /** How it stood before it was published, for when that is withdrawn. */
  readonly judgedAs: Status | null;
  readonly submittedOn: string | null;
  /** Since when it waits as it does now: the last move along the ladder. */
  readonly waitingSince: string | null;
  /** The stage that sent it back, and the items it named, while the round it led to is open. */
  readonly returned: { readonly by: Stage | 'reopening'; readonly items: readonly string[] } | null;
}

/** The states in which every stage has judged. */
const FINAL: readonly Status[] = ['moderated', 'confirmed', 'published'];

type Data<Type extends AssessmentEvent['type']> = AssessmentEventOf<Type>['data'];
type Change<Type extends AssessmentEvent['type']> = (before: Standing, data: Data<Type>, terms: BriefTerms) => Partial<Standing>;

const NO_HEADLINE = { computed: null, override: null, result: null } as const;

/** Before the first event; what it says is never shown. */
export const notOpened: Standing = {
  status: 'open',
  round: 0,
  stageDue: null,
  openedOn: null,
  plannedFor: null,
  meetings: [],
  notHeld: false,
  ratings: {},
  headline: NO_HEADLINE,
  headlineCertainty: null,
  judgedAs: null,
  submittedOn: null,
  waitingSince: null,
  returned: null,
};

/** Where the ladder goes on after a stage (from its start, after none). */
function onTheLadder(terms: BriefTerms, after: Stage | undefined): Pick<Standing, 'status' | 'stageDue'> {
  const next = terms.stages[after === undefined ? 0 : terms.stages.indexOf(after) + 1] ?? null;
  return { status: next === null || next === 'confirmation' ? 'moderated' : 'in-moderation', stageDue: next };
}

const headlineOf = ({ headline, computed }: Pick<Data<'StageDecided'>, 'headline' | 'computed'>, terms: BriefTerms) => {
  const item = terms.items.find(({ kind }) => kind === 'headline')?.id;
  return {
    headline: { computed: headline.computed, override: headline.override?.rating ?? null, result: headline.result },
    headlineCertainty: computed.find((fact) => fact.item === item && fact.rating !== null)?.certainty ?? null,
  };
};

const backToTheAssessor = (before: Standing, by: Stage | 'reopening', items: readonly string[], on: string) =>
  ({ status: 'open', stageDue: null, round: before.round + 1, waitingSince: on, returned: { by, items } }) as const;

function decided(before: Standing, data: Data<'StageDecided'>, terms: BriefTerms): Partial<Standing> {
  const byHand = new Set(terms.items.filter((item) => !item.computed).map(({ id }) => id));
  const after = Object.fromEntries(data.items.flatMap(({ item, after }) => (after && byHand.has(item) ? [[item, after]] : [])));
  const stands = { ratings: { ...before.ratings, ...after }, ...headlineOf(data, terms) };
  if (data.outcome !== 'returned') return { ...stands, ...onTheLadder(terms, data.stage), waitingSince: data.decidedOn };
  const named = data.items.filter(({ decision }) => decision === 'returned').map(({ item }) => item);
  return { ...stands, ...backToTheAssessor(before, data.stage, named, data.decidedOn) };
}

const CHANGES: { readonly [Type in AssessmentEvent['type']]?: Change<Type> } = {
  // Meetings happened: they stay when an assessment is opened anew after a withdrawal.
  AssessmentOpened: ({ meetings }, data) => ({
    ...notOpened,
    meetings,
    round: data.round,
    openedOn: data.openedOn,
    waitingSince: data.openedOn,
  }),
  TranscriptionStarted: () => ({ ...notOpened, status: 'transcribed' }),
  CheckpointPlanned: (_, data) => ({ plannedFor: data.plannedFor }),
  CheckpointMoved: (_, data) => ({ plannedFor: data.to }),
  CheckpointNotHeld: () => ({ notHeld: true }),
  CheckpointMeetingHeld: (before, data) => ({ meetings: [...before.meetings, data.meeting] }),
  RecordWithdrawn: (before, data) => ({ meetings: before.meetings.filter((meeting) => meeting !== data.record) }),
  RatingProposed: (before, data) => ({ ratings: { ...before.ratings, [data.item]: data.rating } }),
  SubmittedForModeration: (_, data, terms) => ({
    ...onTheLadder(terms, undefined),
    ...headlineOf(data, terms),
    submittedOn: data.submittedOn,
    waitingSince: data.submittedOn,
    returned: null,
  }),
  SubmissionRecalled: (_, data) => ({ status: 'open', stageDue: null, submittedOn: null, waitingSince: data.recalledOn }),
  StageDecided: decided,
  StageNotHeld: (_, data, terms) => ({ ...onTheLadder(terms, data.stage), waitingSince: data.decidedOn }),
  RatingsConfirmed: (_, data) => ({ status: 'confirmed', stageDue: null, waitingSince: data.decidedOn }),
  ConfirmationReturned: (before, data) => backToTheAssessor(before, 'confirmation', data.items, data.decidedOn),
  Published: (before, data) => {
    const isOfThisRound = data.entry === null || data.entry.round === before.round;
    if (!isOfThisRound || !FINAL.includes(before.status)) return {};
    const judgedAs = before.status === 'published' ? before.judgedAs : before.status;
    return { status: 'published', stageDue: null, waitingSince: data.publishedOn, judgedAs };
  },
  PublicationWithdrawn: (before, data) =>
    before.status === 'published' ? { status: before.judgedAs ?? 'confirmed', waitingSince: data.withdrawnOn } : {},
  Reopened: (before, data) => ({
    ...backToTheAssessor(before, 'reopening', data.items, data.reopenedOn),
    round: data.round,
  }),
  AssessmentWithdrawn: () => ({ status: 'withdrawn', stageDue: null, waitingSince: null, returned: null }),
  FrameworkVersionApplied: (_, data, terms) => headlineOf(data, terms),
  RatingTranscribed: (before, data) => ({ ratings: { [data.item]: data.rating, ...before.ratings } }),
};

/** The standing after an event. */
export function standingAfter(before: Standing, event: AssessmentEvent, terms: BriefTerms): Standing {
  // Each change takes its own event's data; the table's type pairs them, which a lookup by union loses.
  const change = CHANGES[event.type] as Change<AssessmentEvent['type']> | undefined;
  return change === undefined ? before : { ...before, ...change(before, event.data, terms) };
}

/** The items the assessor has still to rate, in the pack's order. */
export const missingItems = (standing: Standing, terms: BriefTerms): readonly string[] =>
  terms.items.filter((item) => !item.given && !item.computed && !(item.id in standing.ratings)).map(({ id }) => id);

/** Whether a checkpoint meeting was held, or the reason given why none was. */
export function checkpointOf({ meetings, notHeld }: Standing): 'held' | 'not-held' | 'none' {
  if (meetings.length > 0) return 'held';
  return notHeld ? 'not-held' : 'none';
}

/** What waits in an assessment, and for which desk. */
export interface Task {
  readonly waitsFor: 'assessor' | Stage;
  readonly task: 'hold-checkpoint' | 'rate' | 'submit' | 'judge' | 'confirm';
}

/** What an assessment waits for; null when nothing is to be done. */
export function taskIn(standing: Standing, terms: BriefTerms): Task | null {
  if (standing.status === 'open') {
    if (missingItems(standing, terms).length > 0) return { waitsFor: 'assessor', task: 'rate' };
    return { waitsFor: 'assessor', task: checkpointOf(standing) === 'none' ? 'hold-checkpoint' : 'submit' };
  }
  if (standing.stageDue === null) return null;
  return { waitsFor: standing.stageDue, task: standing.stageDue === 'confirmation' ? 'confirm' : 'judge' };
}
