import { Inject, Injectable } from '@nestjs/common';
import { comparePeriods, periodStart } from '#frameworks/contract.js';
import type { StreamMoment } from '#platform/decisions/folded-streams.js';
import { trajectoriesOf } from '../core/assessment/selectors.js';
import { isLive, type LiveAssessment } from '../core/assessment/state.js';
import { AssessmentsQuery } from '../read/assessments/assessments-query.js';
import { ASSESSMENT_DECISIONS, type AssessmentDecisions, assessmentStream } from './assessment-decisions.js';
import type { TrajectoryView } from './assessment-view.js';
import { trajectoryView } from './view-trajectory.js';

/** A trajectory that an earlier period agreed and that reaches into this one. */
export interface CarriedTrajectory extends TrajectoryView {
  readonly assessment: string;
  readonly period: string;
}

/** So many earlier assessments are looked into: two years of quarters and years. */
const EARLIER = 10;

/** Trajectories go on past the quarter they were agreed in. */
@Injectable()
export class CarriedTrajectories {
  constructor(
    @Inject(ASSESSMENT_DECISIONS) private readonly decisions: AssessmentDecisions,
    private readonly assessments: AssessmentsQuery,
  ) {}

  /** Those of the organisation's earlier periods whose last month lies in this period or later, as they stood at the moment. */
  async into({ organisation, period }: LiveAssessment, moment: StreamMoment): Promise<readonly CarriedTrajectory[]> {
    const { items } = await this.assessments.list({ organisation: organisation.code, limit: 500, includeExamples: true });
    const earlier = items
      .filter((one) => comparePeriods(one.period, period) < 0 && one.status !== 'transcribed')
      .toSorted((one, other) => comparePeriods(other.period, one.period))
      .slice(0, EARLIER);
    const states = await Promise.all(earlier.map(({ id }) => this.decisions.asAt(assessmentStream(id), moment)));
    const firstMonth = periodStart(period).slice(0, 7);
    return states.flatMap(({ state }, index) => {
      const assessment = earlier[index]?.id;
      if (!isLive(state) || assessment === undefined) return [];
      return trajectoriesOf(state)
        .filter(({ withdrawn, plan }) => withdrawn === undefined && (plan.at(-1)?.month ?? '') >= firstMonth)
        .map((record) => ({ ...trajectoryView(record), assessment, period: state.period }));
    });
  }
}
