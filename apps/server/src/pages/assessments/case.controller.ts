import { Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { AssessmentAnswer } from '#assessment/queries.js';
import { FRAMEWORK_CATALOGUE, type FrameworkCatalogue, ruleVersionsFor } from '#frameworks/contract.js';
import { mayNot, type Person, roleMay } from '#identity/contract.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { SignedIn } from '../../edge/command-context.js';
import { PageController, PageFor } from '../frame/page-access.js';
import { Pages } from '../frame/pages.js';
import type { Visit } from '../forms/form-flow.js';
import { sendCsv } from '../../edge/csv.js';
import { type PageMoment, pageMoment, PageMoments } from '../reading/page-moments.js';
import { PeopleNames } from '../reading/people-names.js';
import { momentInWords } from '../words/dates.js';
import { sittingById } from '../words/panels.js';
import { periodInWords } from '../words/periods.js';
import { editionLink } from '../words/scorecards.js';
import { type Case, Cases } from './cases.js';
import { headlineFacts } from './headline-facts.js';
import { indicatorCsvRows, indicatorTables } from './indicators.js';
import { inputsOf } from './inputs.js';
import { labelsIn, placeAmong, type Step, type StepPlace } from './steps.js';
import { mayOpenAgain, missingIn, openActionsOf, placeOfAnswer, tasksFor, versionTask } from './tasks.js';
import { reopeningOf } from './reopening.js';
import { peopleInNotes, sharedRecords } from './shared-page.js';
import { sharingsOf, waitsForTheOrganisation } from './sharings.js';
import { peopleIn, timelineOf } from './timeline.js';
import { trajectoriesOf } from './trajectories.js';
import { earlierRounds, trackerOf, waterfallOf } from './waterfall.js';

const caseQuery = z.object({ ...pageMoment, done: z.string().max(40).optional() });

/** Which read models a case is made of besides its own stream. */
const SHOWN_BY = ['moderation-trail', 'work-list'];

/** One assessment: how it stands or stood, how each rating came to be, what happened. */
@PageController('assessments')
export class CasePages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(PageMoments) private readonly moments: PageMoments,
    @Inject(Cases) private readonly cases: Cases,
    @Inject(PeopleNames) private readonly names: PeopleNames,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** `asAt` is an instant, a day or a position; the page then leads back and on by one step of the history. */
  @PageFor('organisation.read')
  @Get(':id')
  async one(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Query({ schema: caseQuery }) query: z.infer<typeof caseQuery>,
    @SignedIn() person: Person,
  ): Promise<void> {
    const moment = await this.moments.of(query, SHOWN_BY);
    const found = await this.cases.at(person, id, moment);
    if (found.answer !== undefined && found.answer.sight !== 'whole')
      return this.#part({ request, reply, person }, found.answer, moment, query.done !== undefined);
    const place = placeAmong(found.steps, moment.asAt);
    const path = `/assessments/${id}`;
    const shownFor = { ...moment, words: wordsAt(moment, place) };
    const frame = { section: 'organisations', moment: shownFor, path, ...stepLinks(path, moment, place, found.steps) } as const;
    if (found.answer === undefined) return this.#notYet(request, reply, { ...frame, id, first: found.steps[0] });
    const shown = found.steps.slice(0, place.now?.number ?? 0).filter((step) => isEffective(step, moment));
    const nameOf = await this.names.of(peopleIn(shown, found.answer));
    return this.pages.show(request, reply, 'assessments/case.njk', {
      ...frame,
      ...this.#model(found, found.answer, person, moment),
      ...(await this.#byItsFramework(found.answer, person, moment)),
      timeline: timelineOf(shown, {
        ...{ answer: found.answer, labels: labelsIn(found.events), nameOf },
        reader: moment.isNow && roleMay(person, 'assessment.read-back') ? person.id : undefined,
      }),
      done: query.done === undefined || !moment.isNow ? undefined : place.now?.title,
    });
  }

  /** The values of its indicators as they stand or stood, as a file. */
  @PageFor('organisation.read')
  @Get(':id/indicator-values.csv')
  async indicatorValues(
    @Res() reply: FastifyReply,
    @Param('id') id: string,
    @Query({ schema: caseQuery }) query: z.infer<typeof caseQuery>,
    @SignedIn() person: Person,
  ): Promise<void> {
    const answer = await this.cases.standing(person, id, await this.moments.of(query));
    return sendCsv(reply, `${id}-indicator-values`, indicatorCsvRows(answer));
  }

  #model(found: Case, answer: AssessmentAnswer, person: Person, moment: PageMoment) {
    const isLive = answer.status !== 'transcribed' && answer.status !== 'withdrawn';
    return {
      title: `${answer.organisationName}, ${periodInWords(answer.period)}`,
      answer,
      tracker: isLive ? trackerOf(answer, found.trail) : [],
      waterfall: waterfallOf(answer, found.trail, found.previous),
      rounds: earlierRounds(answer, found.trail),
      headlineFacts: headlineFacts(answer, found.trail, labelsIn(found.events)),
      indicators: indicatorTables(answer),
      trajectories: trajectoriesOf(answer),
      mayRecord: moment.isNow && mayNot(person, 'assessment.record', placeOfAnswer(answer)) === undefined,
      sharings: sharingsOf(answer, this.#looking(person, moment)),
      waits: moment.isNow ? waitsForTheOrganisation(answer, this.clock.today()) : undefined,
      actions: openActionsOf(answer, moment.effectiveOn ?? this.clock.today()),
      inputs: moment.isNow ? inputsOf(answer, found.selfAssessment) : [],
      selfAssessment: found.selfAssessment?.standing?.id,
      missing: moment.isNow ? missingIn(answer) : [],
      inHand: inHandOf(answer),
      reopening: reopeningOf(answer, person, moment.isNow),
      openAgain: moment.isNow && mayOpenAgain(person, answer),
    };
  }

  /** What can be done, and what other rules there are: a newer version of the framework may have been adopted since. */
  async #byItsFramework(answer: AssessmentAnswer, person: Person, { isNow }: PageMoment) {
    const adopted = await this.catalogue.get(answer.framework);
    return {
      tasks: isNow ? [...tasksFor(person, answer), ...versionTask(person, answer, adopted?.version)] : [],
      hasRuleVersions: adopted !== undefined && ruleVersionsFor(adopted.pack, answer.period).length > 0,
    };
  }

  /** What was shared with an organisation, or published: not how it came to be. */
  async #part({ request, reply, person }: Visit, answer: AssessmentAnswer, moment: PageMoment, isDone: boolean): Promise<void> {
    const nameOf = await this.names.of(peopleInNotes(answer));
    return this.pages.show(request, reply, `assessments/${answer.sight}.njk`, {
      section: 'organisations',
      title: `${answer.organisationName}, ${periodInWords(answer.period)}`,
      path: `/assessments/${answer.id}`,
      moment,
      answer,
      ...sharedRecords(answer, nameOf),
      edition: answer.publication === null ? undefined : editionLink(answer.publication.edition, answer.publication.publishedOn),
      sharings: sharingsOf(answer, this.#looking(person, moment)),
      done: isDone && moment.isNow ? 'What you sent is on the record.' : undefined,
    });
  }

  /** Nothing can be done about a moment that has passed. */
  #looking(person: Person, { isNow }: PageMoment) {
    return { person: isNow ? person : undefined, today: this.clock.today() };
  }

  /** The assessment exists, but at the moment asked about nothing of it was recorded here. */
  #notYet(
    request: FastifyRequest,
    reply: FastifyReply,
    frame: { readonly section: 'organisations'; readonly id: string; readonly first: Step | undefined },
  ): Promise<void> {
    const { first, id, ...rest } = frame;
    return this.pages.show(request, reply, 'assessments/not-yet.njk', {
      ...rest,
      id,
      title: `${id}: not recorded here yet`,
      recordedAt: first?.events[0].recordedAt,
    });
  }
}

