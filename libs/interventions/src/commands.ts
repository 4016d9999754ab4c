/** The commands the applications dispatch; permission and decision happen in their handlers. */
export {
  BeginIntervention,
  ChangeIntervention,
  type ChangeRequest,
  newInterventionId,
} from './application/change-intervention.js';
export type { InterventionOutcome, InterventionSender } from './application/interventions.js';
