import type { Decider } from '#kernel/decider.js';
import type { OrganisationEvent } from './events.js';
import type { RecordListing } from './listing.js';
import { recordListing } from './record-listing.js';
import type { OrganisationRule } from './rules.js';
import { evolve, initialState, type Organisation } from './state.js';

/** Everything that can be asked of an organisation's stream. */
export type OrganisationCommand = RecordListing;

/** The behaviour of a stream `organisation-{code}`. */
export const organisationDecider: Decider<Organisation, OrganisationCommand, OrganisationEvent, OrganisationRule> = {
  initialState,
  evolve,
  decide: recordListing,
};
