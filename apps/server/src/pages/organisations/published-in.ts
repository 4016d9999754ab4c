import type { PublicNotice } from '#publication/queries.js';
import { periodInWords } from '../words/periods.js';
import { omissionNames, scorecardPath } from '../words/scorecards.js';

/** An edition as the page of an organisation's year names it, with what has to be known of it. */
export function noticeShown(notice: PublicNotice) {
  const { scorecard, edition, title, period, omitted } = notice;
  const base = `${scorecardPath(scorecard)}/editions`;
  return {
    ...notice,
    name: `${title}, ${periodInWords(period)}`,
    href: `${base}/${String(edition)}`,
    corrected: notice.corrects && { ...notice.corrects, href: `${base}/${String(notice.corrects.edition)}` },
    omittedBecause: omitted === null ? undefined : omissionNames[omitted.reason],
  };
}
