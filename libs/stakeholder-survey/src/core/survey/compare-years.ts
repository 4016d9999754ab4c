import type { Survey } from './state.js';
import { baseOf, shownCounts } from './suppression.js';

/** An answer's share in one year. `base` is null where a percentage was published without one. */
export interface YearShare {
  readonly year: string;
  readonly percent: number;
  readonly base: number | null;
  /** Percentage points more than in the year before that has it; null for the first. */
  readonly change: number | null;
}

/** How an answer to a question went over the years, earliest first. Only the very same words are compared. */
export interface AnswerOverYears {
  readonly question: string;
  readonly answer: string;
  readonly years: readonly YearShare[];
}

type Share = Omit<AnswerOverYears, 'years'> & Omit<YearShare, 'change'>;

/** The shares of one year: what was published, and what was counted of all where nothing was. */
function sharesOf(year: string, survey: Survey): readonly Share[] {
  const published = survey.published.map(({ question, answer, percent }) => ({ question, answer, year, percent, base: null }));
  const counted = shownCounts(survey.counted).flatMap(({ question, group, answers }) => {
    if (group !== null || answers === null) return [];
    const base = baseOf(answers);
    return answers.map(({ answer, count }) => ({ question, answer, year, percent: rounded((100 * count) / base), base }));
  });
  const all: readonly Share[] = [...published, ...counted];
  return all.filter((one, index) => all.findIndex((other) => isSameAnswer(one, other)) === index);
}

/** Compares the years of one organisation. */
export function compareYears(surveys: readonly { readonly year: string; readonly survey: Survey }[]): readonly AnswerOverYears[] {
  const shares = surveys
    .toSorted((one, other) => (one.year < other.year ? -1 : 1))
    .flatMap(({ year, survey }) => sharesOf(year, survey));
  const first = shares.filter((one, index) => shares.findIndex((other) => isSameAnswer(one, other)) === index);
  return first.map(({ question, answer }) => {
    const years = shares.filter((one) => isSameAnswer(one, { question, answer }));
    return { question, answer, years: years.map((one, index) => yearShare(one, years[index - 1])) };
  });
}

const yearShare = ({ year, percent, base }: Share, before: Share | undefined): YearShare => ({
  year,
  percent,
  base,
  change: before === undefined ? null : rounded(percent - before.percent),
});

const isSameAnswer = (one: Pick<Share, 'question' | 'answer'>, other: Pick<Share, 'question' | 'answer'>): boolean =>
  one.question === other.question && one.answer === other.answer;

/** To one decimal place, as surveys are published. */
const rounded = (number: number): number => Math.round(number * 10) / 10;
