import {
  type AssessmentBeforePanel,
  callsOf,
  currentRatings,
  headlineItem,
  type LiveAssessment,
  organisationsView,
} from '#assessment/contract.js';
import type { Subject } from '../core/papers/subject.js';

/** An assessment as the marks on its paper look at it. */
export function subjectOf({ id, state, headlineWith }: AssessmentBeforePanel): Subject {
  const lastRound = ratingsOfLastRound(state);
  const flagged = itemsAtRisk(state);
  const headline = headlineItem(state.terms);
  return {
    assessment: id,
    round: state.round,
    items: currentRatings(state)
      .filter(({ how }) => how !== 'given')
      .map(({ item, how, rating }) => ({
        item: item.id,
        label: item.shortLabel ?? item.label,
        scale: item.scale.ratings,
        rating,
        byHand: how === 'by-hand',
        organisationDisagrees: organisationsView(state, item.id).view === 'disagrees',
        atRisk: flagged.get(item.id) === true,
        lastRound: lastRound && (lastRound.get(item.id) ?? null),
      })),
    headline: headline && { item: headline.id, computed: state.headline.computed },
    comments: {
      count: state.comments.length,
      disagree: state.comments.filter(({ view }) => view === 'disagrees').length,
    },
    headlineWith,
  };
}

/** What the last decision of an earlier round left each item at; undefined in the first round. */
function ratingsOfLastRound({ ladder, round }: LiveAssessment): ReadonlyMap<string, string | null> | undefined {
  const last = ladder.findLast((entry) => entry.kind === 'decided' && entry.round < round);
  return last?.kind === 'decided' ? new Map(last.items.map(({ item, after }) => [item, after])) : undefined;
}

/** Whether the last call that spoke of an item, by its day, flagged it at risk. */
function itemsAtRisk(state: LiveAssessment): ReadonlyMap<string, boolean> {
  const calls = callsOf(state)
    .filter(({ withdrawn }) => withdrawn === undefined)
    .toSorted((one, other) => one.fields.heldOn.localeCompare(other.fields.heldOn));
  return new Map(calls.flatMap(({ fields }) => fields.updates.map(({ item, atRisk }) => [item, atRisk] as const)));
}
