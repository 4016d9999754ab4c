import type { EventReader, Projection } from '#platform/projections/projection.js';
import type { Entity, MigrationClass } from '#platform/read-store/data-source.js';
import type { AssessmentEvent } from '../core/assessment/events.js';
import { assessmentsFold } from './assessments/assessments-fold.js';
import { domainStatusFold } from './domain-status/domain-status-fold.js';
import { indicatorValuesFold } from './indicator-values/indicator-values-fold.js';
import { CreateAssessmentReadModels1790000200000 } from './migrations/1790000200000-create-assessment-read-models.js';
import { AddActionFellDue1790000210000 } from './migrations/1790000210000-add-action-fell-due.js';
import { AddActionPassedOn1790000220000 } from './migrations/1790000220000-add-action-passed-on.js';
import { CreateSharings1790000230000 } from './migrations/1790000230000-create-sharings.js';
import { CreateIndicatorValues1790000250000 } from './migrations/1790000250000-create-indicator-values.js';
import { AddGivenBy1790000251000 } from './migrations/1790000251000-add-given-by.js';
import { CreateRatingMovements1790000660000 } from './migrations/1790000660000-create-rating-movements.js';
import { DropKeptStates1790000663000 } from './migrations/1790000663000-drop-kept-states.js';
import { AddEdition1790000641000 } from './migrations/1790000641000-add-edition.js';
import { moderationTrailFold } from './moderation-trail/moderation-trail-fold.js';
import { perAssessment } from './per-assessment/per-assessment-projection.js';
import { ratingHistoryFold } from './rating-history/rating-history-fold.js';
import { ratingMovementsFold } from './rating-movements/rating-movements-fold.js';
import { sharingsFold } from './sharings/sharings-fold.js';
import { workListFold } from './work-list/work-list-fold.js';

/**
 * The read models of assessments. They share one reader, so that an event is opened once for all of them:
 *
 *     assessmentProjections(readerOf(codecOf(assessmentEvents)))
 */
export const assessmentProjections = (reader: EventReader<AssessmentEvent>): readonly Projection[] => [
  perAssessment(assessmentsFold, reader),
  perAssessment(workListFold, reader),
  perAssessment(domainStatusFold, reader),
  perAssessment(ratingHistoryFold, reader),
  perAssessment(moderationTrailFold, reader),
  perAssessment(indicatorValuesFold, reader),
  perAssessment(ratingMovementsFold, reader),
  perAssessment(sharingsFold, reader),
];

/** The migrations of these read models. */
export const assessmentMigrations: readonly MigrationClass[] = [
  CreateAssessmentReadModels1790000200000,
  AddActionFellDue1790000210000,
  AddActionPassedOn1790000220000,
  CreateIndicatorValues1790000250000,
  AddGivenBy1790000251000,
  CreateRatingMovements1790000660000,
  CreateSharings1790000230000,
  DropKeptStates1790000663000,
  AddEdition1790000641000,
];

/** None: the queries are SQL over typed rows. */
export const assessmentEntities: readonly Entity[] = [];
