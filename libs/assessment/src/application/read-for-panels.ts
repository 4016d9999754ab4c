import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { judgementOver, ratingsByItem } from '../core/assessment/judgement.js';
import { isLive, type LiveAssessment } from '../core/assessment/state.js';
import { AssessmentsQuery } from '../read/assessments/assessments-query.js';
import { ASSESSMENT_DECISIONS, type AssessmentDecisions, assessmentStream, compute } from './assessment-decisions.js';

/** An assessment as a panel's context reads it: whole, as its own stream has it now. */
export interface AssessmentBeforePanel {
  readonly id: string;
  readonly state: LiveAssessment;
  /** The headline a rule gives when some ratings are others than those that stand; null where no rule gives one. */
  readonly headlineWith: (ratings: Readonly<Record<string, string>>) => string | null;
}

/** Which assessments: under a framework, of a period, of an office or a region where one is named. */
export interface PanelScope {
  readonly framework: string;
  readonly period: string;
  readonly office?: string | undefined;
  readonly region?: string | undefined;
}

/**
 * The assessments of a scope that are worked on here, those of made-up organisations among them. For the context of panels,
 * which checks who may read them.
 */
export class ReadAssessmentsInScope extends Query<readonly AssessmentBeforePanel[]> {
  constructor(readonly scope: PanelScope) {
    super();
  }
}

/** The same of assessments by their ids; undefined in the place of one that is not worked on here. */
export class ReadAssessmentsBeforePanel extends Query<readonly (AssessmentBeforePanel | undefined)[]> {
  constructor(readonly assessments: readonly string[]) {
    super();
  }
}

@QueryHandler(ReadAssessmentsBeforePanel)
export class ReadAssessmentsBeforePanelHandler implements IQueryHandler<ReadAssessmentsBeforePanel> {
  constructor(@Inject(ASSESSMENT_DECISIONS) private readonly decisions: AssessmentDecisions) {}

  execute({ assessments }: ReadAssessmentsBeforePanel): Promise<readonly (AssessmentBeforePanel | undefined)[]> {
    return Promise.all(
      assessments.map(async (id) => {
        const { state } = await this.decisions.current(assessmentStream(id));
        return isLive(state) ? beforePanel(id, state) : undefined;
      }),
    );
  }
}

const MOST = 500;

@QueryHandler(ReadAssessmentsInScope)
export class ReadAssessmentsInScopeHandler implements IQueryHandler<ReadAssessmentsInScope> {
  constructor(
    private readonly assessments: AssessmentsQuery,
    @Inject(ASSESSMENT_DECISIONS) private readonly decisions: AssessmentDecisions,
  ) {}

  async execute({ scope }: ReadAssessmentsInScope): Promise<readonly AssessmentBeforePanel[]> {
    const ids = await this.#idsIn(scope);
    const folded = await Promise.all(ids.map((id) => this.decisions.current(assessmentStream(id))));
    return folded.flatMap(({ state }, index) => {
      const id = ids[index];
      return id !== undefined && isLive(state) && state.status !== 'withdrawn' ? [beforePanel(id, state)] : [];
    });
  }

  async #idsIn(scope: PanelScope): Promise<readonly string[]> {
    const ids: string[] = [];
    let after: string | undefined;
    do {
      const page = await this.assessments.list({ ...scope, includeExamples: true, after, limit: MOST });
      ids.push(...page.items.flatMap(({ id, status }) => (status === 'transcribed' ? [] : [id])));
      after = page.next;
    } while (after !== undefined);
    return ids;
  }
}

const beforePanel = (id: string, state: LiveAssessment): AssessmentBeforePanel => ({
  id,
  state,
  headlineWith: (ratings) =>
    judgementOver(compute, state.terms, { ...ratingsByItem(state), ...ratings }, state.headline).headline.computed,
});
