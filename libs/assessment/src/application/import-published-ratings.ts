import { derivedId } from '#kernel/ids.js';
import { isRefusal } from '#kernel/refusal.js';
import { type FrameworkCatalogue, type Pack, type Scale, scaleOfRestatement } from '#frameworks/contract.js';
import type { OrganisationQueries } from '#organisations/contract.js';
import { originOf } from '#platform/decisions/command-identity.js';
import { inTurns } from '#platform/decisions/in-turns.js';
import type { PublishedFact } from '../core/assessment/transcribe-rating.js';
import { type AssessmentDecisions, assessmentStream } from './assessment-decisions.js';
import { openingFacts } from './opening-facts.js';
import { type BrokenRow, type PublishedRating, readPublishedRatings } from './published-ratings-file.js';
import { rememberedTerms, type TermsSource } from './remembered-terms.js';

/** The namespace of the ids of published facts: the same row of the same source is the same fact in every import. */
const FACTS = '0d9d8f52-8c42-5f0b-9d53-2b7de2b9d7f3';

/** How many assessments are transcribed at a time: their appends share transactions. */
const AT_A_TIME = 32;

/** What became of the ratings of one assessment. */
export interface ImportedAssessment {
  readonly assessment: string;
  /** Facts that were not known before. */
  readonly recorded: number;
  readonly unchanged: number;
}

/** Rows that could not be taken, with the rule that says why; nothing of their assessment was recorded. */
export interface RatingsLeft {
  readonly assessment: string;
  readonly rows: number;
  readonly lines: readonly number[];
  readonly rule: string;
  readonly detail: string;
}

/** What became of a file of published ratings. */
export interface RatingsImport {
  /** Rows that stood in the way: nothing of the file was recorded. */
  readonly broken: readonly BrokenRow[];
  readonly rows: number;
  readonly imported: readonly ImportedAssessment[];
  /** Among them ratings of frameworks not adopted yet. */
  readonly left: readonly RatingsLeft[];
  /** The last position reached. */
  readonly position: bigint;
}

/** Who runs the import, and on which day. */
export interface ImportRun {
  readonly actor: string;
  readonly role: string;
  readonly today: string;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Transcribes published ratings as facts with their source, and nothing around them. Safe to repeat and to break off. */
export class PublishedRatingsImport {
  constructor(
    private readonly decisions: AssessmentDecisions,
    private readonly organisations: OrganisationQueries,
    private readonly catalogue: FrameworkCatalogue,
  ) {}

  async run(text: string, run: ImportRun): Promise<RatingsImport> {
    const file = readPublishedRatings(text);
    if ('broken' in file) return { broken: file.broken, rows: 0, imported: [], left: [], position: 0n };
    const assessments = [...byAssessment(file.ratings)];
    const terms = rememberedTerms(this.catalogue);
    let done = 0;
    const outcomes = await inTurns(assessments, AT_A_TIME, async ([assessment, ratings]) => {
      const outcome = await this.transcribe(assessment, ratings, terms, run);
      done += 1;
      run.onProgress?.(done, assessments.length);
      return outcome;
    });
    const imported = outcomes.flatMap((outcome) => ('rule' in outcome ? [] : [outcome]));
    const left = outcomes.flatMap((outcome) => ('rule' in outcome ? [outcome] : []));
    const position = imported.reduce((last, one) => (one.position > last ? one.position : last), 0n);
    return { broken: [], rows: file.ratings.length, imported: imported.map(withoutPosition), left, position };
  }

  private async transcribe(
    assessment: string,
    ratings: readonly [PublishedRating, ...PublishedRating[]],
    terms: TermsSource,
    { actor, role, today }: ImportRun,
  ): Promise<(ImportedAssessment & { readonly position: bigint }) | RatingsLeft> {
    const { organisation, framework, period } = ratings[0];
    const facts = await openingFacts(this.organisations, terms, organisation, framework, period);
    if (isRefusal(facts)) return leave(assessment, ratings, facts);
    const stream = assessmentStream(assessment);
    const pack = (await terms.get(framework))?.pack;
    const published = ratings.map((rating) => factOf(rating, pack));
    const origin = originOf({ actor, role, stream, request: published });
    const command = { type: 'transcribe-rating', actor, commandId: origin.commandId, today, ...facts, facts: published } as const;
    const outcome = await this.decisions.run(stream, command, origin);
    if (isRefusal(outcome)) return leave(assessment, ratings, outcome);
    const recorded = outcome.events.filter(isFact).length;
    return { assessment, recorded, unchanged: ratings.length - recorded, position: outcome.position };
  }
}

function byAssessment(
  ratings: readonly PublishedRating[],
): ReadonlyMap<string, readonly [PublishedRating, ...PublishedRating[]]> {
  const groups = new Map<string, [PublishedRating, ...PublishedRating[]]>();
  for (const rating of ratings) {
    const assessment = `${rating.organisation}.${rating.framework}.${rating.period}`;
    const group = groups.get(assessment);
    if (group === undefined) groups.set(assessment, [rating]);
    else group.push(rating);
  }
  return groups;
}

/**
 * The fact a row tells; the same row of the same source is the same fact however it comes. A restated rating that is not on the
 * item's own scale stands on another of the framework's, as a fact of its own beside the one that source may give on the first.
 */
export function factOf(row: Omit<PublishedRating, 'line'>, pack: Pack | undefined): PublishedFact {
  const { organisation, framework, period, item, rating, source, evidence } = row;
  const restatedOn = pack !== undefined && evidence === 'restated' ? scaleOfRestatement(pack, row) : undefined;
  const isItsOwn = restatedOn === undefined ? [] : [restatedOn.id];
  return {
    fact: derivedId(FACTS, JSON.stringify([organisation, framework, period, item, source, ...isItsOwn])),
    item,
    rating,
    label: row.published_label,
    publishedOn: row.published_on,
    evidence,
    source,
    ...(restatedOn === undefined ? {} : { restatedOn: scaleIn(restatedOn) }),
  };
}

const scaleIn = ({ id, ratings }: Scale) => ({ id, ratings: ratings.map((one) => ({ id: one.id, label: one.label })) });

/** Whether an event brings a fact that was not known before. */
export const isFact = ({ type }: { readonly type: string }): boolean =>
  type.startsWith('RatingTranscribed.') || type.startsWith('RatingRestated.');

const leave = (
  assessment: string,
  ratings: readonly PublishedRating[],
  { rule, detail }: { readonly rule: string; readonly detail: string },
): RatingsLeft => ({ assessment, rows: ratings.length, lines: ratings.map(({ line }) => line), rule, detail });

const withoutPosition = ({ assessment, recorded, unchanged }: ImportedAssessment): ImportedAssessment => ({
  assessment,
  recorded,
  unchanged,
});
