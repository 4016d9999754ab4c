import type { BusinessDate } from '#kernel/business-date.js';
import { isRefusal } from '#kernel/refusal.js';
import type { Broken, CommandBase, Decision } from './command.js';
import type { AssessmentEvent, AssessmentEventOf } from './events.js';
import { given } from '#kernel/given.js';
import { itemInForce } from './items-in-force.js';
import { firstBroken } from './refusals.js';
import {
  aChangeHasAReason,
  eachItemIsNamedOnce,
  liveFor,
  noJudgeJudgesTwice,
  theDateIsNotInTheFuture,
  theItemHasNotChanged,
  theItemIsInTheFramework,
  theItemIsRatedByHand,
  theItemMayBeRatedThisRound,
  theJudgedRevisionIsKnown,
  theRatingIsOnTheScale,
} from './rules.js';
import type { Assessment, AssessmentCase, ItemRating } from './state.js';

type Proposed = AssessmentEventOf<'RatingProposed'>['data'];

/** One item's rating as the assessor proposes it. What is left out is not said again: it adds nothing to what stands. */
export interface ProposedRating {
  readonly item: string;
  readonly rating: string;
  readonly reason?: string | undefined;
  readonly evidence?: Proposed['evidence'] | undefined;
  /** `not-asked` when left out of a first rating. */
  readonly organisationView?: Proposed['organisationView'] | undefined;
  /** What was copied: another assessment's rating, the fourth quarter's into the year's for one, or a self-assessment's final score. */
  readonly copiedFrom?: string | undefined;
}

/** The assessor's ratings, or changes to them: all or nothing, one event for each item that really changes. */
export interface ProposeRatings extends CommandBase {
  readonly type: 'propose-ratings';
  readonly ratings: readonly ProposedRating[];
  /** Today when left out. */
  readonly decidedOn?: BusinessDate | undefined;
  /** The person signed in when left out. */
  readonly proposedBy?: string | undefined;
}

export function proposeRatings(command: ProposeRatings, state: Assessment): Decision {
  const live = liveFor('propose-ratings', state);
  if (isRefusal(live)) return live;
  const { today, judged, decidedOn = today, proposedBy = command.actor } = command;
  const refusal =
    theJudgedRevisionIsKnown(live, judged) ??
    theDateIsNotInTheFuture(decidedOn, today, '/decidedOn') ??
    theRatingsAreSound(live, command.ratings);
  if (refusal !== undefined) return refusal;
  const news = command.ratings.filter((rating) => saysSomethingNew(live, rating));
  if (news.length === 0) return [];
  const items = news.map((rating) => rating.item);
  return (
    noJudgeJudgesTwice(live, 'assessor', [proposedBy]) ??
    theItemHasNotChanged(live, items, judged ?? -1n) ??
    theChangesAreAllowed(live, command.ratings) ??
    news.map((rating) => proposal(live, rating, proposedBy, decidedOn))
  );
}

const pointerTo = (index: number): string => `/ratings/${String(index)}`;

const theRatingsAreSound = (state: AssessmentCase, ratings: readonly ProposedRating[]): Broken =>
  eachItemIsNamedOnce(
    ratings.map((rating) => rating.item),
    (index) => `${pointerTo(index)}/item`,
  ) ?? firstBroken(ratings, (rating, index) => theRatingIsSound(state, rating, pointerTo(index)));

function theRatingIsSound({ terms }: AssessmentCase, rating: ProposedRating, pointer: string): Broken {
  const item = itemInForce(terms, rating.item);
  if (item === undefined) return theItemIsInTheFramework(terms, rating.item, `${pointer}/item`);
  return theItemIsRatedByHand(terms, item, `${pointer}/item`) ?? theRatingIsOnTheScale(item, rating, pointer);
}

/** Over every rating of the request, also those that add nothing, so that pointers name the right one. */
const theChangesAreAllowed = (state: AssessmentCase, ratings: readonly ProposedRating[]): Broken =>
  firstBroken(ratings, (rating, index) => {
    if (!saysSomethingNew(state, rating)) return undefined;
    const standing = state.ratings.get(rating.item);
    const changes = standing !== undefined && standing.rating !== rating.rating;
    return (
      theItemMayBeRatedThisRound(state, rating.item, `${pointerTo(index)}/item`) ??
      (changes ? aChangeHasAReason(rating.item, rating.reason, pointerTo(index)) : undefined)
    );
  });

function saysSomethingNew(
  state: AssessmentCase,
  { item, rating, reason, evidence, organisationView, copiedFrom }: ProposedRating,
): boolean {
  const standing = state.ratings.get(item);
  if (standing?.rating !== rating) return true;
  const said = [
    [reason, standing.reason],
    [organisationView, standing.organisationView],
    [copiedFrom, standing.copiedFrom],
  ];
  const cited = evidence?.every(({ title, reference }) =>
    standing.evidence.some((known) => known.title === title && known.reference === reference),
  );
  return cited === false || said.some(([now, before]) => now !== undefined && now !== before);
}

/** The event says the whole rating: what was not said again is carried over as long as the rating itself stays. */
function proposal(state: AssessmentCase, proposed: ProposedRating, proposedBy: string, decidedOn: BusinessDate): AssessmentEvent {
  const { item, rating } = proposed;
  const standing = state.ratings.get(item);
  const carriedOver = standing?.rating === rating ? standing : UNSAID;
  const said = { ...carriedOver, ...given({ ...proposed }) };
  const { evidence, organisationView, reason, copiedFrom } = said;
  return {
    type: 'RatingProposed',
    data: {
      ...{ round: state.round, item, rating, previous: standing?.rating ?? null, proposedBy, decidedOn },
      ...{ evidence, organisationView, ...given({ reason, copiedFrom }) },
    },
  };
}

const UNSAID: Pick<ItemRating, 'evidence' | 'organisationView' | 'reason' | 'copiedFrom'> = {
  evidence: [],
  organisationView: 'not-asked',
  reason: undefined,
  copiedFrom: undefined,
};
