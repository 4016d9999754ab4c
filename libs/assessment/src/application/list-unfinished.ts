import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { mayNot, type Person } from '#identity/contract.js';
import { finalRatings } from '../core/assessment/final-ratings.js';
import { type Assessment, isLive } from '../core/assessment/state.js';
import { AssessmentsQuery } from '../read/assessments/assessments-query.js';
import { ASSESSMENT_DECISIONS, type AssessmentDecisions, assessmentStream } from './assessment-decisions.js';
import { placeOf, seesWhole } from './who-may-read.js';

/** An assessment whose ratings are not final, by what tells it from others of its framework. */
export interface Unfinished {
  readonly organisation: string;
  readonly period: string;
}

/** The assessments of a framework that are not finished, stand under a version before this one, and are the person's to put under it. */
export class ListUnfinished extends Query<readonly Unfinished[]> {
  constructor(
    readonly person: Person,
    readonly of: { readonly framework: string; readonly version: number; readonly period?: string | undefined },
  ) {
    super();
  }
}

const MOST = 500;

@QueryHandler(ListUnfinished)
export class ListUnfinishedHandler implements IQueryHandler<ListUnfinished> {
  constructor(
    private readonly assessments: AssessmentsQuery,
    @Inject(ASSESSMENT_DECISIONS) private readonly decisions: AssessmentDecisions,
  ) {}

  async execute({ person, of: { framework, period, version } }: ListUnfinished): Promise<readonly Unfinished[]> {
    const found: Unfinished[] = [];
    let after: string | undefined;
    do {
      const page = await this.assessments.list({ framework, period, includeExamples: true, after, limit: MOST });
      // The list may lag behind: the streams say how they stand.
      const live = page.items.filter(({ status }) => status !== 'transcribed');
      const folded = await Promise.all(live.map(({ id }) => this.decisions.current(assessmentStream(id))));
      found.push(...folded.flatMap(({ state }) => unfinished(person, state, version)));
      after = page.next;
    } while (after !== undefined);
    return found;
  }
}

function unfinished(person: Person, state: Assessment, version: number): readonly Unfinished[] {
  if (!isLive(state) || state.status === 'withdrawn' || finalRatings(state) !== undefined) return [];
  if (state.terms.framework.version >= version || !seesWhole(person, state)) return [];
  if (mayNot(person, 'assessment.apply-framework-version', placeOf(state)) !== undefined) return [];
  return [{ organisation: state.organisation.code, period: state.period }];
}
