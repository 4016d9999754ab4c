import { dayInWords, momentInWords } from './dates.js';
import { partOfYear, periodInWords, yearInWords } from './periods.js';
import { ratingClasses } from './ratings.js';
import { stageNames, statusNames } from './stages.js';
import { viewNames } from './views.js';

/** The filters of the templates, by the names they use. */
export const filters: Readonly<Record<string, (value: string) => string>> = {
  day: dayInWords,
  moment: momentInWords,
  period: periodInWords,
  partOfYear,
  yearInWords,
  assessmentPeriod: (id) => periodInWords(id.split('.').at(-1) ?? id),
  yearOf: (period) => period.slice(0, 7),
  ratingClasses,
  viewName: (view) => viewNames[view] ?? view,
  stageName: (stage) => stageNames[stage] ?? stage,
  statusName: (status) => statusNames[status] ?? status,
};
