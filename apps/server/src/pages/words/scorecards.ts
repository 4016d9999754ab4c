import { type Channel, editionNamed, type EditionStanding, type OmissionReason } from '#publication/contract.js';
import { dayInWords } from './dates.js';

/** How an edition stands, in a word. */
export const standingNames: Readonly<Record<EditionStanding, string>> = {
  'under-embargo': 'Under embargo',
  stopped: 'Stopped',
  published: 'Published',
  superseded: 'Superseded',
  withdrawn: 'Withdrawn',
};

/** Where editions are published. */
export const channelNames: Readonly<Record<Channel, string>> = {
  'nhs-england': 'The NHS England website',
  mynhs: 'MyNHS',
  'organisation-site': 'The site of an organisation',
};

/** Why an organisation is left out, as a heading over several. */
export const omissionNames: Readonly<Record<OmissionReason, string>> = {
  'not-assessed': 'No assessment on record',
  'not-finished': 'Ratings not final',
  'not-published': 'Ratings not published',
  'not-given': 'Nothing given',
  withdrawn: 'Assessment withdrawn',
  'published-elsewhere': 'Published before this record was kept',
  'held-back': 'Held back',
};

/** The shortest address of a scorecard: a period alone means its scorecard. */
export const scorecardPath = (scorecard: string): string => `/scorecards/${scorecard.replace(/\.scorecard$/, '')}`;

/** A link to the edition something stands in; without an address where the edition was told of by another name. */
export interface EditionLink {
  readonly text: string;
  readonly href: string | undefined;
}

/** "Published 19 July 2017, edition 1", with where to read it. */
export function editionLink(edition: string, publishedOn: string): EditionLink {
  const named = editionNamed(edition);
  return {
    text: `Published ${dayInWords(publishedOn)}, edition ${named === undefined ? edition : String(named.edition)}`,
    href: named && `${scorecardPath(named.scorecard)}/editions/${String(named.edition)}`,
  };
}
