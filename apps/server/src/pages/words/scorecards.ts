import type { Channel, EditionStanding, OmissionReason } from '#publication/contract.js';

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
  withdrawn: 'Assessment withdrawn',
  'published-elsewhere': 'Published before this record was kept',
  'held-back': 'Held back',
};
