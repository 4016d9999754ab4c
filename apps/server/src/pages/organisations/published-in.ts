import { editionId, kindsOfEdition } from '#publication/contract.js';
import type { PublicNotice } from '#publication/queries.js';
import { dayInEngland } from '#platform/clock/england.js';
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

/** What has to be known of a rating in public, in one line of a file: of the edition it stands in or, where it stands in none, of the period's. */
export function noticesOn(notices: readonly PublicNotice[], period: string, edition: string): string {
  const own = notices.filter(({ scorecard, edition: number }) => editionId(scorecard, number) === edition);
  const why = notices.filter((one) => one.period === period && kindsOfEdition[one.kind].takes !== 'published');
  return (edition === '' ? why.filter(({ omitted, withdrawal }) => omitted ?? withdrawal) : own).flatMap(inWords).join(' ');
}

function inWords({ title, edition, corrects, withdrawal, omitted, lookedAtAgain }: PublicNotice): readonly string[] {
  const named = `${title}, edition ${String(edition)}`;
  return [
    ...(withdrawal
      ? [`${named} was withdrawn on ${dayInEngland(Date.parse(withdrawal.withdrawnAt))}: ${withdrawal.reason}`]
      : []),
    ...(corrects ? [`${named} corrects edition ${String(corrects.edition)}: ${corrects.reason}`] : []),
    ...(omitted ? [`Left out of ${named}. ${omissionNames[omitted.reason]}: ${omitted.explanation}`] : []),
    ...(lookedAtAgain ? ['The published ratings are being looked at again.'] : []),
  ];
}
