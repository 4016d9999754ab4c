import type { Projection } from '#platform/projections/projection.js';
import type { Entity, MigrationClass } from '#platform/read-store/data-source.js';
import { auditEventsProjection } from './read/audit-events-projection.js';
import type { AuditedFamily } from './read/audited-family.js';
import { CreateAuditEvents1790000500000 } from './read/migrations/1790000500000-create-audit-events.js';
import { DropVocabularies1790000501000 } from './read/migrations/1790000501000-drop-vocabularies.js';

/** The audit list over the families given. Every family whose events are to be listed must be among them. */
export const auditProjections = (families: readonly AuditedFamily[]): readonly Projection[] => [auditEventsProjection(families)];

/** The migrations of the audit list. */
export const auditMigrations: readonly MigrationClass[] = [CreateAuditEvents1790000500000, DropVocabularies1790000501000];

/** None: the query is SQL over typed rows. */
export const auditEntities: readonly Entity[] = [];
