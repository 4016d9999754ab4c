import { dayInWords } from './dates.js';

/** A calendar month as people read it: `2015-08` is "August 2015". */
export const monthInWords = (month: string): string => dayInWords(`${month}-01`).replace(/^1 /, '');
