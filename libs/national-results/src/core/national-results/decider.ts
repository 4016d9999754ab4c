import { canonicalJson } from '#kernel/canonical-json.js';
import type { Decider } from '#kernel/decider.js';
import { refuse, type Refusal } from '#kernel/refusal.js';
import type { NationalResults, NationalResultsEvent } from './events.js';

/** The rules of national results by name. */
export type NationalResultsRule =
  'a-rating-is-counted-once' | 'counts-sum-to-the-organisations' | 'organisations-are-those-of-the-year';

/** Takes over what a source published, beside the organisations that were there to be assessed. */
export interface TranscribeNationalResults {
  readonly type: 'TranscribeNationalResults';
  readonly results: NationalResults;
  /** How many organisations of the kind assessed were open on the last day of the period. */
  readonly openThen: { readonly count: number; readonly on: string };
}

/** What each source says of an item in a period. */
export interface KnownNationalResults {
  readonly sources: readonly NationalResults[];
}

/** The behaviour of a stream `national-{framework}.{period}.{item}`. */
export const nationalResultsDecider: Decider<
  KnownNationalResults,
  TranscribeNationalResults,
  NationalResultsEvent,
  NationalResultsRule
> = {
  initialState: { sources: [] },
  evolve: ({ sources }, { data }) => ({ sources: [...sources.filter(({ source }) => source !== data.source), data] }),
  decide({ results, openThen }, { sources }) {
    if (sources.some((known) => canonicalJson(known) === canonicalJson(results))) return [];
    const broken = countedOnce(results) ?? sums(results) ?? ofTheYear(results, openThen);
    return broken ?? [{ type: 'NationalResultsTranscribed', data: results }];
  },
};

type Verdict = Refusal<NationalResultsRule> | undefined;

function countedOnce({ counts }: NationalResults): Verdict {
  const ratings = counts.map(({ rating }) => rating);
  const twice = ratings.find((rating, index) => ratings.indexOf(rating) !== index);
  return twice === undefined
    ? undefined
    : refuse('a-rating-is-counted-once', `The rating ${twice} is counted twice by one source.`);
}

/** Every organisation assessed was given one rating. */
function sums({ framework, period, item, counts, organisations }: NationalResults): Verdict {
  const sum = counts.reduce((total, { count }) => total + count, 0);
  if (sum === organisations) return undefined;
  return refuse(
    'counts-sum-to-the-organisations',
    `The counts of ${item} (${framework}, ${period}) sum to ${String(sum)}, ${difference(sum, organisations)} than the ` +
      `${String(organisations)} organisations given.`,
    { facts: { sum, organisations } },
  );
}

/** The set is that of the assessed year, even where it was published after mergers cut it. */
function ofTheYear({ organisations }: NationalResults, { count, on }: TranscribeNationalResults['openThen']): Verdict {
  if (organisations === count) return undefined;
  return refuse(
    'organisations-are-those-of-the-year',
    `${String(organisations)} organisations are given, ${difference(organisations, count)} than the ${String(count)} open on ${on}.`,
    { facts: { organisations, openThen: count, on } },
  );
}

const difference = (given: number, expected: number): string =>
  given < expected ? `${String(expected - given)} fewer` : `${String(given - expected)} more`;
