import { Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ReadAssessment } from '#assessment/queries.js';
import { assessesKind, FRAMEWORK_CATALOGUE, type FrameworkCatalogue, type Pack } from '#frameworks/contract.js';
import { type Person, roleMay } from '#identity/contract.js';
import { OrganisationDirectory, type OrganisationView } from '#organisations/contract.js';
import { asksFor, selfAssessmentIdOf } from '#self-assessment/contract.js';
import {
  type KnownSelfAssessment,
  ListSelfAssessments,
  ReadSelfAssessment,
  type SelfAssessmentView,
} from '#self-assessment/queries.js';
import { SignedIn } from '../../edge/command-context.js';
import { type CsvRow, sendCsv } from '../../edge/csv.js';
import { problem } from '../../edge/problem.js';
import { PageController, PageFor } from '../frame/page-access.js';
import { Pages } from '../frame/pages.js';
import { type PageMoment, pageMoment, PageMoments } from '../reading/page-moments.js';
import { type NameOf, PeopleNames } from '../reading/people-names.js';
import { periodInWords } from '../words/periods.js';
import { nameOfCriterion, selfAssessmentTasks, standingInWords } from './self-assessment-tasks.js';

const momentQuery = z.object({ ...pageMoment, done: z.string().max(40).optional() });
type MomentQuery = z.infer<typeof momentQuery>;

/** How organisations score themselves, and what their assessors make of it. */
@PageController()
export class SelfAssessmentsPages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(PageMoments) private readonly moments: PageMoments,
    @Inject(OrganisationDirectory) private readonly directory: OrganisationDirectory,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
    @Inject(PeopleNames) private readonly names: PeopleNames,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  /** An organisation's self-assessments, and those its frameworks ask for that were not begun. */
  @PageFor('self-assessment.read')
  @Get('organisations/:code/self-assessments')
  async ofOrganisation(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('code') code: string,
    @Query({ schema: momentQuery }) query: MomentQuery,
    @SignedIn() person: Person,
  ): Promise<void> {
    const moment = await this.moments.of(query, ['self-assessments', 'organisations', 'frameworks']);
    const organisation = await this.directory.find(code);
    if (organisation === undefined) throw problem('not-found', `No organisation of the code ${code} is recorded.`);
    const items = await this.queries.execute(new ListSelfAssessments(person, { organisation: code, asAt: moment.asAt }));
    const frameworks = moment.isNow ? await this.catalogue.list() : [];
    const notBegun = frameworks.map(({ pack }) => pack).filter((pack) => isAskedOf(pack, organisation));
    return this.pages.show(request, reply, 'self-assessments/of-organisation.njk', {
      section: 'organisations',
      title: `Self-assessments, ${organisation.name}`,
      ...{ organisation, moment, path: `/organisations/${code}/self-assessments`, items },
      notBegun: notBegun.flatMap((pack) => beginningOf(pack, organisation, items, person)),
    });
  }

  /** Both sides of every criterion, beside each other, and how they came to be. */
  @PageFor('self-assessment.read')
  @Get('self-assessments/:id')
  async one(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Query({ schema: momentQuery }) query: MomentQuery,
    @SignedIn() person: Person,
  ): Promise<void> {
    const moment = await this.moments.of(query);
    const view = await this.#read(person, id, moment);
    const nameOf = await this.names.of(view.trail.map(({ by }) => by));
    const assessment = await this.queries.execute(new ReadAssessment(person, id));
    const what = view.deskReview === null ? 'Self-assessment' : 'Desk review';
    return this.pages.show(request, reply, 'self-assessments/one.njk', {
      section: 'organisations',
      title: `${what}, ${view.organisationName}, ${periodInWords(view.period)}`,
      ...{ view, what, moment, path: `/self-assessments/${id}` },
      standing: standingInWords(view),
      returnedFor: view.criteria.filter(({ item }) => view.returned?.items.includes(item) === true).map(nameOfCriterion),
      criteria: view.criteria.map((criterion) => ({ ...criterion, name: nameOfCriterion(criterion), ...sidesOf(criterion) })),
      trail: trailByCriterion(view, nameOf),
      tasks: moment.isNow ? selfAssessmentTasks(person, view) : [],
      assessment: assessment && { id, period: assessment.period },
      done: query.done === undefined || !moment.isNow ? undefined : DONE[query.done],
    });
  }

  /** Every score ever given, by both sides, as a file. */
  @PageFor('self-assessment.read')
  @Get('self-assessments/:id/trail.csv')
  async trail(
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Query({ schema: momentQuery }) query: MomentQuery,
    @SignedIn() person: Person,
  ): Promise<void> {
    const view = await this.#read(person, id, await this.moments.of(query));
    const nameOf = await this.names.of(view.trail.map(({ by }) => by));
    return sendCsv(
      reply,
      `${id}-trail`,
      view.trail.map((entry) => csvRow(entry, view, nameOf(entry.by))),
    );
  }

  async #read(person: Person, id: string, { asAt, effectiveOn }: PageMoment): Promise<SelfAssessmentView> {
    const view = await this.queries.execute(new ReadSelfAssessment(person, id, { position: asAt, effectiveOn }));
    if (view === undefined)
      throw problem('not-found', `There is no self-assessment ${id} at that moment, or it is not yours to see.`);
    return view;
  }
}

