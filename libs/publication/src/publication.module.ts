import { Module } from '@nestjs/common';
import type { ContextParts } from '#platform/service/context-parts.js';
import { EVENT_STORE } from '#platform/service/tokens.js';
import { ChangeEditionHandler } from './application/change-edition.js';
import { Drafts } from './application/drafts.js';
import { EditionsInSight } from './application/editions-in-sight.js';
import { FreezeEditionHandler } from './application/freeze-edition.js';
import {
  ListScorecardsHandler,
  ReadDraftHandler,
  ReadEditionContentHandler,
  ReadEditionHandler,
  ReadScorecardHandler,
} from './application/read-editions.js';
import { ReadingMoments } from './application/reading-moments.js';
import { SCORECARD_DECISIONS, scorecardDecisions } from './application/scorecard-decisions.js';
import { Scorecards } from './application/scorecards.js';
import { KnownScorecards, scorecardsProjection } from './read/known-scorecards.js';
import { CreateScorecards1790000640000 } from './read/migrations/1790000640000-create-scorecards.js';

/** What the composition root collects of this context. */
export const publicationParts: ContextParts = {
  projections: [scorecardsProjection],
  migrations: [CreateScorecards1790000640000],
};

const decisions = { provide: SCORECARD_DECISIONS, useFactory: scorecardDecisions, inject: [EVENT_STORE] };

/** The editions in which ratings are published: frozen, under embargo, public, corrected, withdrawn. */
@Module({
  providers: [
    decisions,
    KnownScorecards,
    ReadingMoments,
    EditionsInSight,
    Drafts,
    Scorecards,
    FreezeEditionHandler,
    ChangeEditionHandler,
    ListScorecardsHandler,
    ReadDraftHandler,
    ReadEditionHandler,
    ReadEditionContentHandler,
    ReadScorecardHandler,
  ],
})
export class PublicationModule {}
