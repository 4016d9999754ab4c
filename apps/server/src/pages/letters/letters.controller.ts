import { Body, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { mayNot, type Person } from '#identity/contract.js';
import { newLetterId } from '#letters/commands.js';
import { type LetterView, ListLetters, ReadLetter } from '#letters/queries.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { SignedIn } from '../../edge/command-context.js';
import { problem, ProblemError } from '../../edge/problem.js';
import { Cases } from '../assessments/cases.js';
import { placeOfAnswer } from '../assessments/tasks.js';
import { byPath, permissionOf } from '../forms/form-definition.js';
import { type AskedForm, FormFlow, type Visit } from '../forms/form-flow.js';
import type { FormFields } from '../frame/form-fields.js';
import { FormFor, PageController, PageFor } from '../frame/page-access.js';
import { Pages } from '../frame/pages.js';
import { pageMoment, PageMoments } from '../reading/page-moments.js';
import { periodInWords } from '../words/periods.js';
import { type LetterContext, letterForms, type NewLetterContext, newLetterForm } from './letter-forms.js';
import { checkInWords, letterStanding, tablesOf, tasksFor } from './letter-page.js';

const momentQuery = z.object({ asAt: pageMoment.asAt, atLeast: pageMoment.atLeast });
const forms = byPath<LetterContext>(letterForms);

/** The letters about an assessment, and beginning one. */
@PageController('assessments/:assessment/letters')
export class LettersOfAssessmentPages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(PageMoments) private readonly moments: PageMoments,
    @Inject(Cases) private readonly cases: Cases,
    @Inject(FormFlow) private readonly flow: FormFlow,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @PageFor('letter.read')
  @Get()
  async list(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('assessment') assessment: string,
    @Query({ schema: momentQuery }) query: z.infer<typeof momentQuery>,
    @SignedIn() person: Person,
  ): Promise<void> {
    await this.moments.of(query, ['letters']);
    const letters = await this.queries.execute(new ListLetters(person, { assessment }));
    return this.pages.show(request, reply, 'letters/list.njk', {
      section: 'organisations',
      title: 'Letters and reports',
      assessment,
      letters: letters.map((letter) => ({ ...letter, standing: letterStanding[letter.status] })),
      mayDraft: mayNot(person, 'letter.draft') === undefined,
    });
  }

  @PageFor('letter.draft')
  @Get('new')
  async begin(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('assessment') assessment: string,
    @SignedIn() person: Person,
  ): Promise<void> {
    return this.flow.begin(await this.#asked({ request, reply, person }, assessment));
  }

  @FormFor('letter.draft')
  @Post('new')
  async draft(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('assessment') assessment: string,
    @Body() fields: FormFields,
    @SignedIn() person: Person,
  ): Promise<void> {
    return this.flow.receive(await this.#asked({ request, reply, person }, assessment), fields);
  }

  async #asked(visit: Visit, assessment: string): Promise<AskedForm<NewLetterContext>> {
    const answer = await this.cases.now(visit.person, assessment);
    const forbidden = mayNot(visit.person, 'letter.draft', placeOfAnswer(answer));
    if (forbidden !== undefined) throw new ProblemError(forbidden);
    return {
      ...{ form: newLetterForm, context: { answer }, visit },
      section: 'organisations',
      title: answer.cadence === 'year' ? 'Draft the year-end letter' : "Draft the quarter's summary report",
      about: `${answer.organisationName}, ${periodInWords(answer.period)}`,
      back: { text: 'Back to the letters', href: `/assessments/${assessment}/letters` },
      next: (_, by) => `/letters/${newLetterId(by)}`,
    };
  }
}

/** One letter, to be read, printed and worked on. */
@PageController('letters/:id')
export class LetterPages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(PageMoments) private readonly moments: PageMoments,
    @Inject(FormFlow) private readonly flow: FormFlow,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @PageFor('letter.read')
  @Get()
  async read(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Query({ schema: momentQuery }) query: z.infer<typeof momentQuery>,
    @SignedIn() person: Person,
  ): Promise<void> {
    const moment = await this.moments.of(query);
    const letter = await this.#letter(person, id, moment.asAt);
    return this.pages.show(request, reply, 'letters/letter.njk', {
      section: 'organisations',
      title: letter.title,
      letter,
      moment,
      path: `/letters/${id}`,
      standing: letterStanding[letter.status],
      check: checkInWords(letter),
      tables: tablesOf(letter),
      tasks: moment.isNow ? tasksFor(person, letter) : [],
      isOfOrganisation: person.role === 'organisation',
    });
  }

  @PageFor('letter.read')
  @Get(':form')
  async show(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('form') path: string,
    @SignedIn() person: Person,
  ): Promise<void> {
    return this.flow.begin(await this.#asked({ request, reply, person }, id, path));
  }

  @FormFor('letter.read')
  @Post(':form')
  async send(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Param('form') path: string,
    @Body() fields: FormFields,
    @SignedIn() person: Person,
  ): Promise<void> {
    return this.flow.receive(await this.#asked({ request, reply, person }, id, path), fields);
  }

  async #letter(person: Person, id: string, asAt?: bigint): Promise<LetterView> {
    const letter = z.uuid().safeParse(id).success ? await this.queries.execute(new ReadLetter(person, id, asAt)) : undefined;
    if (letter === undefined) throw problem('not-found', `There is no letter ${id}, or it is not yours to see.`);
    return letter;
  }

  async #asked(visit: Visit, id: string, path: string): Promise<AskedForm<LetterContext>> {
    const letter = await this.#letter(visit.person, id);
    const form = forms.get(path);
    if (form === undefined) throw problem('not-found', 'There is no such form.');
    const context = { letter, today: this.clock.today() };
    const permission = permissionOf(form, context);
    const { organisation, office, region } = letter;
    const place = { organisation: organisation.code, office: office.code, region: region.code };
    const forbidden = permission === undefined ? undefined : mayNot(visit.person, permission, place);
    if (forbidden !== undefined) throw new ProblemError(forbidden);
    return {
      ...{ form, context, visit },
      section: 'organisations',
      about: letter.title,
      back: { text: 'Back to the letter', href: `/letters/${id}` },
      shows: () => Promise.resolve({ letter }),
      // The organisation has seen the draft for the time of the check; afterwards it is the office's again.
      next: () => (path === 'fact-check-answer' ? `/assessments/${letter.assessment}/letters` : `/letters/${id}`),
    };
  }
}
