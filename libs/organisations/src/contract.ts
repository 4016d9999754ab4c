/** What other contexts and the applications may use of organisations. */
export { organisationKind, organisationKinds, type OrganisationKind } from './core/organisation/kinds.js';
export { type OrganisationEvent, organisationEvents } from './core/organisation/events.js';
export type {
  Dated,
  DatedName,
  DatedPlace,
  MergerLink,
  NamedOrganisation,
  OrganisationListItem,
  OrganisationListQuestion,
  OrganisationMoment,
  OrganisationPage,
  OrganisationQueries,
  OrganisationView,
  PlaceCodes,
} from './read/organisation-view.js';
export { OrganisationDirectory } from './read/organisation-directory.js';
export { commissioningOn } from './read/commissioning-on.js';
