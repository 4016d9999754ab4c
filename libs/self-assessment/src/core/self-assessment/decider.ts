import { canonicalJson } from '#kernel/canonical-json.js';
import type { Decider } from '#kernel/decider.js';
import { isRefusal, type Refusal } from '#kernel/refusal.js';
import type { SelfAssessmentData, SelfAssessmentEvent } from './events.js';
import type { SelfAssessmentRule } from './rule-book.js';
import {
  aDeskReviewIsForeseen,
  broken,
  criterionOf,
  type Evidence,
  everyCriterionIsReviewed,
  everyCriterionIsScored,
  itIsWithTheAssessor,
  itIsWithTheOrganisation,
  predecessorsSitesCount,
  scoreReviewed,
  itWasReturned,
  theCriteriaAreKnown,
  theCriterionWasReturned,
  theDifferenceIsExplained,
  theEvidenceIsSound,
  theOrganisationSubmittedIt,
  theScoreIsOnTheScale,
} from './rules.js';
import { evolve, initialState, itemsOf, ownScoreOf, reviewOf, type SelfAssessment, type StartedSelfAssessment } from './state.js';

interface Base {
  readonly actor: string;
  readonly today: string;
}

/** Starts it, with what the rules need of framework and organisation. */
export type Start = Base & { readonly type: 'start' } & Omit<SelfAssessmentData<'SelfAssessmentStarted'>, 'startedOn'>;
/** Says where links may lead. Hosts, as `siteOf` writes them. */
export type StateSites = Base & { readonly type: 'state-sites'; readonly own: string; readonly predecessors: readonly string[] };
export type ScoreCriterion = Base & {
  readonly type: 'score';
  readonly item: string;
  readonly score: string;
  readonly narrative: string;
  readonly evidence: readonly Evidence[];
};
export type Submit = Base & { readonly type: 'submit' };
/** Reviews without the organisation's own scores; with `facts`, of an organisation that has not started. */
export type BeginDeskReview = Base & {
  readonly type: 'begin-desk-review';
  readonly reason?: string | undefined;
  readonly documents: SelfAssessmentData<'DeskReviewBegun'>['documents'];
  readonly facts: Omit<Start, keyof Base | 'type'>;
};
export type ReviewCriterion = Base & {
  readonly type: 'review';
  readonly item: string;
  readonly score: string;
  readonly explanation?: string | undefined;
};
/** Sends it back; every criterion when none is named. */
export type Return = Base & { readonly type: 'return'; readonly items?: readonly string[] | undefined; readonly reason: string };
/** Goes on with what was submitted, where the organisation says no more. */
export type WithdrawReturn = Base & { readonly type: 'withdraw-return'; readonly reason: string };
export type Finalise = Base & { readonly type: 'finalise' };
export type WithdrawFinalisation = Base & { readonly type: 'withdraw-finalisation'; readonly reason: string };

/** Everything that can be asked of a self-assessment. */
export type SelfAssessmentCommand =
  | Start
  | StateSites
  | ScoreCriterion
  | Submit
  | BeginDeskReview
  | ReviewCriterion
  | Return
  | WithdrawReturn
  | Finalise
  | WithdrawFinalisation;

type Decision = readonly SelfAssessmentEvent[] | Refusal<SelfAssessmentRule>;

/** The behaviour of a stream `selfassessment-{organisation}.{framework}.{period}`. */
export const selfAssessmentDecider: Decider<SelfAssessment, SelfAssessmentCommand, SelfAssessmentEvent, SelfAssessmentRule> = {
  initialState,
  evolve,
  decide(command, state): Decision {
    if (command.type === 'start') return start(command, state);
    if (command.type === 'begin-desk-review') return beginDeskReview(command, state);
    if (state.status === 'not-started')
      return broken('self-assessment-not-started', 'There is no such self-assessment. Start it first.');
    return decideOn(command, state);
  },
};

function decideOn(command: Exclude<SelfAssessmentCommand, Start | BeginDeskReview>, state: StartedSelfAssessment): Decision {
  switch (command.type) {
    case 'state-sites':
      return stateSites(command, state);
    case 'score':
      return score(command, state);
    case 'submit':
      return submit(command, state);
    case 'review':
      return review(command, state);
    case 'return':
      return giveBack(command, state);
    case 'withdraw-return':
      return withdrawReturn(command, state);
    case 'finalise':
      return finalise(command, state);
    case 'withdraw-finalisation':
      return withdrawFinalisation(command, state);
  }
}

function start({ type: _, actor: __, today, ...about }: Start, state: SelfAssessment): Decision {
  if (state.status !== 'not-started') return broken('self-assessment-started-already', 'It was started before.');
  if (!about.terms.selfAssessment)
    return broken('self-assessment-not-asked-for', `${about.terms.framework.title} asks no organisation to score itself.`);
  return [{ type: 'SelfAssessmentStarted', data: { ...about, startedOn: today } }];
}

function stateSites({ own, predecessors, actor, today }: StateSites, state: StartedSelfAssessment): Decision {
  const refusal = itIsWithTheOrganisation(state) ?? predecessorsSitesCount(state, predecessors);
  if (refusal !== undefined) return refusal;
  if (state.sites?.own === own && canonicalJson(state.sites.predecessors) === canonicalJson(predecessors)) return [];
  return [{ type: 'SitesStated', data: { own, predecessors, statedBy: actor, statedOn: today } }];
}

