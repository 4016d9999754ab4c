import type { BusinessDate } from '#kernel/business-date.js';
import { given } from '#kernel/given.js';
import { isRefusal } from '#kernel/refusal.js';
import type { Broken, CommandBase, Decision } from './command.js';
import type { AssessmentEvent } from './events.js';
import { ratingsInOrder } from './judgement.js';
import { itemsReturned, theReturnIsSound } from './ladder-entries.js';
import { bySitting, decidersOf } from './panel-facts.js';
import { type DecisionOfPanel, thePanelMayDecide } from './rules-on-panels.js';
import {
  liveFor,
  noJudgeJudgesTwice,
  nothingMaterialIsNew,
  somebodyDecided,
  theDateIsNotInTheFuture,
  theJudgedRevisionIsKnown,
  theStageIsDue,
} from './rules.js';
import { theBoardsWereConsulted, theOrganisationWasHeard } from './rules-on-sharing.js';
import { recordedSince } from './seen-and-unseen.js';
import { type Assessment, isLive, type LiveAssessment } from './state.js';

/** The committee's decision on ratings that every stage of moderation has judged. */
export interface ConfirmRatings extends CommandBase, DecisionOfPanel {
  readonly type: 'confirm-ratings';
  readonly outcome: 'confirmed' | 'returned';
  readonly committee: string;
  /** The minute it stands in. */
  readonly reference: string;
  /** With the outcome returned: the items returned, all that are rated by hand when left out. */
  readonly items?: readonly string[] | undefined;
  /** Why the ratings are returned; a confirmation needs none. */
  readonly reason?: string | undefined;
  /** Today when left out. */
  readonly decidedOn?: BusinessDate | undefined;
  /** The person signed in when left out. */
  readonly decidedBy?: readonly string[] | undefined;
}

export function confirmRatings(command: ConfirmRatings, state: Assessment): Decision {
  if (isDecidedAlready(command, state)) return [];
  const live = liveFor('confirm-ratings', state);
  if (isRefusal(live)) return live;
  return (
    theCommitteeMayDecide(command, live) ??
    (command.outcome === 'returned' ? theReturnIsSound(live.terms, command) : theBoardsWereConsulted(live, 'confirmation')) ?? [
      decided(command, live),
    ]
  );
}

function theCommitteeMayDecide(command: ConfirmRatings, state: LiveAssessment): Broken {
  const { judged, today, decidedOn = today } = command;
  const decidedBy = decidersOf(command, state, 'confirmation');
  return (
    theStageIsDue(state, 'confirmation') ??
    theOrganisationWasHeard(state, today) ??
    theJudgedRevisionIsKnown(state, judged) ??
    nothingMaterialIsNew(state, judged ?? -1n) ??
    theDateIsNotInTheFuture(decidedOn, today, '/decidedOn') ??
    thePanelMayDecide(state, 'confirmation', command, { decidedBy, decidedOn }) ??
    somebodyDecided(decidedBy) ??
    noJudgeJudgesTwice(state, 'confirmation', decidedBy)
  );
}

function decided(command: ConfirmRatings, state: LiveAssessment): AssessmentEvent {
  const { outcome, committee, reference, reason = '', panel, actor, today, decidedOn = today, judged = -1n } = command;
  const data = {
    ...{ round: state.round, committee, reference, recordedBy: actor, decidedOn },
    decidedBy: decidersOf(command, state, 'confirmation'),
    ...{ judgedRevision: String(judged), recordedSince: recordedSince(state, judged) },
    ...given({ panel }),
    ...bySitting(command, state, 'confirmation'),
  };
  if (outcome === 'returned')
    return { type: 'ConfirmationReturned', data: { ...data, items: itemsReturned(state.terms, command.items), reason } };
  return { type: 'RatingsConfirmed', data: { ...data, ratings: ratingsInOrder(state), headline: state.headline } };
}

/** Whether the committee's last decision is just this one, and none is due anew. */
function isDecidedAlready(command: ConfirmRatings, state: Assessment): boolean {
  if (!isLive(state) || state.stageDue === 'confirmation') return false;
  const last = state.ladder.findLast((entry) => entry.kind === 'confirmed' || entry.kind === 'confirmation-returned');
  if (last?.kind === 'confirmed') return command.outcome === 'confirmed' && isSameSitting(command, state, last);
  if (last?.kind !== 'confirmation-returned' || command.outcome !== 'returned') return false;
  const items = itemsReturned(state.terms, command.items);
  const sameItems = items.length === last.items.length && items.every((item) => last.items.includes(item));
  return isSameSitting(command, state, last) && sameItems && last.reason === command.reason;
}

function isSameSitting(
  command: ConfirmRatings,
  state: LiveAssessment,
  last: { committee: string; reference: string; decidedOn: BusinessDate; decidedBy: readonly string[] },
): boolean {
  const people = decidersOf(command, state, 'confirmation');
  const samePeople = people.length === last.decidedBy.length && people.every((person) => last.decidedBy.includes(person));
  const sameDay = last.decidedOn === (command.decidedOn ?? command.today);
  return samePeople && sameDay && last.committee === command.committee && last.reference === command.reference;
}
