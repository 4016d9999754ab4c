import { frameworksParts } from '#frameworks/frameworks.module.js';
import { CreatePeople1790000300000 } from '#identity/contract.js';
import { organisationsParts } from '#organisations/organisations.module.js';
import { type ContextParts, joinParts } from '#platform/service/context-parts.js';
import { CreateSigningKeys1790000900000 } from './standalone/migrations/1790000900000-create-signing-keys.js';
import { CreateSeedSteps1790000910000 } from './standalone/migrations/1790000910000-create-seed-steps.js';

const identityParts: ContextParts = { migrations: [CreatePeople1790000300000] };
const serverParts: ContextParts = { migrations: [CreateSigningKeys1790000900000, CreateSeedSteps1790000910000] };

/** What all contexts bring to this application: their migrations, projections and entities. */
export const parts = joinParts([identityParts, frameworksParts, organisationsParts, serverParts]);