function score(
  { item, score: value, narrative, evidence, actor, today }: ScoreCriterion,
  state: StartedSelfAssessment,
): Decision {
  const criterion = criterionOf(state, item);
  if (isRefusal(criterion)) return criterion;
  const refusal =
    itIsWithTheOrganisation(state) ??
    theCriterionWasReturned(state, item) ??
    theScoreIsOnTheScale(criterion, value) ??
    theEvidenceIsSound(state, criterion, evidence);
  if (refusal !== undefined) return refusal;
  const told = { item, score: value, narrative, evidence };
  const standing = ownScoreOf(state, item);
  if (standing !== undefined && saysTheSame(standing, told)) return [];
  return [{ type: 'CriterionScored', data: { round: state.round, ...told, scoredBy: actor, scoredOn: today } }];
}

type Told = Pick<SelfAssessmentData<'CriterionScored'>, 'item' | 'score' | 'narrative' | 'evidence'>;

const saysTheSame = (standing: Told, told: Told): boolean =>
  (['score', 'narrative', 'evidence'] as const).every((field) => canonicalJson(standing[field]) === canonicalJson(told[field]));

function submit({ actor, today }: Submit, state: StartedSelfAssessment): Decision {
  if (state.status === 'in-review' && state.submissions.at(-1)?.submittedBy === actor) return [];
  const refusal = itIsWithTheOrganisation(state) ?? everyCriterionIsScored(state);
  if (refusal !== undefined) return refusal;
  const scores = itemsOf(state).map((item) => ({ item, score: ownScoreOf(state, item)?.score ?? '' }));
  return [{ type: 'SelfAssessmentSubmitted', data: { round: state.round, scores, submittedBy: actor, submittedOn: today } }];
}

function beginDeskReview({ actor, today, reason, documents, facts }: BeginDeskReview, state: SelfAssessment): Decision {
  const opening: SelfAssessmentEvent = { type: 'SelfAssessmentStarted', data: { ...facts, startedOn: today } };
  const isNew = state.status === 'not-started';
  const started = isNew ? evolve(state, opening) : state;
  if (started.status === 'not-started') return [];
  const refusal = aDeskReviewIsForeseen(started, reason);
  if (refusal !== undefined) return refusal;
  const data = { ...(reason === undefined ? {} : { reason }), documents, begunBy: actor, begunOn: today };
  return [...(isNew ? [opening] : []), { type: 'DeskReviewBegun', data }];
}

function review({ item, score: value, explanation, actor, today }: ReviewCriterion, state: StartedSelfAssessment): Decision {
  const criterion = criterionOf(state, item);
  if (isRefusal(criterion)) return criterion;
  const own = scoreReviewed(state, item);
  const refusal =
    itIsWithTheAssessor(state) ??
    theScoreIsOnTheScale(criterion, value) ??
    theDifferenceIsExplained(own, criterion, { score: value, explanation });
  if (refusal !== undefined) return refusal;
  const standing = reviewOf(state, item);
  if (standing?.score === value && standing.explanation === explanation && standing.own === own) return [];
  const told = { round: state.round, item, own, score: value, ...(explanation === undefined ? {} : { explanation }) };
  return [{ type: 'CriterionReviewed', data: { ...told, reviewedBy: actor, reviewedOn: today } }];
}

function giveBack({ items, reason, actor, today }: Return, state: StartedSelfAssessment): Decision {
  const named = items ?? itemsOf(state);
  const refusal = itIsWithTheAssessor(state) ?? theOrganisationSubmittedIt(state) ?? theCriteriaAreKnown(state, named);
  if (refusal !== undefined) return refusal;
  const data = { round: state.round, items: [...new Set(named)], reason, returnedBy: actor, returnedOn: today };
  return [{ type: 'SelfAssessmentReturned', data }];
}

function withdrawReturn({ reason, actor, today }: WithdrawReturn, state: StartedSelfAssessment): Decision {
  const data = { reason, withdrawnBy: actor, withdrawnOn: today };
  return itWasReturned(state) ?? [{ type: 'ReturnWithdrawn', data }];
}

function finalise({ actor, today }: Finalise, state: StartedSelfAssessment): Decision {
  if (state.status === 'final' && state.finalised?.finalisedBy === actor) return [];
  const refusal = itIsWithTheAssessor(state) ?? everyCriterionIsReviewed(state);
  if (refusal !== undefined) return refusal;
  const scores = itemsOf(state).map((item) => ({
    ...{ item, own: scoreReviewed(state, item) },
    final: reviewOf(state, item)?.score ?? '',
  }));
  return [{ type: 'SelfAssessmentFinalised', data: { round: state.round, scores, finalisedBy: actor, finalisedOn: today } }];
}

function withdrawFinalisation({ reason, actor, today }: WithdrawFinalisation, state: StartedSelfAssessment): Decision {
  if (state.status !== 'final') return broken('self-assessment-not-final', 'It is not final, so there is nothing to take back.');
  return [{ type: 'FinalisationWithdrawn', data: { reason, withdrawnBy: actor, withdrawnOn: today } }];
}
