import { Module } from '@nestjs/common';
import { AssessmentPublications } from '#assessment/contract.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import type { ContextParts } from '#platform/service/context-parts.js';
import { EVENT_STORE } from '#platform/service/tokens.js';
import { ChangeEditionHandler } from './application/change-edition.js';
import { Drafts } from './application/drafts.js';
import { EditionsInSight } from './application/editions-in-sight.js';
import { FreezeEditionHandler } from './application/freeze-edition.js';
import { JudgedAnew } from './application/judged-anew.js';
import { PUBLICATION_PROCESSES, publicationProcesses } from './application/processes.js';
import {
  ListScorecardsHandler,
  ReadDraftHandler,
  ReadEditionContentHandler,
  ReadEditionHandler,
  ReadLookedAtAgainHandler,
  ReadScorecardHandler,
} from './application/read-editions.js';
import { ReadPublicYearHandler } from './application/read-public-year.js';
import { ReadingMoments } from './application/reading-moments.js';
import { SCORECARD_DECISIONS, type ScorecardDecisions, scorecardDecisions } from './application/scorecard-decisions.js';
import { Scorecards } from './application/scorecards.js';
import { KnownScorecards, scorecardsProjection } from './read/known-scorecards.js';
import { CreateScorecards1790000640000 } from './read/migrations/1790000640000-create-scorecards.js';

/** What the composition root collects of this context. */
export const publicationParts: ContextParts = {
  projections: [scorecardsProjection],
  migrations: [CreateScorecards1790000640000],
  processes: [PUBLICATION_PROCESSES],
};

const decisions = { provide: SCORECARD_DECISIONS, useFactory: scorecardDecisions, inject: [EVENT_STORE] };

const processes = {
  provide: PUBLICATION_PROCESSES,
  useFactory: (running: ScorecardDecisions, publications: AssessmentPublications, clock: Clock) =>
    publicationProcesses({ decisions: running, publications, clock }),
  inject: [SCORECARD_DECISIONS, AssessmentPublications, CLOCK],
};

/** The editions in which ratings are published: frozen, under embargo, public, corrected, withdrawn. */
@Module({
  providers: [
    decisions,
    processes,
    KnownScorecards,
    ReadingMoments,
    EditionsInSight,
    JudgedAnew,
    Drafts,
    Scorecards,
    FreezeEditionHandler,
    ChangeEditionHandler,
    ListScorecardsHandler,
    ReadDraftHandler,
    ReadEditionHandler,
    ReadEditionContentHandler,
    ReadLookedAtAgainHandler,
    ReadScorecardHandler,
    ReadPublicYearHandler,
  ],
  exports: [PUBLICATION_PROCESSES],
})
export class PublicationModule {}
