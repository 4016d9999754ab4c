import { code } from '#kernel/text.js';

/** `{organisation}.{framework}.{period}`, as it stands in an address. */
export const assessmentId = code(200).describe('e.g. 11J.ccg-assurance-2013-15.2014-15-q1');
