import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type FinalRatings, finalRatings } from '../core/assessment/final-ratings.js';
import { currentRatings } from '../core/assessment/selectors.js';
import { type Assessment, type AssessmentStatus, isLive, type LiveAssessment } from '../core/assessment/state.js';
import { ASSESSMENT_DECISIONS, type AssessmentDecisions, assessmentStream } from './assessment-decisions.js';

/** A rating that somebody else gave: which of their words and at which revision it was recorded. */
export interface GivenRating {
  readonly item: string;
  readonly rating: string;
  readonly body: string;
  readonly role: string;
  readonly givenOn: string;
  readonly revision: bigint;
}

/** One assessment as whoever publishes needs it. */
export interface RatingsToPublish {
  readonly assessment: string;
  readonly status: AssessmentStatus;
  /** Absent while any stage is still to judge. */
  readonly final?: FinalRatings;
  readonly round?: number;
  /** What was given from elsewhere and stands, in the order of the pack: it waits for no stage. */
  readonly given?: readonly GivenRating[];
  readonly frameworkVersion?: number;
  /** Where it lies, as recorded with it. */
  readonly office?: LiveAssessment['office'];
  readonly region?: LiveAssessment['region'];
}

/**
 * Assessments as their own streams have them now, in the order asked for, those that were never opened among them. For other
 * contexts, which ask nobody's permission here: they check it for whoever asks them.
 */
export class ReadRatingsToPublish extends Query<readonly RatingsToPublish[]> {
  constructor(readonly assessments: readonly string[]) {
    super();
  }
}

@QueryHandler(ReadRatingsToPublish)
export class ReadRatingsToPublishHandler implements IQueryHandler<ReadRatingsToPublish> {
  constructor(@Inject(ASSESSMENT_DECISIONS) private readonly decisions: AssessmentDecisions) {}

  execute({ assessments }: ReadRatingsToPublish): Promise<readonly RatingsToPublish[]> {
    return Promise.all(
      assessments.map(async (assessment) =>
        toPublish(assessment, (await this.decisions.current(assessmentStream(assessment))).state),
      ),
    );
  }
}

function toPublish(assessment: string, state: Assessment): RatingsToPublish {
  const { status } = state;
  if (status === 'not-opened') return { assessment, status };
  const { office, region, terms } = state;
  const final = finalRatings(state);
  const live = isLive(state) ? { round: state.round, given: givenIn(state) } : {};
  return { assessment, status, office, region, ...live, frameworkVersion: terms.framework.version, ...(final && { final }) };
}

const givenIn = (state: LiveAssessment): readonly GivenRating[] =>
  currentRatings(state).flatMap(({ given }) => {
    if (given === undefined) return [];
    const { item, rating, givenBy, givenOn } = given.fields;
    return [{ item, rating, ...givenBy, givenOn, revision: given.revision }];
  });
