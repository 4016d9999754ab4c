import { Body, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { mayNot, type Person } from '#identity/contract.js';
import { SignedIn } from '../../edge/command-context.js';
import { problem, ProblemError } from '../../edge/problem.js';
import { permissionOf } from '../forms/form-definition.js';
import { type AskedForm, FormFlow, type Visit } from '../forms/form-flow.js';
import { Typed } from '../forms/typed.js';
import type { FormFields } from '../frame/form-fields.js';
import { FormFor, PageController, PageFor } from '../frame/page-access.js';
import { type SurveyContext, surveyForms } from './survey-forms.js';
import { Surveys } from './surveys.js';

const subjectQuery = z.object({ record: z.string().max(120).optional() });

/** The forms about a year's survey of an organisation. */
@PageController('surveys/:id')
export class SurveyFormPages {
  constructor(
    @Inject(FormFlow) private readonly flow: FormFlow,
    @Inject(Surveys) private readonly surveys: Surveys,
  ) {}

  /** A form as it begins; `record` says which comment, area or nomination, for a form that is about one. */
  @PageFor('survey.read')
  @Get(':form')
  async show(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('form') path: string,
    @Query({ schema: subjectQuery }) { record }: z.infer<typeof subjectQuery>,
    @SignedIn() person: Person,
  ): Promise<void> {
    return this.flow.begin(await this.#asked({ request, reply, person }, id, path, record));
  }

  @FormFor('survey.read')
  @Post(':form')
  async send(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('form') path: string,
    @Body() fields: FormFields,
    @SignedIn() person: Person,
  ): Promise<void> {
    const subject = new Typed(fields).text('_record');
    return this.flow.receive(await this.#asked({ request, reply, person }, id, path, subject), fields);
  }

  async #asked(visit: Visit, id: string, path: string, subject: string | undefined): Promise<AskedForm<SurveyContext>> {
    const { person } = visit;
    const form = surveyForms.get(path);
    if (form === undefined) throw problem('not-found', 'There is no such form.');
    const { organisation, year, view, place } = await this.surveys.find(person, id);
    const actions = path === 'area-actions' ? await this.surveys.actionsOf(person, organisation.code) : [];
    const context = { organisation: organisation.code, year, view, subject, actions };
    const permission = permissionOf(form, context);
    const forbidden = permission && mayNot(person, permission, place);
    if (forbidden !== undefined) throw new ProblemError(forbidden);
    return {
      ...{ form, context, visit, subject },
      section: 'organisations',
      about: `Stakeholder survey of ${year}, ${organisation.name}`,
      back: { text: 'Back to the survey', href: `/surveys/${id}` },
      next: ({ position }) => `/surveys/${id}?atLeast=${String(position)}&done=${path}`,
    };
  }
}