/** What a panel has in hand of the assessment, in words; none at an earlier moment. */
function inHandOf({ beforePanel, status }: AssessmentAnswer): readonly string[] {
  if (beforePanel === null) return [];
  const { beingApplied, papersOpenedBy } = beforePanel;
  if (beingApplied !== null)
    return [
      `Decided, being applied: ${sittingById(beingApplied.panel)} decided on it with others. It takes no other decision until then.`,
    ];
  if (papersOpenedBy === null || status !== 'in-moderation') return [];
  return [`Its submission cannot be recalled: ${sittingById(papersOpenedBy)} has opened its papers.`];
}

/** By effective date, a step counts when its day had come; one about no day counts always. */
function isEffective({ events: [{ metadata }] }: Step, { effectiveOn }: PageMoment): boolean {
  return effectiveOn === undefined || (metadata.businessDate ?? '') <= effectiveOn;
}

/** A position of the log says nothing to people: the time of the step that was last then does. */
function wordsAt({ words, asked }: PageMoment, { now }: StepPlace): string | undefined {
  const recordedAt = now?.events[0].recordedAt;
  return /^\d+$/.test(asked.asAt) && recordedAt !== undefined ? `on ${momentInWords(recordedAt)}` : words;
}

function stepLinks(path: string, moment: PageMoment, { now, count, back, on }: StepPlace, steps: readonly Step[]) {
  const at = (step: Step): string => `${path}?asAt=${String(step.position)}`;
  const last = steps.at(-1);
  const since = now === undefined || last === undefined || now === last ? undefined : { from: now, to: last };
  return {
    step: now === undefined || moment.isNow ? undefined : `Step ${String(now.number)} of ${String(count)}: ${now.title}.`,
    links: [
      back && { text: 'Back one step', href: at(back) },
      on && { text: 'On one step', href: at(on) },
      since && {
        text: 'What has changed since',
        href: `${path}/changes?from=${String(since.from.position)}&to=${String(since.to.position)}`,
      },
    ],
  };
}
