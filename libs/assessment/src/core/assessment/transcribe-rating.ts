import type { BusinessDate } from '#kernel/business-date.js';
import type { Broken, CommandBase, Decision } from './command.js';
import type { AssessmentEvent, AssessmentEventOf } from './events.js';
import type { FrameworkTerms, ItemInForce } from './framework-terms.js';
import { itemInForce } from './items-in-force.js';
import { firstBroken } from './refusals.js';
import { theFactIsKnown, theFactIsNotToldDifferently } from './rules-on-records.js';
import { theDateIsNotInTheFuture, theItemIsInTheFramework, theRatingIsOnTheScale, theStatusAllows } from './rules.js';
import type { Assessment, TranscribedFact } from './state.js';

type Started = AssessmentEventOf<'TranscriptionStarted'>['data'];
/**
 * A rating as a source published it. The importer derives `fact` from what makes the source's row that row. `restatedOn` is the
 * scale on which a later source put the rating again, where that is not the item's own.
 */
export type PublishedFact = AssessmentEventOf<'RatingTranscribed'>['data'] & { readonly restatedOn?: ItemInForce['scale'] };

/** Copies facts from published sources: all or nothing, each once. The same item from two sources is two facts. */
export interface TranscribeRating extends CommandBase {
  readonly type: 'transcribe-rating';
  readonly organisation: Started['organisation'];
  readonly office: Started['office'];
  readonly region: Started['region'];
  /** The terms the stream begins with; a stream that has begun keeps its own. */
  readonly terms: FrameworkTerms;
  readonly facts: readonly PublishedFact[];
}

export function transcribeRating(command: TranscribeRating, state: Assessment): Decision {
  const refusal = theStatusAllows('transcribe-rating', state);
  if (refusal !== undefined) return refusal;
  const known = state.status === 'transcribed' ? state.facts : new Map<string, TranscribedFact>();
  const terms = state.status === 'transcribed' ? state.terms : command.terms;
  const unsound = firstBroken(command.facts, (fact, index) => theFactIsSound(terms, fact, command, known, index));
  if (unsound !== undefined) return unsound;
  const news = command.facts.filter((fact) => !known.has(fact.fact));
  if (news.length === 0) return [];
  const { organisation, office, region } = command;
  const start: AssessmentEvent = {
    type: 'TranscriptionStarted',
    data: { organisation, office, region, period: terms.period, terms },
  };
  const transcribed = news.map(told);
  return state.status === 'transcribed' ? transcribed : [start, ...transcribed];
}

/** A rating stays on the scale it was given on: put on another, it is a further fact beside it. */
const told = ({ restatedOn, ...data }: PublishedFact): AssessmentEvent =>
  restatedOn === undefined
    ? { type: 'RatingTranscribed', data }
    : { type: 'RatingRestated', data: { ...data, scale: restatedOn.id } };

function theFactIsSound(
  terms: FrameworkTerms,
  fact: PublishedFact,
  { facts, today }: TranscribeRating,
  known: ReadonlyMap<string, TranscribedFact>,
  index: number,
): Broken {
  const pointer = `/facts/${String(index)}`;
  const before = known.get(fact.fact);
  const twin = facts.find((each) => each.fact === fact.fact) ?? fact;
  return (
    theFactIsOnTheScale(terms, fact, pointer) ??
    theDayIsPast(fact.publishedOn, today, `${pointer}/publishedOn`) ??
    theFactIsNotToldDifferently(before, before === undefined || saysTheSame(before, fact), pointer) ??
    (saysTheSame(asKnown(twin), fact) ? undefined : theFactIsNotToldDifferently(asKnown(twin), false, pointer))
  );
}

/** A source's "not applicable" needs no reason of ours: the source is its reason. */
function theFactIsOnTheScale(
  terms: FrameworkTerms,
  fact: Pick<PublishedFact, 'item' | 'rating' | 'source' | 'restatedOn'>,
  pointer: string,
): Broken {
  const item = itemInForce(terms, fact.item);
  if (item === undefined) return theItemIsInTheFramework(terms, fact.item, `${pointer}/item`);
  const rated = fact.restatedOn === undefined ? item : { ...item, scale: fact.restatedOn };
  return theRatingIsOnTheScale(rated, { rating: fact.rating, reason: fact.source }, pointer);
}

const theDayIsPast = (day: BusinessDate | null, today: BusinessDate, pointer: string): Broken =>
  day === null ? undefined : theDateIsNotInTheFuture(day, today, pointer);

const asKnown = (fact: PublishedFact): TranscribedFact => ({
  ...{ ...fact, restatedOn: fact.restatedOn?.id, revision: 0n, corrections: [] },
  original: fact,
});

/** Told again as first transcribed, or as corrected since: either way nothing new. */
function saysTheSame(
  known: Pick<TranscribedFact, 'item' | 'source' | 'evidence' | 'rating' | 'label' | 'publishedOn' | 'original' | 'restatedOn'>,
  fact: Omit<PublishedFact, 'fact'>,
): boolean {
  const sameValue = (told: TranscribedFact['original']): boolean =>
    told.rating === fact.rating && told.label === fact.label && told.publishedOn === fact.publishedOn;
  const sameSource = known.item === fact.item && known.source === fact.source && known.evidence === fact.evidence;
  return sameSource && known.restatedOn === fact.restatedOn?.id && (sameValue(known) || sameValue(known.original));
}

/** Corrects a slip in the copying of a fact: never what the source itself says. */
export interface CorrectTranscription extends CommandBase {
  readonly type: 'correct-transcription';
  readonly fact: string;
  readonly rating: string;
  readonly label: string | null;
  readonly publishedOn: BusinessDate | null;
  readonly reason: string;
}

export function correctTranscription(command: CorrectTranscription, state: Assessment): Decision {
  const refusal = theStatusAllows('correct-transcription', state);
  if (refusal !== undefined || state.status !== 'transcribed') return refusal ?? [];
  const { fact: id, rating, label, publishedOn, reason, today } = command;
  const fact = state.facts.get(id);
  if (fact === undefined) return theFactIsKnown(state.facts, id) ?? [];
  // The scale of a restatement is not among the terms: its rating is as the source has it.
  const onScale =
    fact.restatedOn === undefined
      ? theFactIsOnTheScale(state.terms, { item: fact.item, source: fact.source, rating }, '')
      : undefined;
  const unsound = onScale ?? theDayIsPast(publishedOn, today, '/publishedOn');
  if (unsound !== undefined) return unsound;
  if (fact.rating === rating && fact.label === label && fact.publishedOn === publishedOn) return [];
  return [{ type: 'TranscriptionCorrected', data: { fact: id, rating, label, publishedOn, reason } }];
}
