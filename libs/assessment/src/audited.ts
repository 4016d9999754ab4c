/** How the audit list tells this context's events; the composition root hands it to the audit context. */
export { auditedAssessments } from './read/audited-assessments.js';
