import type { BusinessDate } from '#kernel/business-date.js';
import { isRefusal } from '#kernel/refusal.js';
import type { Broken, CommandBase, Decision } from './command.js';
import type { AssessmentEvent } from './events.js';
import type { ComputeRatings, Stage } from './framework-terms.js';
import { given } from '#kernel/given.js';
import { judgementAsItStands } from './judgement.js';
import { type Change, judgementAfter, theChangesAreSound, theyAlterTheJudgement } from './ladder-changes.js';
import { entriesOf, entriesReturned, itemsReturned, theReturnIsSound } from './ladder-entries.js';
import { bySitting, decidersOf } from './panel-facts.js';
import { type DecisionOfPanel, thePanelMayDecide } from './rules-on-panels.js';
import {
  liveFor,
  noJudgeJudgesTwice,
  nothingMaterialIsNew,
  somebodyDecided,
  theDateIsNotInTheFuture,
  theJudgedRevisionIsKnown,
  theOutcomeFitsWhatItNames,
  theStageIsDue,
} from './rules.js';
import { theBoardsWereConsulted, theOrganisationWasHeard } from './rules-on-sharing.js';
import { recordedSince } from './seen-and-unseen.js';
import { type Assessment, isLive, type LiveAssessment } from './state.js';

/** What the local, regional or national stage decided. */
export interface DecideStage extends CommandBase, DecisionOfPanel {
  readonly type: 'decide-stage';
  readonly stage: Exclude<Stage, 'confirmation'>;
  readonly outcome: 'upheld' | 'changed' | 'returned';
  /** With the outcome changed: each item changed; every other item is recorded as upheld. A computed headline here is an override. */
  readonly changes?: readonly Change[] | undefined;
  /** With the outcome returned: the items returned, all that are rated by hand when left out. */
  readonly items?: readonly string[] | undefined;
  readonly reason?: string | undefined;
  /** Today when left out. */
  readonly decidedOn?: BusinessDate | undefined;
  /** Those present who decided and were not recused; left out, those of the sitting named, or the person signed in. */
  readonly decidedBy?: readonly string[] | undefined;
}

export const decideStage =
  (compute: ComputeRatings) =>
  (command: DecideStage, state: Assessment): Decision => {
    if (isDecidedAlready(command, state)) return [];
    const live = liveFor('decide-stage', state);
    if (isRefusal(live)) return live;
    return (
      theStageMayJudge(command, live) ??
      theOutcomeFitsWhatItNames(command) ??
      theOutcomeIsSound(command, live, compute) ?? [decided(command, live, compute)]
    );
  };

function theOutcomeIsSound(command: DecideStage, state: LiveAssessment, compute: ComputeRatings): Broken {
  if (command.outcome === 'returned') return theReturnIsSound(state.terms, command);
  return (
    theBoardsWereConsulted(state, command.stage) ??
    (command.outcome === 'changed' ? theChangesAreSound(state, command.changes ?? [], compute) : undefined)
  );
}

function theStageMayJudge(command: DecideStage, state: LiveAssessment): Broken {
  const { stage, judged, today, decidedOn = today } = command;
  const decidedBy = decidersOf(command, state, stage);
  return (
    theStageIsDue(state, stage) ??
    theOrganisationWasHeard(state, today) ??
    theJudgedRevisionIsKnown(state, judged) ??
    nothingMaterialIsNew(state, judged ?? -1n) ??
    theDateIsNotInTheFuture(decidedOn, today, '/decidedOn') ??
    thePanelMayDecide(state, stage, command, { decidedBy, decidedOn }) ??
    somebodyDecided(decidedBy) ??
    noJudgeJudgesTwice(state, stage, decidedBy)
  );
}

function decided(command: DecideStage, state: LiveAssessment, compute: ComputeRatings): AssessmentEvent {
  const { stage, outcome, actor, today, decidedOn = today, panel, reason, changes = [], judged = -1n } = command;
  const before = judgementAsItStands(state, compute);
  const after = outcome === 'changed' ? judgementAfter(state, changes, compute) : before;
  const items =
    outcome === 'returned'
      ? entriesReturned(state, before, itemsReturned(state.terms, command.items))
      : entriesOf(state, before, after, changes);
  return {
    type: 'StageDecided',
    data: {
      ...{
        stage,
        round: state.round,
        outcome,
        decidedBy: decidersOf(command, state, stage),
        recordedBy: actor,
        decidedOn,
        items,
      },
      ...{ judgedRevision: String(judged), recordedSince: recordedSince(state, judged) },
      ...{ computed: after.computed, headline: after.headline },
      ...given({ panel, reason }),
      ...bySitting(command, state, stage),
    },
  };
}

/** Whether the stage's last decision says just this, and nothing is due there anew. */
function isDecidedAlready(command: DecideStage, state: Assessment): boolean {
  if (!isLive(state) || state.stageDue === command.stage) return false;
  const last = state.ladder.findLast((entry) => entry.kind === 'decided' && entry.stage === command.stage);
  if (last?.kind !== 'decided') return false;
  const { outcome, panel, reason, decidedOn = command.today } = command;
  const sameFacts = last.outcome === outcome && last.panel === panel && last.reason === reason && last.decidedOn === decidedOn;
  return (
    sameFacts &&
    sameMembers(last.decidedBy, decidersOf(command, state, command.stage)) &&
    namesTheSame(command, last.items, state)
  );
}

const sameMembers = (left: readonly string[], right: readonly string[]): boolean =>
  new Set([...left, ...right]).size === left.length && left.length === new Set(right).size;

function namesTheSame(
  command: DecideStage,
  entries: readonly { item: string; decision: string; after: string | null; reason?: string | undefined }[],
  state: LiveAssessment,
): boolean {
  if (command.outcome === 'upheld') return true;
  if (command.outcome === 'changed') return theyAlterTheJudgement(entries, command.changes ?? []);
  const returned = entries.filter((entry) => entry.decision === 'returned').map((entry) => entry.item);
  return sameMembers(returned, itemsReturned(state.terms, command.items));
}
