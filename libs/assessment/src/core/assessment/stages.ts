import { type FrameworkTerms, type Stage, STAGES } from './framework-terms.js';
import type { AssessmentRule } from './rule-book.js';
import type { AssessmentStatus, JudgingStage } from './state.js';

/** One stage of the ladder: who judges there, for which area, and how it may end. */
export interface StageEntry {
  readonly order: number;
  readonly judgedBy: string;
  readonly scope: 'office' | 'region' | 'england';
  readonly outcomes: readonly ('proposed' | 'upheld' | 'changed' | 'returned' | 'confirmed')[];
}

/** The stages in their order. A pack may leave some out, never reorder them. */
export const stageTable: Readonly<Record<JudgingStage, StageEntry>> = {
  assessor: { order: 0, judgedBy: "the local office's assessors", scope: 'office', outcomes: ['proposed'] },
  local: { order: 1, judgedBy: 'director, or local panel', scope: 'office', outcomes: ['upheld', 'changed', 'returned'] },
  regional: { order: 2, judgedBy: 'regional panel', scope: 'region', outcomes: ['upheld', 'changed', 'returned'] },
  national: { order: 3, judgedBy: 'national panel', scope: 'england', outcomes: ['upheld', 'changed', 'returned'] },
  confirmation: { order: 4, judgedBy: 'committee', scope: 'england', outcomes: ['confirmed', 'returned'] },
};

/** The pack's first stage after `done`, or after the assessor when `done` is left out; undefined when all are done. */
export function nextStage(terms: FrameworkTerms, done?: Stage): Stage | undefined {
  const order = stageTable[done ?? 'assessor'].order;
  return STAGES.find((stage) => terms.stages.includes(stage) && stageTable[stage].order > order);
}

/** How an assessment stands once the stages up to `done` have judged and nothing was returned. */
export function standingAfter(
  terms: FrameworkTerms,
  done?: Stage,
):
  | { readonly status: 'in-moderation'; readonly stageDue: Stage }
  | { readonly status: 'moderated'; readonly stageDue: 'confirmation' | undefined } {
  const next = nextStage(terms, done);
  if (next === undefined || next === 'confirmation') return { status: 'moderated', stageDue: next };
  return { status: 'in-moderation', stageDue: next };
}

type Cell = 'accepted' | AssessmentRule;
type Row = Readonly<Record<AssessmentStatus, Cell>>;

const LIVE = ['open', 'in-moderation', 'moderated', 'confirmed', 'published', 'withdrawn'] as const;
const WORKED_ON = ['open', 'in-moderation', 'moderated', 'confirmed', 'published'] as const;

/** Accepted in the statuses named; elsewhere refused by what stands in the way there, or by `otherwise`. */
function row(accepted: readonly AssessmentStatus[], otherwise: AssessmentRule, exceptions: Partial<Row> = {}): Row {
  const cell = (status: AssessmentStatus): Cell => (accepted.includes(status) ? 'accepted' : otherwise);
  return {
    open: cell('open'),
    'in-moderation': cell('in-moderation'),
    moderated: cell('moderated'),
    confirmed: cell('confirmed'),
    published: cell('published'),
    withdrawn: accepted.includes('withdrawn') ? 'accepted' : 'assessment-is-withdrawn',
    'not-opened': 'assessment-was-never-opened',
    transcribed: 'assessment-is-transcribed',
    ...exceptions,
  };
}

const inAnyLiveState = row(LIVE, 'assessment-is-withdrawn');
const untilWithdrawn = row(WORKED_ON, 'assessment-is-withdrawn');
const onlyTranscribed = row([], 'assessment-is-live', {
  withdrawn: 'assessment-is-live',
  'not-opened': 'assessment-was-never-opened',
  transcribed: 'accepted',
});
const beforePublication = row(['open', 'in-moderation', 'moderated', 'confirmed'], 'draft-is-published');
/** Moderated, where no committee is still to confirm. */
const final = row(['moderated', 'confirmed', 'published'], 'nothing-to-reopen');
const ladder = row(['in-moderation', 'moderated'], 'stage-out-of-order');

