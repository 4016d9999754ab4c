/** The queries the applications dispatch. */
export {
  ListInterventions,
  MayRecordIntervention,
  type OrganisationInterventions,
  ReadIntervention,
  ReadOrganisationInterventions,
} from './application/read-interventions.js';
export type { InterventionView } from './read/interventions-query.js';
export type { InterventionMoment } from './read/known-interventions.js';
