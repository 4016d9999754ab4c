import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { mayNot, type Person } from '#identity/contract.js';
import { OrganisationDirectory } from '#organisations/contract.js';
import { Nominees } from '../read/nominees.js';
import { type KnownSurvey, SurveysQuery, type SurveysQuestion } from '../read/surveys-query.js';
import { inConfidence, type OrganisationSurveys, overYears, publicView, type SurveyView } from './survey-views.js';
import { surveyPlace } from './survey-place.js';

/** Surveys by organisation and year; comments, areas and nominations only for those who work on them. */
export class ListSurveys extends Query<readonly SurveyView[]> {
  constructor(
    readonly person: Person,
    readonly question: SurveysQuestion = {},
  ) {
    super();
  }
}

/** An organisation's surveys with the comparison of its years. */
export class ReadOrganisationSurveys extends Query<OrganisationSurveys> {
  constructor(
    readonly person: Person,
    readonly organisation: string,
    readonly asAt?: bigint,
  ) {
    super();
  }
}

@QueryHandler(ListSurveys)
export class ListSurveysHandler implements IQueryHandler<ListSurveys> {
  constructor(
    private readonly surveys: SurveysQuery,
    private readonly nominees: Nominees,
    @Inject(OrganisationDirectory) private readonly organisations: OrganisationDirectory,
  ) {}

  async execute({ person, question }: ListSurveys): Promise<readonly SurveyView[]> {
    return this.viewsFor(person, await this.surveys.list(question));
  }

  /** Each as the person may read it. */
  viewsFor(person: Person, surveys: readonly KnownSurvey[]): Promise<readonly SurveyView[]> {
    return Promise.all(surveys.map((known) => this.#viewFor(person, known)));
  }

  async #viewFor(person: Person, known: KnownSurvey): Promise<SurveyView> {
    const place = await surveyPlace(this.organisations, known.organisation, known.year);
    if (mayNot(person, 'survey-in-full.read', place)) return publicView(known);
    const ids = known.survey.nominations.map(({ id }) => id);
    const nominees = mayNot(person, 'survey.nominate', place) ? new Map<string, never>() : await this.nominees.of(ids);
    return { ...publicView(known), inConfidence: inConfidence(known.survey, nominees) };
  }
}

@QueryHandler(ReadOrganisationSurveys)
export class ReadOrganisationSurveysHandler implements IQueryHandler<ReadOrganisationSurveys> {
  constructor(
    private readonly surveys: SurveysQuery,
    private readonly views: ListSurveysHandler,
  ) {}

  async execute({ person, organisation, asAt }: ReadOrganisationSurveys): Promise<OrganisationSurveys> {
    const surveys = await this.surveys.list({ organisation, asAt });
    const items = await this.views.viewsFor(person, surveys);
    return { items: items.toReversed(), overYears: overYears(surveys) };
  }
}
