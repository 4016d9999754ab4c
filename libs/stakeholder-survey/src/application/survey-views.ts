import { compareYears, type AnswerOverYears } from '../core/survey/compare-years.js';
import { surveyId } from '../core/survey/events.js';
import type { Nomination, Survey } from '../core/survey/state.js';
import { baseOf, shownCounts } from '../core/survey/suppression.js';
import type { Nominee } from '../read/nominees.js';
import type { KnownSurvey } from '../read/surveys-query.js';

/** An answer as counted; `percent` of the base, to one decimal place. */
export interface CountedAnswer {
  readonly answer: string;
  readonly count: number;
  readonly percent: number;
}

/** The answers to a question by a group, or by all (`group` null). Suppressed: fewer than five, or they would give such a group away. */
export interface CountedQuestion {
  readonly question: string;
  readonly group: string | null;
  readonly base: number | null;
  readonly answers: readonly CountedAnswer[] | null;
  readonly suppressed: boolean;
  readonly countedOn: string;
}

/** What everybody signed in may read of a survey. */
export interface SurveyView extends Pick<Survey, 'fieldwork' | 'reports'> {
  readonly id: string;
  readonly organisation: string;
  readonly year: string;
  /** Percentages as published: without a base, which is null. */
  readonly published: readonly (Survey['published'][number] & { readonly base: null })[];
  readonly counted: readonly CountedQuestion[];
  /** What only those who work on it read: the organisation itself, and those who assess it. Absent for others. */
  readonly inConfidence?: SurveyInConfidence;
}

/** What is kept to those who work on a survey. */
export interface SurveyInConfidence extends Pick<Survey, 'comments' | 'areas'> {
  /** `name` and `contact` are null once erased. */
  readonly nominations: readonly (Nomination & Pick<Nullable<Nominee>, 'name' | 'contact'>)[];
}

type Nullable<Value> = { readonly [Member in keyof Value]: Value[Member] | null };

/** An organisation's surveys, latest first, and how its answers went over the years. */
export interface OrganisationSurveys {
  readonly items: readonly SurveyView[];
  readonly overYears: readonly AnswerOverYears[];
}

/** What everybody may read of a survey. */
export function publicView({ organisation, year, survey }: KnownSurvey): SurveyView {
  const { fieldwork, reports, published, counted } = survey;
  return {
    id: surveyId(organisation, year),
    organisation,
    year,
    fieldwork,
    published: published.map((one) => ({ ...one, base: null })),
    counted: shownCounts(counted).map(countedQuestion),
    reports,
  };
}

function countedQuestion({ question, group, answers, countedOn }: Survey['counted'][number]): CountedQuestion {
  const base = answers === null ? null : baseOf(answers);
  const shares = answers?.map(({ answer, count }) => ({
    answer,
    count,
    percent: Math.round((1000 * count) / Math.max(1, base ?? 0)) / 10,
  }));
  return { question, group, base, answers: shares ?? null, suppressed: answers === null, countedOn };
}

/** What is kept to those who work on it, with the names that are still kept. */
export const inConfidence = (
  { comments, areas, nominations }: Survey,
  nominees: ReadonlyMap<string, Nominee>,
): SurveyInConfidence => ({
  comments,
  areas,
  nominations: nominations.map((one) => {
    const nominee = nominees.get(one.id);
    return { ...one, name: nominee?.name ?? null, contact: nominee?.contact ?? null };
  }),
});

/** The comparison over all years known. */
export const overYears = (surveys: readonly KnownSurvey[]): readonly AnswerOverYears[] => compareYears(surveys);
