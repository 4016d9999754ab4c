import { contextParts } from '#composition/contexts.js';
import { type ContextParts, joinParts } from '#platform/service/context-parts.js';
import { CreateSessions1790000950000 } from './pages/frame/migrations/1790000950000-create-sessions.js';
import { CreateSignInAttempts1790000952000 } from './pages/frame/migrations/1790000952000-create-sign-in-attempts.js';
import { ExtendSessions1790000951000 } from './pages/frame/migrations/1790000951000-extend-sessions.js';
import { CreateSigningKeys1790000900000 } from './standalone/migrations/1790000900000-create-signing-keys.js';
import { CreateSeedSteps1790000910000 } from './standalone/migrations/1790000910000-create-seed-steps.js';

const serverParts: ContextParts = {
  migrations: [
    CreateSigningKeys1790000900000,
    CreateSeedSteps1790000910000,
    CreateSessions1790000950000,
    ExtendSessions1790000951000,
    CreateSignInAttempts1790000952000,
  ],
};

/** What the contexts and this application itself bring: migrations, projections, entities and process managers. */
export const parts = joinParts([contextParts, serverParts]);
