import { Body, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type AssessmentAnswer, ReadAssessment } from '#assessment/queries.js';
import { mayNot, type Person } from '#identity/contract.js';
import { OrganisationDirectory } from '#organisations/contract.js';
import { keyIn } from '#self-assessment/commands.js';
import { ReadSelfAssessmentStanding } from '#self-assessment/queries.js';
import { SignedIn } from '../../edge/command-context.js';
import { problem, ProblemError } from '../../edge/problem.js';
import { permissionOf } from '../forms/form-definition.js';
import { type AskedForm, FormFlow, type Visit } from '../forms/form-flow.js';
import { Staleness } from '../forms/stale.js';
import { Typed } from '../forms/typed.js';
import type { FormFields } from '../frame/form-fields.js';
import { FormFor, PageController, PageFor } from '../frame/page-access.js';
import { periodInWords } from '../words/periods.js';
import { type SelfAssessmentContext, selfAssessmentForms } from './self-assessment-forms.js';
import { nameOfCriterion, placeOfView } from './self-assessment-tasks.js';

const subjectQuery = z.object({ record: z.string().max(120).optional() });

/** The forms about one self-assessment: the organisation's, and the assessor's. */
@PageController('self-assessments/:id')
export class SelfAssessmentFormPages {
  constructor(
    @Inject(FormFlow) private readonly flow: FormFlow,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(OrganisationDirectory) private readonly directory: OrganisationDirectory,
    @Inject(Staleness) private readonly staleness: Staleness,
  ) {}

  /** A form as it begins; `record` says which criterion, for a form that is about one. */
  @PageFor('self-assessment.read')
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

  @FormFor('self-assessment.read')
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

  async #asked(visit: Visit, id: string, path: string, subject: string | undefined): Promise<AskedForm<SelfAssessmentContext>> {
    const form = selfAssessmentForms.get(path);
    if (form === undefined) throw problem('not-found', 'There is no such form.');
    const context = await this.#contextOf(visit.person, id, subject);
    const { view, assessment } = context;
    const criterion = view?.criteria.find(({ item }) => item === subject);
    if (subject !== undefined && criterion === undefined) throw problem('not-found', 'There is no such criterion.');
    const permission = permissionOf(form, context);
    const forbidden = permission && mayNot(visit.person, permission, view && placeOfView(view));
    if (forbidden !== undefined) throw new ProblemError(forbidden);
    return {
      ...{ form, context, visit, subject },
      section: 'organisations',
      ...(criterion !== undefined && { title: `${form.title}: ${nameOfCriterion(criterion)}` }),
      about: `${await this.#nameOf(context)}, ${periodInWords(context.key.period)}`,
      back: backFrom(context),
      ...(assessment !== undefined && { revision: assessment.revision }),
      shows: () => Promise.resolve({ view, asks: context.asks, assessment }),
      next: ({ position }) => nextAfter(context, path, String(position)),
      newSince: (refusal) => this.staleness.newSince(visit.person, id, refusal),
    };
  }

  async #contextOf(person: Person, id: string, subject: string | undefined): Promise<SelfAssessmentContext> {
    const key = keyIn(id);
    const found = key && (await this.queries.execute(new ReadSelfAssessmentStanding(person, id)));
    if (key === undefined || found === undefined) throw problem('not-found', `${id} is not the id of a self-assessment.`);
    const assessment: AssessmentAnswer | undefined = await this.queries.execute(new ReadAssessment(person, id));
    return { id, key, subject, assessment, asks: found.asks, view: found.standing };
  }

  async #nameOf({ view, key }: SelfAssessmentContext): Promise<string> {
    if (view !== undefined) return view.organisationName;
    return (await this.directory.find(key.organisation))?.name ?? key.organisation;
  }
}

const backFrom = ({ id, key, view }: SelfAssessmentContext) =>
  view === undefined
    ? { text: 'Back to the self-assessments', href: `/organisations/${key.organisation}/self-assessments` }
    : { text: 'Back to the self-assessment', href: `/self-assessments/${id}` };

/** On to the next thing: the site after the start, the assessment after a proposal, else back to where it all stands. */
function nextAfter({ id }: SelfAssessmentContext, path: string, position: string): string {
  if (path === 'start') return `/self-assessments/${id}/sites`;
  if (path === 'proposal') return `/assessments/${id}?atLeast=${position}&done=ratings`;
  return `/self-assessments/${id}?atLeast=${position}&done=${path}`;
}
