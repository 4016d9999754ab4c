import { z } from 'zod';

/**
 * What is published apart, each in editions of its own: the ratings of a period, what expert panels gave beside them, indicators
 * and segments of frameworks that run beside the yearly assessment, and the summary that the law asks for each year.
 */
export const EDITION_KINDS = [
  'scorecard',
  'clinical-areas',
  'community-engagement',
  'segmentation',
  'statutory-summary',
] as const;
export const editionKind = z.enum(EDITION_KINDS);
export type EditionKind = z.infer<typeof editionKind>;

/** Where an edition of a kind takes its entries from. */
export interface KindOfEdition {
  /** The family of frameworks it is about; of one family one framework rates a kind of organisation in a period. */
  readonly family: string;
  /** What every stage has judged; what was given from elsewhere; or what stands published already. */
  readonly takes: 'judged' | 'given' | 'published';
  readonly title: string;
}

/** The kinds, as a table. */
export const kindsOfEdition: Readonly<Record<EditionKind, KindOfEdition>> = {
  scorecard: { family: 'annual-assessment', takes: 'judged', title: 'Scorecard' },
  'clinical-areas': { family: 'annual-assessment', takes: 'given', title: 'Clinical priority areas' },
  'community-engagement': {
    family: 'patient-and-community-engagement',
    takes: 'judged',
    title: 'Patient and community engagement indicator',
  },
  segmentation: { family: 'nhs-oversight', takes: 'judged', title: 'Segmentation' },
  'statutory-summary': { family: 'annual-assessment', takes: 'published', title: 'Yearly statutory summary' },
};

/** Where an edition may be published (letter to West Leicestershire CCG, July 2017: the NHS England site and MyNHS at once). */
export const CHANNELS = ['nhs-england', 'mynhs', 'organisation-site'] as const;
export const channel = z.enum(CHANNELS);
export type Channel = z.infer<typeof channel>;

/** Why an organisation of the set is not among the entries. */
export const OMISSION_REASONS = [
  'not-assessed',
  'not-finished',
  'not-published',
  'not-given',
  'withdrawn',
  'published-elsewhere',
  'held-back',
] as const;
export const omissionReason = z.enum(OMISSION_REASONS);
export type OmissionReason = z.infer<typeof omissionReason>;

/** The id of a scorecard: its stream is `scorecard-{id}`. */
export const scorecardId = (period: string, kind: EditionKind): string => `${period}.${kind}`;

/** The stream of a scorecard. */
export const scorecardStream = (id: string): string => `scorecard-${id}`;

/** The id of an edition, as an assessment it was published in names it. */
export const editionId = (scorecard: string, edition: number): string => `${scorecard}.${String(edition)}`;

/** Which edition an id names; undefined for another text. */
export function editionNamed(id: string): { readonly scorecard: string; readonly edition: number } | undefined {
  const [, scorecard, number] = /^([^.]+\.[^.]+)\.(\d{1,6})$/.exec(id) ?? [];
  return scorecard === undefined ? undefined : { scorecard, edition: Number(number) };
}
