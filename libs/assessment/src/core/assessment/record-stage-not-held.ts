import type { BusinessDate } from '#kernel/business-date.js';
import { isRefusal } from '#kernel/refusal.js';
import type { Broken, CommandBase, Decision } from './command.js';
import type { Stage } from './framework-terms.js';
import {
  liveFor,
  noJudgeJudgesTwice,
  somebodyDecided,
  theDateIsNotInTheFuture,
  theStageIsDue,
  theStageMayBeSkipped,
} from './rules.js';
import { NO_PANELS, type PanelFacts } from './panel-facts.js';
import { nothingElseIsBeingApplied } from './rules-on-panels.js';
import { theBoardsWereConsulted, theOrganisationWasHeard } from './rules-on-sharing.js';
import { type Assessment, isLive, type LiveAssessment } from './state.js';

/** Says that a stage does not sit, and why, where the framework allows it. Letting ratings through is judging (four eyes). */
export interface RecordStageNotHeld extends CommandBase {
  readonly type: 'record-stage-not-held';
  readonly stage: Stage;
  readonly reason: string;
  /** Today when left out. */
  readonly decidedOn?: BusinessDate | undefined;
  /** The person signed in when left out. */
  readonly decidedBy?: readonly string[] | undefined;
  readonly panels?: PanelFacts | undefined;
}

export function recordStageNotHeld(command: RecordStageNotHeld, state: Assessment): Decision {
  const { stage, reason, today, decidedOn = today } = command;
  if (isRecordedAlready(command, state)) return [];
  const live = liveFor('record-stage-not-held', state);
  if (isRefusal(live)) return live;
  const decidedBy = [...new Set(command.decidedBy ?? [command.actor])];
  return (
    theStageMayBeLeftOut(command, live) ??
    theDateIsNotInTheFuture(decidedOn, today, '/decidedOn') ??
    somebodyDecided(decidedBy) ??
    noJudgeJudgesTwice(live, stage, decidedBy) ?? [
      { type: 'StageNotHeld', data: { stage, round: live.round, reason, decidedBy, decidedOn } },
    ]
  );
}

const theStageMayBeLeftOut = ({ stage, today, panels = NO_PANELS }: RecordStageNotHeld, state: LiveAssessment): Broken =>
  theStageIsDue(state, stage) ??
  nothingElseIsBeingApplied(panels) ??
  theStageMayBeSkipped(state.terms, stage) ??
  theOrganisationWasHeard(state, today) ??
  theBoardsWereConsulted(state, stage);

function isRecordedAlready({ stage, reason }: RecordStageNotHeld, state: Assessment): boolean {
  if (!isLive(state) || state.stageDue === stage) return false;
  const last = state.ladder.findLast((entry) => entry.kind === 'not-held' && entry.stage === stage);
  return last?.kind === 'not-held' && last.round === state.round && last.reason === reason;
}
