import { partialDateInWords } from '#kernel/partial-date.js';
import type { AnswerOverYears, YearShare } from '#stakeholder-survey/contract.js';
import type { SurveyView } from '#stakeholder-survey/queries.js';

const inWords = (date: string | null): string => (date === null ? 'date not given' : partialDateInWords(date));

/** A survey as pages show it. */
export const shownSurvey = (view: SurveyView) => ({
  ...view,
  fieldwork: view.fieldwork.map(({ from, to, note, source }) => ({
    dates: to === null && source === null ? `from ${inWords(from)}` : `${inWords(from)} to ${inWords(to)}`,
    note,
    source,
  })),
});

/** How an answer went over the years, as a row of the comparison. */
export const overYearsRow = ({ question, answer, years }: AnswerOverYears) => ({
  question,
  answer,
  years: Object.fromEntries(years.map((share) => [share.year, { percent: share.percent, note: noteOn(share) }])),
});

function noteOn({ base, change }: YearShare): string {
  const of = base === null ? 'published without a base' : `of ${String(base)}`;
  if (change === null) return of;
  const points = `${String(Math.abs(change))} ${Math.abs(change) === 1 ? 'point' : 'points'}`;
  return `${change === 0 ? 'unchanged' : `${change > 0 ? 'up' : 'down'} ${points}`}, ${of}`;
}

/** The comparison as rows of a file. */
export const comparisonRows = (organisation: string, overYears: readonly AnswerOverYears[]) =>
  overYears.flatMap(({ question, answer, years }) =>
    years.map(({ year, percent, base, change }) => ({
      organisation,
      survey_year: year,
      question,
      answer,
      percent: String(percent),
      base: base === null ? '' : String(base),
      change_in_points: change === null ? '' : String(change),
    })),
  );
