import { assessmentParts } from '#assessment/assessment.module.js';
import { auditedAssessments } from '#assessment/audited.js';
import { type AuditedFamily, auditMigrations, auditProjections, toldByName } from '#audit/contract.js';
import { frameworksParts } from '#frameworks/frameworks.module.js';
import { CreatePeople1790000300000 } from '#identity/contract.js';
import { interventionsParts } from '#interventions/interventions.module.js';
import { nationalResultsParts } from '#national-results/national-results.module.js';
import { organisationsParts } from '#organisations/organisations.module.js';
import { projectionEventCodec } from '#platform/projections/stepped-over.js';
import { stakeholderSurveyParts } from '#stakeholder-survey/stakeholder-survey.module.js';
import { type ContextParts, joinParts } from '#platform/service/context-parts.js';
import { CreateSessions1790000950000 } from './pages/frame/migrations/1790000950000-create-sessions.js';
import { CreateSigningKeys1790000900000 } from './standalone/migrations/1790000900000-create-signing-keys.js';
import { CreateSeedSteps1790000910000 } from './standalone/migrations/1790000910000-create-seed-steps.js';

const identityParts: ContextParts = { migrations: [CreatePeople1790000300000] };
const serverParts: ContextParts = {
  migrations: [CreateSigningKeys1790000900000, CreateSeedSteps1790000910000, CreateSessions1790000950000],
};

const organisationFamily: AuditedFamily = { ...toldByName('organisation', organisationsParts), organisationOf: (code) => code };
const surveyFamily: AuditedFamily = { ...toldByName('survey', stakeholderSurveyParts), organisationOf: (id) => id.split('.')[0] };
const families = [
  auditedAssessments,
  organisationFamily,
  toldByName('framework', frameworksParts),
  { category: 'projection', storedNames: projectionEventCodec.storedNames },
  toldByName('intervention', interventionsParts),
  surveyFamily,
  toldByName('national', nationalResultsParts),
];
const auditParts: ContextParts = { migrations: auditMigrations, projections: auditProjections(families) };

/** What all contexts bring to this application: their migrations, projections and entities. */
export const parts = joinParts([
  identityParts,
  frameworksParts,
  organisationsParts,
  assessmentParts,
  interventionsParts,
  stakeholderSurveyParts,
  nationalResultsParts,
  auditParts,
  serverParts,
]);
