import type { BusinessDate } from '#kernel/business-date.js';
import type { Refusal } from '#kernel/refusal.js';
import type { Broken, Decision } from './command.js';
import type { AssessmentEvent } from './events.js';
import { evolve } from './evolve.js';
import type { ComputeRatings, ItemInForce } from './framework-terms.js';
import { judgementAsItStands } from './judgement.js';
import { atField, broken } from './refusals.js';
import type { AssessmentRule } from './rule-book.js';
import { theRecordIsKnown, theRecordStands } from './rules-on-records.js';
import { type AssessmentCase, type GivenRatingRecord, isLive, type LiveAssessment } from './state.js';

/* The rules on ratings given from elsewhere; the rest stand in `rules.ts`. */

/** Only an item decided elsewhere is given; any other is rated here (docs/frameworks.md, Items). */
export function theItemIsDecidedElsewhere(item: ItemInForce, pointer: string): Broken {
  if (item.given) return undefined;
  return atField(
    'item-not-given',
    pointer,
    `${item.label} is rated here, through the stages. Only what is decided elsewhere is given.`,
  );
}

/** Only a given rating of this assessment that stands is published. */
export function theGivenRatingStands({ records }: AssessmentCase, id: string): GivenRatingRecord | Refusal<AssessmentRule> {
  const record = records.get(id);
  const refusal = theRecordIsKnown(record, id, '/givenRating', ['given-rating']);
  if (record?.kind === 'given-rating') return theRecordStands(record) ?? record;
  return refusal ?? broken('unknown-record', `${id} is no given rating of this assessment.`);
}

/** It is published on or after the day it was given; published once, its day and place are corrected. */
export function notGivenBeforeItWasPublished({ fields }: GivenRatingRecord, publishedOn: BusinessDate): Broken {
  if (fields.publishedOn !== undefined)
    return broken(
      'given-rating-published-already',
      `It was published on ${fields.publishedOn}. Correct that record, if it is wrong. Nothing was recorded.`,
    );
  if (publishedOn >= fields.givenOn) return undefined;
  return atField(
    'published-before-it-was-given',
    '/publishedOn',
    `It was given on ${fields.givenOn}, so it cannot have been published on ${publishedOn}.`,
  );
}

/**
 * The events, unless they would move what a rule computed from what was submitted: that is never computed anew behind those
 * who judge. While the assessment is open, nothing was submitted yet.
 */
export function unlessItMovesWhatWasSubmitted(
  compute: ComputeRatings,
  state: LiveAssessment,
  events: readonly AssessmentEvent[],
): Decision {
  if (state.status === 'open' || !state.terms.items.some((item) => item.given)) return events;
  const after = events.reduce<ReturnType<typeof evolve>>(evolve, state);
  if (!isLive(after)) return events;
  const [stands, would] = [judgementAsItStands(state, compute), judgementAsItStands(after, compute)];
  const moved = would.computed.find(({ item, rating }) => stands.computed.find((fact) => fact.item === item)?.rating !== rating);
  if (moved === undefined) return events;
  return broken(
    'given-rating-moves-what-was-submitted',
    `A rule computes ${moved.item} from it, and the ratings are submitted. Ask for a return, then record it. Nothing was recorded.`,
    { facts: { item: moved.item, computed: moved.rating } },
  );
}