/** What was just done, as the page says it. */
const DONE: Readonly<Record<string, string>> = {
  sites: 'The site is saved.',
  score: 'The score is saved.',
  submission: 'It is submitted. Your scores stand until the assessor returns them.',
  'desk-review': 'The desk review has begun.',
  review: 'The review is saved.',
  return: 'It is back with the organisation.',
  'return-withdrawal': 'The return is taken back.',
  finalisation: 'The scores are final.',
  'finalisation-withdrawal': 'The final scores are taken back.',
};

/** Whether a framework asks an organisation of this kind, that was there in its year, for anything. */
function isAskedOf(pack: Pack, { kind, openedOn, closedOn }: OrganisationView): boolean {
  const { selfAssessment, deskReview } = asksFor(pack);
  if ((selfAssessment === undefined && deskReview === undefined) || !assessesKind(pack, kind)) return false;
  const [from, until] = [`${pack.window.from.slice(0, 4)}-04-01`, `${pack.window.until.slice(0, 4)}-04-01`];
  return (openedOn === undefined || openedOn < until) && (closedOn === undefined || closedOn > from);
}

interface Beginning {
  readonly title: string;
  readonly period: string;
  readonly text: string;
  /** Absent where it is nothing for the person to begin. */
  readonly href: string | undefined;
}

/** What a framework asks for that was not begun: the organisation starts its own, the assessor a desk review. */
function beginningOf(
  pack: Pack,
  { code }: OrganisationView,
  begun: readonly KnownSelfAssessment[],
  person: Person,
): readonly Beginning[] {
  const period = `${pack.window.from.slice(0, 7)}-year`;
  const id = selfAssessmentIdOf({ organisation: code, framework: pack.id, period });
  if (begun.some((one) => one.id === id)) return [];
  const { selfAssessment } = asksFor(pack);
  const isOwn = roleMay(person, 'self-assessment.fill');
  const form = isOwn ? selfAssessment && 'start' : roleMay(person, 'self-assessment.review') && 'desk-review';
  return [
    {
      ...{ title: pack.title, period },
      text: selfAssessment === undefined ? 'Desk review, not begun' : 'Self-assessment, not started',
      href: form ? `/self-assessments/${id}/${form}` : undefined,
    },
  ];
}

const labelOn = (scale: SelfAssessmentView['criteria'][number]['scale'], score: string | undefined): string | undefined =>
  scale.find(({ id }) => id === score)?.label ?? score;

const sidesOf = ({ scale, own, review }: SelfAssessmentView['criteria'][number]) => ({
  ownLabel: labelOn(scale, own?.score),
  reviewLabel: labelOn(scale, review?.score),
  differs: own !== null && review !== null && own.score !== review.score,
});

function wordsFor({ item, side, score }: SelfAssessmentView['trail'][number], { criteria }: SelfAssessmentView) {
  const criterion = criteria.find((one) => one.item === item);
  return {
    name: criterion === undefined ? item : nameOfCriterion(criterion),
    label: labelOn(criterion?.scale ?? [], score) ?? score,
    sideName: side === 'organisation' ? 'Organisation' : 'Assessor',
  };
}

/** The trail of each criterion that has one, oldest first. */
const trailByCriterion = (view: SelfAssessmentView, nameOf: NameOf) =>
  view.criteria
    .map((criterion) => ({
      name: nameOfCriterion(criterion),
      entries: view.trail
        .filter(({ item }) => item === criterion.item)
        .map((entry) => ({ ...entry, ...wordsFor(entry, view), by: nameOf(entry.by) })),
    }))
    .filter(({ entries }) => entries.length > 0);

function csvRow(entry: SelfAssessmentView['trail'][number], view: SelfAssessmentView, by: string): CsvRow {
  const { name, label, sideName } = wordsFor(entry, view);
  return {
    organisation: view.organisation,
    framework: view.framework,
    period: view.period,
    criterion: entry.item,
    name,
    side: sideName,
    round: String(entry.round),
    score: entry.score,
    label,
    text: entry.text ?? '',
    evidence: entry.evidence.map(({ title, link, periodCovered }) => `${title} (${periodCovered}): ${link}`).join('; '),
    on: entry.on,
    by,
  };
}
