/** What other contexts and the applications may use of the audit trail. */
export { type AuditedFamily, plainTitle, type SealedEvent, toldByName } from './read/audited-family.js';
export { type AuditedEvent, AuditEventsQuery, type AuditPage, type AuditQuestion } from './read/audit-events-query.js';
export { auditEntities, auditMigrations, auditProjections } from './audit-read-models.js';
