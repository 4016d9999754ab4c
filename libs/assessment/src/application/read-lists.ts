import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Person } from '#identity/contract.js';
import { type AssessmentsQuestion, AssessmentsQuery, type AssessmentSummary } from '../read/assessments/assessments-query.js';
import {
  DomainStatusQuery,
  type OrganisationStatus,
  type OrganisationYear,
  type PeriodQuestion,
  type StatusQuestion,
} from '../read/domain-status/domain-status-query.js';
import {
  type IndicatorValueOnList,
  IndicatorValuesQuery,
  type IndicatorValuesQuestion,
} from '../read/indicator-values/indicator-values-query.js';
import type { Page } from '../read/per-assessment/moment.js';
import {
  type RatingChange,
  RatingHistoryQuery,
  type RatingHistoryQuestion,
} from '../read/rating-history/rating-history-query.js';
import { WorkList, type WorkOnDesk } from '../read/work-list/work-list-query.js';
import type { Shown } from '../read/visible-drafts.js';
import { shownTo } from './who-may-read.js';

/*
 * Lists show each person what they may see: what is public, and the drafts of their own office, region or of England, or
 * what the committee has before it.
 */

/** The grid of an organisation's year. */
export class ReadDomainStatus extends Query<OrganisationYear> {
  constructor(
    readonly person: Person,
    readonly organisation: string,
    readonly year: string,
    readonly question: Omit<StatusQuestion, 'show'> = {},
  ) {
    super();
  }
}

@QueryHandler(ReadDomainStatus)
export class ReadDomainStatusHandler implements IQueryHandler<ReadDomainStatus> {
  constructor(private readonly status: DomainStatusQuery) {}

  execute({ person, organisation, year, question }: ReadDomainStatus): Promise<OrganisationYear> {
    return this.status.ofOrganisation(organisation, year, { ...question, show: shownTo(person) });
  }
}

/** The status of one period across organisations. */
export class ReadPeriodStatus extends Query<Page<OrganisationStatus>> {
  constructor(
    readonly person: Person,
    readonly period: string,
    readonly question: Omit<PeriodQuestion, 'show'> = {},
  ) {
    super();
  }
}

@QueryHandler(ReadPeriodStatus)
export class ReadPeriodStatusHandler implements IQueryHandler<ReadPeriodStatus> {
  constructor(private readonly status: DomainStatusQuery) {}

  execute({ person, period, question }: ReadPeriodStatus): Promise<Page<OrganisationStatus>> {
    return this.status.ofPeriod(period, { ...question, show: shownTo(person) });
  }
}

/** Every change of a rating, with its stage and reason. */
export class ReadRatingHistory extends Query<Page<RatingChange>> {
  constructor(
    readonly person: Person,
    readonly question: Omit<RatingHistoryQuestion, 'show'> = {},
  ) {
    super();
  }
}

@QueryHandler(ReadRatingHistory)
export class ReadRatingHistoryHandler implements IQueryHandler<ReadRatingHistory> {
  constructor(private readonly history: RatingHistoryQuery) {}

  execute({ person, question }: ReadRatingHistory): Promise<Page<RatingChange>> {
    return this.history.list({ ...question, show: shownTo(person) });
  }
}

/** What waits for the person signed in. */
export class ReadWorkList extends Query<WorkOnDesk> {
  constructor(readonly person: Person) {
    super();
  }
}

const NO_DRAFTS: readonly Shown[] = ['public', 'before-the-committee'];

@QueryHandler(ReadWorkList)
export class ReadWorkListHandler implements IQueryHandler<ReadWorkList> {
  constructor(private readonly workList: WorkList) {}

  async execute({ person }: ReadWorkList): Promise<WorkOnDesk> {
    const desk = await this.workList.of(person);
    // Actions are agreed while an assessment is a draft: the committee comes to it later, and the public never.
    return NO_DRAFTS.includes(shownTo(person)) ? { ...desk, actions: [] } : desk;
  }
}

/** The assessments a person works on or may read, by organisation and period. */
export class ListAssessments extends Query<Page<AssessmentSummary>> {
  constructor(
    readonly person: Person,
    readonly question: AssessmentsQuestion = {},
  ) {
    super();
  }
}

@QueryHandler(ListAssessments)
export class ListAssessmentsHandler implements IQueryHandler<ListAssessments> {
  constructor(private readonly assessments: AssessmentsQuery) {}

  execute({ person, question }: ListAssessments): Promise<Page<AssessmentSummary>> {
    return this.assessments.list({ ...question, show: shownTo(person) });
  }
}

/** Values of indicators, by organisation and indicator. */
export class ListIndicatorValues extends Query<Page<IndicatorValueOnList>> {
  constructor(
    readonly person: Person,
    readonly question: Omit<IndicatorValuesQuestion, 'show'> = {},
  ) {
    super();
  }
}

@QueryHandler(ListIndicatorValues)
export class ListIndicatorValuesHandler implements IQueryHandler<ListIndicatorValues> {
  constructor(private readonly values: IndicatorValuesQuery) {}

  execute({ person, question }: ListIndicatorValues): Promise<Page<IndicatorValueOnList>> {
    return this.values.list({ ...question, show: shownTo(person) });
  }
}
