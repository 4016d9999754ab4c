import type { BulkEntryKind } from '#bulk-entry/contract.js';
import { FrameworkVersionsInBulk } from './framework-versions-in-bulk.js';
import { IndicatorValuesInBulk } from './indicator-values-in-bulk.js';
import { PublishedRatingsInBulk } from './published-ratings-in-bulk.js';
import { RatingsInBulk } from './ratings-in-bulk.js';

/** The injection token of what can be entered into assessments in bulk, a list. */
export const ASSESSMENT_BULK_KINDS = Symbol('AssessmentBulkKinds');

/** What can be entered into assessments in bulk. */
export const assessmentBulkKinds = {
  provide: ASSESSMENT_BULK_KINDS,
  inject: [RatingsInBulk, IndicatorValuesInBulk, PublishedRatingsInBulk, FrameworkVersionsInBulk],
  useFactory: (...kinds: readonly BulkEntryKind[]): readonly BulkEntryKind[] => kinds,
};
