import { codecOf } from '#kernel/codec.js';
import { projectStreams } from '#platform/projections/projection.js';
import { readerOf } from '#platform/text-sealing/event-sealing.js';
import { type OrganisationEvent, organisationEvents } from '../core/organisation/events.js';
import { type FoldedOrganisation, nothingKnown, ORGANISATIONS, PERIODS, stepOf } from './organisation-rows.js';

/** What was known of each organisation after each event, and the stretches of days that follow from it. */
export const organisationsProjection = projectStreams<OrganisationEvent, FoldedOrganisation>({
  name: 'organisations',
  version: 2,
  shapes: [
    { name: ORGANISATIONS, key: ['code', 'from_position'] },
    { name: PERIODS, key: ['code', 'valid_from', 'from_position'] },
  ],
  reader: readerOf(codecOf(organisationEvents)),
  initialState: nothingKnown,
  step: (before, { event, position }) => stepOf(before, event, position),
});
