import { z } from 'zod';

/**
 * What an organisation is. `example` is a made-up body for demonstrations: it stands in no list, count or download
 * unless it is asked for.
 */
export const organisationKinds = ['ccg', 'icb', 'sub-icb-location', 'local-office', 'region', 'example'] as const;

/** The schema of an organisation's kind. */
export const organisationKind = z.enum(organisationKinds);

/** One of the kinds of organisation this service knows. */
export type OrganisationKind = z.infer<typeof organisationKind>;
