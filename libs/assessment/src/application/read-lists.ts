import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { type Person, roleMay } from '#identity/contract.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { type AssessmentsQuestion, AssessmentsQuery, type AssessmentSummary } from '../read/assessments/assessments-query.js';
import {
  DomainStatusQuery,
  type NationalQuestion,
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
import type { NationalGrid } from '../read/domain-status/national-grid.js';
import type { Page } from '../read/per-assessment/moment.js';
import {
  type RatingChange,
  RatingHistoryQuery,
  type RatingHistoryQuestion,
} from '../read/rating-history/rating-history-query.js';
import { WorkList, type WorkOnDesk } from '../read/work-list/work-list-query.js';
import { type SharingOnList, SharingsQuery, type SharingsQuestion } from '../read/sharings/sharings-query.js';
import type { Shown } from '../read/visible-drafts.js';
import { shownTo } from './who-may-read.js';

/*
 * Lists show each person what they may see: what is public, and the drafts of their own office, region or of England, or
 * what the committee has before it.
 */

/** The grid of an organisation's year; for nobody in particular, what is public. */
export class ReadDomainStatus extends Query<OrganisationYear> {
  constructor(
    readonly person: Person | undefined,
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
    return this.status.ofOrganisation(organisation, year, {
      ...question,
      show: person === undefined ? 'public' : shownTo(person),
    });
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

/** A year of every organisation. */
export class ReadNationalGrid extends Query<NationalGrid> {
  constructor(
    readonly person: Person,
    readonly year: string,
    readonly question: Omit<NationalQuestion, 'show'> = {},
  ) {
    super();
  }
}

@QueryHandler(ReadNationalGrid)
export class ReadNationalGridHandler implements IQueryHandler<ReadNationalGrid> {
  constructor(private readonly status: DomainStatusQuery) {}

  execute({ person, year, question }: ReadNationalGrid): Promise<NationalGrid> {
    return this.status.ofNation(year, { ...question, show: shownTo(person) });
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

/** What was shared with organisations, and how it stands. */
export class ListSharings extends Query<Page<SharingOnList>> {
  constructor(
    readonly person: Person,
    readonly question: Omit<SharingsQuestion, 'show' | 'today'> = {},
  ) {
    super();
  }
}

@QueryHandler(ListSharings)
export class ListSharingsHandler implements IQueryHandler<ListSharings> {
  constructor(
    private readonly sharings: SharingsQuery,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  execute({ person, question }: ListSharings): Promise<Page<SharingOnList>> {
    return this.sharings.list({ ...question, show: shownTo(person), today: this.clock.today() });
  }
}

/** What waits for the person signed in: assessments, open actions, and, shared with organisations, what they or the office speak to. */
export interface PersonsWork extends WorkOnDesk {
  readonly sharings: readonly SharingOnList[];
}

export class ReadWorkList extends Query<PersonsWork> {
  constructor(readonly person: Person) {
    super();
  }
}

@QueryHandler(ReadWorkList)
export class ReadWorkListHandler implements IQueryHandler<ReadWorkList> {
  constructor(
    private readonly workList: WorkList,
    private readonly sharings: SharingsQuery,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async execute({ person }: ReadWorkList): Promise<PersonsWork> {
    const show = shownTo(person);
    const isOrganisation = show.startsWith('organisation:');
    const speaks = isOrganisation || roleMay(person, 'assessment.share');
    const standing = isOrganisation ? 'open' : 'current';
    const includeExamples = person.area.kind === 'office' || person.area.kind === 'organisation';
    const [desk, sharings] = await Promise.all([
      this.workList.of(person),
      speaks ? this.sharings.list({ show, standing, includeExamples, today: this.clock.today(), limit: 500 }) : undefined,
    ]);
    // Actions are agreed while an assessment is a draft: the committee comes to it later, the organisation and the public never.
    const seesActions = !isOrganisation && show !== 'public' && show !== 'before-the-committee';
    return { ...desk, actions: seesActions ? desk.actions : [], sharings: sharings?.items ?? [] };
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

  async execute({ person, question }: ListAssessments): Promise<Page<AssessmentSummary>> {
    const show = shownTo(person);
    const page = await this.assessments.list({ ...question, show });
    return { ...page, items: page.items.map((summary) => (isWorkedOn(summary, show) ? summary : asPublished(summary))) };
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
/** Whether a list shows an assessment to somebody who works on it, and not because it is public. */
const isWorkedOn = ({ office, region, status }: AssessmentSummary, show: Shown): boolean =>
  status === 'transcribed' ||
  show === 'all' ||
  show === 'before-the-committee' ||
  show === `office:${office}` ||
  show === `region:${region}`;

/** A summary without what only those who worked on it see. */
const asPublished = (summary: AssessmentSummary): AssessmentSummary => ({
  ...summary,
  ...{ stageDue: null, round: 0, openedOn: null, plannedFor: null, checkpoint: 'none', submittedOn: null, missing: [] },
  headline: { ...summary.headline, computed: null, override: null },
  ...{ openActions: 0, nextActionDue: null },
});
