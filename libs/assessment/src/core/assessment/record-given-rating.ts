import type { BusinessDate } from '#kernel/business-date.js';
import { derivedId } from '#kernel/ids.js';
import { isRefusal } from '#kernel/refusal.js';
import type { Broken, CommandBase, Decision } from './command.js';
import type { AssessmentEventOf } from './events.js';
import type { ComputeRatings, FrameworkTerms } from './framework-terms.js';
import { given } from '#kernel/given.js';
import { itemInForce } from './items-in-force.js';
import {
  notGivenBeforeItWasPublished,
  theGivenRatingStands,
  theItemIsDecidedElsewhere,
  unlessItMovesWhatWasSubmitted,
} from './rules-on-given-ratings.js';
import { liveFor, theDateIsNotInTheFuture, theItemIsInTheFramework, theRatingIsOnTheScale } from './rules.js';
import { givenRatingOf } from './selectors.js';
import type { Assessment, GivenRatingRecord } from './state.js';

type Given = AssessmentEventOf<'GivenRatingRecorded'>['data'];

/** Records a rating that was decided elsewhere: outside submission, and outside the four eyes of the ladder. */
export interface RecordGivenRating extends CommandBase {
  readonly type: 'record-given-rating';
  readonly item: string;
  readonly rating: string;
  readonly givenBy: Given['givenBy'];
  readonly givenOn: BusinessDate;
  readonly reason?: string | undefined;
  readonly source: string;
}

export const recordGivenRating =
  (compute: ComputeRatings) =>
  (command: RecordGivenRating, state: Assessment): Decision => {
    const live = liveFor('record-given-rating', state);
    if (isRefusal(live)) return live;
    const { commandId, today, item, rating, givenBy, givenOn, reason, source } = command;
    const refusal = theRatingIsOneGiven(live.terms, command) ?? theDateIsNotInTheFuture(givenOn, today, '/givenOn');
    if (refusal !== undefined) return refusal;
    const { body, role } = givenBy;
    const told = { item, rating, givenBy: { body, role }, givenOn, ...given({ reason }), source };
    if (saysTheSame(givenRatingOf(live, item), told)) return [];
    const givenRating = derivedId(commandId, 'given-rating');
    return unlessItMovesWhatWasSubmitted(compute, live, [{ type: 'GivenRatingRecorded', data: { givenRating, ...told } }]);
  };

function theRatingIsOneGiven(terms: FrameworkTerms, command: RecordGivenRating): Broken {
  const item = itemInForce(terms, command.item);
  if (item === undefined) return theItemIsInTheFramework(terms, command.item, '/item');
  return theItemIsDecidedElsewhere(item, '/item') ?? theRatingIsOnTheScale(item, command, '');
}

const saysTheSame = (known: GivenRatingRecord | undefined, told: Omit<Given, 'givenRating'>): boolean =>
  known !== undefined &&
  (['rating', 'givenOn', 'reason', 'source'] as const).every((field) => known.fields[field] === told[field]) &&
  known.fields.givenBy.body === told.givenBy.body &&
  known.fields.givenBy.role === told.givenBy.role;

/** Says that a given rating was published: by itself, when it was ready. */
export interface PublishGivenRating extends CommandBase {
  readonly type: 'publish-given-rating';
  readonly givenRating: string;
  readonly publishedOn: BusinessDate;
  /** Where it can be read. */
  readonly publishedIn: string;
}

export function publishGivenRating(command: PublishGivenRating, state: Assessment): Decision {
  const live = liveFor('publish-given-rating', state);
  if (isRefusal(live)) return live;
  const { givenRating, publishedOn, publishedIn, today } = command;
  const record = theGivenRatingStands(live, givenRating);
  if (isRefusal(record)) return record;
  const { item, rating } = record.fields;
  if (record.fields.publishedOn === publishedOn && record.fields.publishedIn === publishedIn) return [];
  return (
    theDateIsNotInTheFuture(publishedOn, today, '/publishedOn') ??
    notGivenBeforeItWasPublished(record, publishedOn) ?? [
      { type: 'GivenRatingPublished', data: { givenRating, item, rating, publishedOn, publishedIn } },
    ]
  );
}

/** Records that given ratings stand in an edition that is public: asked for by the publication of that edition. */
export interface RecordGivenPublication extends CommandBase {
  readonly type: 'record-given-publication';
  readonly ratings: readonly { readonly item: string; readonly rating: string }[];
  readonly publishedOn: BusinessDate;
  readonly publishedIn: string;
}

/** One that was withdrawn or given anew since the edition was frozen is not what was published, and stays as it is. */
export function recordGivenPublication(command: RecordGivenPublication, state: Assessment): Decision {
  const live = liveFor('record-given-publication', state);
  if (isRefusal(live)) return live;
  const { publishedOn, publishedIn } = command;
  return command.ratings.flatMap(({ item, rating }) => {
    const { id, fields } = givenRatingOf(live, item) ?? {};
    if (id === undefined || fields?.rating !== rating || fields.publishedOn !== undefined) return [];
    return [{ type: 'GivenRatingPublished' as const, data: { givenRating: id, item, rating, publishedOn, publishedIn } }];
  });
}