/** What may be done in which status: each command's row says `accepted`, or the rule that refuses it there. */
export const statusTable = {
  'open-assessment': row([], 'assessment-already-open', {
    'not-opened': 'accepted',
    withdrawn: 'accepted',
    transcribed: 'assessment-already-open',
  }),
  'plan-checkpoint': untilWithdrawn,
  'record-checkpoint-not-held': untilWithdrawn,
  'record-checkpoint-meeting': inAnyLiveState,
  'record-teleconference': inAnyLiveState,
  'update-action': inAnyLiveState,
  'note-action-fell-due': inAnyLiveState,
  'pass-on-action': inAnyLiveState,
  'attach-evidence': untilWithdrawn,
  'withdraw-evidence': inAnyLiveState,
  'record-indicator-values': untilWithdrawn,
  'record-given-rating': untilWithdrawn,
  'publish-given-rating': untilWithdrawn,
  'record-given-publication': untilWithdrawn,
  'agree-trajectory': untilWithdrawn,
  'revise-trajectory': untilWithdrawn,
  'record-trajectory-values': inAnyLiveState,
  'propose-ratings': row(['open'], 'ratings-frozen-after-submission'),
  'submit-for-moderation': row(['open'], 'assessment-not-open'),
  'recall-submission': row(['in-moderation'], 'nothing-to-recall', { moderated: 'stage-has-begun' }),
  'decide-stage': ladder,
  'record-stage-not-held': ladder,
  'confirm-ratings': ladder,
  'correct-record': inAnyLiveState,
  'withdraw-record': inAnyLiveState,
  'withdraw-assessment': row(['open'], 'assessment-not-open'),
  'transfer-assessment': untilWithdrawn,
  'apply-framework-version': row(['open', 'in-moderation', 'moderated'], 'assessment-is-finished'),
  'share-draft': beforePublication,
  'close-sharing': beforePublication,
  'comment-on-draft': beforePublication,
  'answer-comment': untilWithdrawn,
  'record-publication': untilWithdrawn,
  'withdraw-publication': inAnyLiveState,
  'read-back-note': inAnyLiveState,
  'consult-board': untilWithdrawn,
  'request-reopening': final,
  reopen: untilWithdrawn,
  'refuse-reopening': untilWithdrawn,
  'transcribe-rating': { ...onlyTranscribed, 'not-opened': 'accepted' },
  'correct-transcription': onlyTranscribed,
} as const satisfies Readonly<Record<string, Row>>;

/** Where each status can lead, by which event: what diagrams are drawn from. Events not named leave the status alone. */
export const transitions = {
  'not-opened': { AssessmentOpened: ['open'], TranscriptionStarted: ['transcribed'] },
  open: { SubmittedForModeration: ['in-moderation', 'moderated'], AssessmentWithdrawn: ['withdrawn'] },
  'in-moderation': {
    StageDecided: ['in-moderation', 'moderated', 'open'],
    StageNotHeld: ['in-moderation', 'moderated'],
    SubmissionRecalled: ['open'],
  },
  moderated: {
    StageNotHeld: ['moderated'],
    RatingsConfirmed: ['confirmed'],
    ConfirmationReturned: ['open'],
    Published: ['published'],
    Reopened: ['open'],
  },
  confirmed: { Published: ['published'], Reopened: ['open'] },
  published: { Published: ['published'], Reopened: ['open'], PublicationWithdrawn: ['confirmed', 'moderated'] },
  withdrawn: { AssessmentOpened: ['open'] },
  transcribed: {},
} as const satisfies Readonly<Record<AssessmentStatus, Readonly<Record<string, readonly AssessmentStatus[]>>>>;
