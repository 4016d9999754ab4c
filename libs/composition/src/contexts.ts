import type { Type } from '@nestjs/common';
import * as assessmentCommands from '#assessment/commands.js';
import * as assessmentQueries from '#assessment/queries.js';
import { AssessmentModule, assessmentParts } from '#assessment/assessment.module.js';
import { auditedAssessments } from '#assessment/audited.js';
import { type AuditedFamily, auditMigrations, auditProjections, toldByName } from '#audit/contract.js';
import * as frameworkCommands from '#frameworks/commands.js';
import * as frameworkQueries from '#frameworks/queries.js';
import * as bulkEntryCommands from '#bulk-entry/commands.js';
import * as bulkEntryQueries from '#bulk-entry/queries.js';
import { BulkEntryModule, bulkEntryParts } from '#bulk-entry/bulk-entry.module.js';
import { BULK_ENTRY_KINDS, type BulkEntryKind } from '#bulk-entry/contract.js';
import { FrameworksModule, frameworksParts } from '#frameworks/frameworks.module.js';
import * as identityCommands from '#identity/commands.js';
import { IdentityModule, identityParts } from '#identity/identity.module.js';
import * as identityQueries from '#identity/queries.js';
import * as interventionCommands from '#interventions/commands.js';
import * as interventionQueries from '#interventions/queries.js';
import { InterventionsModule, interventionsParts } from '#interventions/interventions.module.js';
import * as moderationCommands from '#moderation/commands.js';
import { ModerationModule, moderationParts } from '#moderation/moderation.module.js';
import * as moderationQueries from '#moderation/queries.js';
import * as nationalResultsQueries from '#national-results/queries.js';
import * as letterCommands from '#letters/commands.js';
import { LettersModule, lettersParts } from '#letters/letters.module.js';
import * as letterQueries from '#letters/queries.js';
import { NotificationsModule, notificationsParts } from '#notifications/notifications.module.js';
import { NationalResultsModule, nationalResultsParts } from '#national-results/national-results.module.js';
import { OrganisationsModule, organisationsParts } from '#organisations/organisations.module.js';
import * as workListQueries from '#work-list/queries.js';
import { WorkListModule } from '#work-list/work-list.module.js';
import { projectionEventCodec } from '#platform/projections/stepped-over.js';
import { type ContextParts, joinParts } from '#platform/service/context-parts.js';
import * as publicationCommands from '#publication/commands.js';
import { PublicationModule, publicationParts } from '#publication/publication.module.js';
import * as publicationQueries from '#publication/queries.js';
import * as selfAssessmentCommands from '#self-assessment/commands.js';
import * as selfAssessmentQueries from '#self-assessment/queries.js';
import { SelfAssessmentModule, selfAssessmentParts } from '#self-assessment/self-assessment.module.js';
import * as surveyCommands from '#stakeholder-survey/commands.js';
import * as surveyQueries from '#stakeholder-survey/queries.js';
import { StakeholderSurveyModule, stakeholderSurveyParts } from '#stakeholder-survey/stakeholder-survey.module.js';

/** A context as applications compose it. */
interface ComposedContext {
  readonly module?: Type;
  readonly parts: ContextParts;
  /** How the audit list tells its events; absent where it records none. */
  readonly audited?: AuditedFamily;
  /** What its lists of commands and queries export: each of them needs a handler. */
  readonly messages?: readonly Readonly<Record<string, unknown>>[];
}

/** Every context there is, once. Adding one is adding a row: the server and the command line compose the same list. */
const contexts: readonly ComposedContext[] = [
  {
    module: IdentityModule,
    parts: identityParts,
    audited: toldByName('person', identityParts),
    messages: [identityCommands, identityQueries],
  },
  {
    module: FrameworksModule,
    parts: frameworksParts,
    audited: toldByName('framework', frameworksParts),
    messages: [frameworkCommands, frameworkQueries],
  },
  {
    module: OrganisationsModule,
    parts: organisationsParts,
    audited: { ...toldByName('organisation', organisationsParts), organisationOf: (code) => code },
  },
  {
    module: AssessmentModule,
    parts: assessmentParts,
    audited: auditedAssessments,
    messages: [assessmentCommands, assessmentQueries],
  },
  {
    module: ModerationModule,
    parts: moderationParts,
    audited: toldByName('panel', moderationParts),
    messages: [moderationCommands, moderationQueries],
  },
  {
    module: InterventionsModule,
    parts: interventionsParts,
    audited: toldByName('intervention', interventionsParts),
    messages: [interventionCommands, interventionQueries],
  },
  {
    module: StakeholderSurveyModule,
    parts: stakeholderSurveyParts,
    audited: { ...toldByName('survey', stakeholderSurveyParts), organisationOf: (id) => id.split('.')[0] },
    messages: [surveyCommands, surveyQueries],
  },
  {
    module: SelfAssessmentModule,
    parts: selfAssessmentParts,
    audited: { ...toldByName('selfassessment', selfAssessmentParts), organisationOf: (id) => id.split('.')[0] },
    messages: [selfAssessmentCommands, selfAssessmentQueries],
  },
  {
    module: NationalResultsModule,
    parts: nationalResultsParts,
    audited: toldByName('national', nationalResultsParts),
    messages: [nationalResultsQueries],
  },
  {
    module: LettersModule,
    parts: lettersParts,
    audited: toldByName('letter', lettersParts),
    messages: [letterCommands, letterQueries],
  },
  {
    module: PublicationModule,
    parts: publicationParts,
    audited: toldByName('scorecard', publicationParts),
    messages: [publicationCommands, publicationQueries],
  },
  {
    module: BulkEntryModule,
    parts: bulkEntryParts,
    audited: toldByName('bulkentry', bulkEntryParts),
    messages: [bulkEntryCommands, bulkEntryQueries],
  },
  { module: NotificationsModule, parts: notificationsParts },
  { module: WorkListModule, parts: {}, messages: [workListQueries] },
];

const projectionFamily: AuditedFamily = { category: 'projection', storedNames: projectionEventCodec.storedNames };
const auditParts: ContextParts = {
  migrations: auditMigrations,
  projections: auditProjections([...contexts.flatMap(({ audited }) => audited ?? []), projectionFamily]),
};

/** The modules of all contexts. */
export const contextModules: readonly Type[] = contexts.flatMap(({ module }) => module ?? []);

/** What all contexts bring: their migrations, projections, entities and process managers. */
export const contextParts = joinParts([...contexts.map(({ parts }) => parts), auditParts]);

/** What can be entered in bulk, of all contexts: offered to every module by whoever composes them. */
export const bulkEntryKinds = {
  provide: BULK_ENTRY_KINDS,
  inject: [...contextParts.bulkEntryKinds],
  useFactory: (...ofContexts: readonly (readonly BulkEntryKind[])[]): readonly BulkEntryKind[] => ofContexts.flat(),
};

/** The commands and queries of all contexts, among what else their lists export. */
export const contextMessages: readonly unknown[] = contexts.flatMap(({ messages = [] }) =>
  messages.flatMap((list) => Object.values(list)),
);
