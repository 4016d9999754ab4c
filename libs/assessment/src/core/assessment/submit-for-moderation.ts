import type { BusinessDate } from '#kernel/business-date.js';
import { isRefusal } from '#kernel/refusal.js';
import type { CommandBase, Decision } from './command.js';
import type { ComputeRatings } from './framework-terms.js';
import { given } from '#kernel/given.js';
import { judgementAsItStands, ratingsInOrder } from './judgement.js';
import {
  aCheckpointWasHeldOrAccountedFor,
  everyItemIsRated,
  liveFor,
  noJudgeJudgesTwice,
  noStageHasDecidedThisRound,
  nothingMaterialIsNew,
  theDateIsNotInTheFuture,
  theJudgedRevisionIsKnown,
} from './rules.js';
import { recordedSince } from './seen-and-unseen.js';
import { NO_PANELS, type PanelFacts } from './panel-facts.js';
import { noPapersAreOpen } from './rules-on-panels.js';
import type { Assessment } from './state.js';

/** Puts the ratings forward to moderation. Submitting is judging: it puts the whole proposal forward (four eyes). */
export interface SubmitForModeration extends CommandBase {
  readonly type: 'submit-for-moderation';
  /** Today when left out. */
  readonly submittedOn?: BusinessDate | undefined;
}

export const submitForModeration =
  (compute: ComputeRatings) =>
  ({ actor, today, judged, submittedOn = today }: SubmitForModeration, state: Assessment): Decision => {
    if (isSubmittedBy(actor, submittedOn, state)) return [];
    const live = liveFor('submit-for-moderation', state);
    if (isRefusal(live)) return live;
    const seen = judged ?? -1n;
    const refusal =
      theJudgedRevisionIsKnown(live, judged) ??
      theDateIsNotInTheFuture(submittedOn, today, '/submittedOn') ??
      nothingMaterialIsNew(live, seen) ??
      everyItemIsRated(live) ??
      aCheckpointWasHeldOrAccountedFor(live) ??
      noJudgeJudgesTwice(live, 'assessor', [actor]);
    if (refusal !== undefined) return refusal;
    const data = {
      round: live.round,
      ratings: ratingsInOrder(live),
      ...judgementAsItStands(live, compute),
      judgedRevision: String(seen),
    };
    return [
      {
        type: 'SubmittedForModeration',
        data: { ...data, recordedSince: recordedSince(live, seen), submittedBy: actor, submittedOn },
      },
    ];
  };

/** Whether this very submission stands, untouched by any stage. */
function isSubmittedBy(actor: string, on: BusinessDate, state: Assessment): boolean {
  if (state.status !== 'in-moderation' && state.status !== 'moderated') return false;
  if (state.submission === undefined) return false;
  const { submittedBy, submittedOn } = state.submission;
  return submittedBy === actor && submittedOn === on && noStageHasDecidedThisRound(state) === undefined;
}

/** Takes a submission back before the first stage has decided on it. */
export interface RecallSubmission extends CommandBase {
  readonly type: 'recall-submission';
  readonly reason?: string | undefined;
  readonly panels?: PanelFacts | undefined;
}

export function recallSubmission({ actor, today, reason, panels = NO_PANELS }: RecallSubmission, state: Assessment): Decision {
  if (isRecalledBy(actor, today, reason, state)) return [];
  const live = liveFor('recall-submission', state);
  if (isRefusal(live)) return live;
  const data = { round: live.round, ...given({ reason }), recalledBy: actor, recalledOn: today };
  return noStageHasDecidedThisRound(live) ?? noPapersAreOpen(panels) ?? [{ type: 'SubmissionRecalled', data }];
}

function isRecalledBy(actor: string, today: string, reason: string | undefined, state: Assessment): boolean {
  if (state.status !== 'open' || state.recall?.round !== state.round) return false;
  return state.recall.recalledBy === actor && state.recall.recalledOn === today && state.recall.reason === reason;
}
