import { Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ListAssessments } from '#assessment/queries.js';
import { mayNot, type Person } from '#identity/contract.js';
import { SMALLEST_GROUP } from '#stakeholder-survey/contract.js';
import { SignedIn } from '../../edge/command-context.js';
import { problem } from '../../edge/problem.js';
import { permissionOf } from '../forms/form-definition.js';
import { PageController, PageFor } from '../frame/page-access.js';
import { Pages } from '../frame/pages.js';
import { pageMoment, PageMoments } from '../reading/page-moments.js';
import { ABOUT_ONE_PART, type SurveyContext, surveyForms } from './survey-forms.js';
import { shownSurvey } from './survey-words.js';
import { type FoundSurvey, Surveys } from './surveys.js';

const newQuery = z.object({ organisation: z.string().max(10), year: z.string().max(10) });
const oneQuery = z.object({ asAt: pageMoment.asAt, atLeast: pageMoment.atLeast, done: z.string().max(40).optional() });

/** Something the person may do with the survey. */
interface Task {
  readonly text: string;
  readonly href: string;
}

/** A year's survey of one organisation: the report as a page that prints, and what may be recorded of it. */
@PageController('surveys')
export class SurveysPages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(PageMoments) private readonly moments: PageMoments,
    @Inject(Surveys) private readonly surveys: Surveys,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  /** Leads from an organisation and a year to their survey. */
  @PageFor('survey.read')
  @Get('new')
  begin(@Res() reply: FastifyReply, @Query({ schema: newQuery }) { organisation, year }: z.infer<typeof newQuery>): void {
    if (!/^20\d{2}$/.test(year)) throw problem('not-found', `${year} is not the year of a survey: write it like 2017.`);
    void reply.redirect(`/surveys/${encodeURIComponent(organisation)}.${year}`, 303);
  }

  @PageFor('survey.read')
  @Get(':id')
  async one(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Query({ schema: oneQuery }) query: z.infer<typeof oneQuery>,
    @SignedIn() person: Person,
  ): Promise<void> {
    const moment = await this.moments.of(query, ['stakeholder-surveys', 'organisations']);
    const found = await this.surveys.find(person, id, moment.asAt);
    const may = moment.isNow ? [...surveyForms.keys()].filter((path) => allows(person, found, path)) : [];
    if (found.view === undefined && may.length === 0)
      throw problem('not-found', `Nothing is recorded of the survey ${id}, or was not by then.`);
    return this.pages.show(request, reply, 'surveys/one.njk', {
      section: 'organisations',
      title: `Stakeholder survey of ${found.year}, ${found.organisation.name}`,
      ...{ organisation: found.organisation, year: found.year, id, moment, path: `/surveys/${id}` },
      done: query.done !== undefined && moment.isNow,
      smallestGroup: SMALLEST_GROUP,
      item: found.view && shownSurvey(found.view),
      tasks: tasksOf(id, may),
      mayRecord: may.includes('redaction'),
      mayNominate: may.includes('erasure'),
      evidence: moment.isNow ? await this.#mayServe(person, found) : [],
    });
  }

  /** The open assessments of the organisation that it may serve as evidence in. */
  async #mayServe(person: Person, { organisation, place, year, view }: FoundSurvey): Promise<readonly Task[]> {
    if (view === undefined || mayNot(person, 'assessment.record', place) !== undefined) return [];
    const { items } = await this.queries.execute(new ListAssessments(person, { organisation: organisation.code, limit: 100 }));
    return items
      .filter(({ status }) => status === 'open')
      .map(({ id, period }) => ({
        text: period,
        href: `/assessments/${id}/evidence?record=survey-${organisation.code}.${year}`,
      }));
  }
}

function allows(person: Person, { organisation, year, view, place }: FoundSurvey, path: string): boolean {
  const form = surveyForms.get(path);
  const context: SurveyContext = { organisation: organisation.code, year, view, subject: undefined, actions: [] };
  const permission = form && permissionOf(form, context);
  return permission !== undefined && mayNot(person, permission, place) === undefined;
}

const tasksOf = (id: string, paths: readonly string[]): readonly Task[] =>
  paths
    .filter((path) => !ABOUT_ONE_PART.includes(path))
    .map((path) => ({ text: surveyForms.get(path)?.title ?? path, href: `/surveys/${id}/${path}` }));
