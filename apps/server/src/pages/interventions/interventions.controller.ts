import { Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { InterventionKind, InterventionOutcome } from '#interventions/contract.js';
import { type InterventionMoment, type InterventionView, ReadOrganisationInterventions } from '#interventions/queries.js';
import { partialDateInWords } from '#kernel/partial-date.js';
import { OrganisationDirectory } from '#organisations/contract.js';
import { problem } from '../../edge/problem.js';
import { PageController, PageFor } from '../frame/page-access.js';
import { Pages } from '../frame/pages.js';
import { pageMoment, PageMoments } from '../reading/page-moments.js';
import { type NameOf, PeopleNames } from '../reading/people-names.js';
import { momentInWords } from '../words/dates.js';

const momentQuery = z.object(pageMoment);

/** What an organisation was or is put under, beside its ratings. */
@PageController('organisations/:code/interventions')
export class InterventionsPages {
  constructor(
    @Inject(Pages) private readonly pages: Pages,
    @Inject(PageMoments) private readonly moments: PageMoments,
    @Inject(OrganisationDirectory) private readonly directory: OrganisationDirectory,
    @Inject(PeopleNames) private readonly names: PeopleNames,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  /** Its own interventions and those of its predecessors, with objectives and what happened. */
  @PageFor('intervention.read')
  @Get()
  async ofOrganisation(
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
    @Param('code') code: string,
    @Query({ schema: momentQuery }) query: z.infer<typeof momentQuery>,
  ): Promise<void> {
    const moment = await this.moments.of(query, ['interventions', 'organisations']);
    const organisation = await this.directory.find(code);
    if (organisation === undefined) throw problem('not-found', `No organisation of the code ${code} is recorded.`);
    const { asAt, effectiveOn } = moment;
    const { items } = await this.queries.execute(new ReadOrganisationInterventions(code, { asAt, effectiveOn }));
    const nameOf = await this.names.of(items.flatMap(({ timeline }) => timeline.map(({ actor }) => actor)));
    const organisationNames = await this.#namesOf(items);
    return this.pages.show(request, reply, 'interventions/of-organisation.njk', {
      section: 'organisations',
      title: `Interventions, ${organisation.name}`,
      organisation,
      moment,
      path: `/organisations/${code}/interventions`,
      items: items.map((item) => shown(item, code, organisationNames, nameOf)),
    });
  }

  async #namesOf(items: readonly InterventionView[]): Promise<ReadonlyMap<string, string>> {
    const codes = [...new Set(items.flatMap(({ organisations, alsoBinds }) => [...organisations, ...alsoBinds]))];
    const found = await Promise.all(codes.map((code) => this.directory.find(code)));
    return new Map(found.flatMap((one) => (one === undefined ? [] : [[one.code, one.name] as const])));
  }
}

const KINDS: Readonly<Record<InterventionKind, string>> = {
  condition: 'Condition of authorisation',
  directions: 'Legal directions',
  'special-measures': 'Special measures',
  'success-regime': 'Success regime',
  'recovery-support': 'Recovery Support Programme',
};
const OUTCOMES: Readonly<Record<InterventionOutcome, string>> = {
  'criteria-met': 'all exit criteria were met',
  lifted: 'lifted',
  replaced: 'replaced by another intervention',
  'organisation-closed': 'the organisation closed',
};
const HAPPENED: Readonly<Record<InterventionMoment['type'], string>> = {
  InterventionRecorded: 'Taken over as published',
  InterventionBegan: 'Began',
  ObjectiveAgreed: 'Objective agreed',
  ObjectiveMet: 'Objective met',
  ObjectiveNotMet: 'Objective not met',
  InterventionVaried: 'Varied',
  InterventionEnded: 'Ended',
  InterventionCorrected: 'Record corrected',
};

const inWords = (date: string | null): string => (date === null ? 'date not given' : partialDateInWords(date));

function shown(view: InterventionView, code: string, names: ReadonlyMap<string, string>, nameOf: NameOf) {
  const named = (codes: readonly string[]) => codes.map((one) => ({ code: one, name: names.get(one) ?? one }));
  const isOwn = view.organisations.includes(code);
  return {
    ...view,
    kind: KINDS[view.kind],
    organisations: named(view.organisations),
    alsoBinds: named(view.alsoBinds),
    relation: isOwn ? undefined : view.alsoBinds.includes(code) ? 'Bound to help' : 'Of a predecessor',
    from: inWords(view.from),
    until: untilInWords(view),
    timeline: view.timeline.toReversed().map(({ type, on, detail, actor, recordedAt }) => ({
      title: HAPPENED[type],
      when: type === 'InterventionCorrected' ? undefined : inWords(on),
      recorded: `Recorded ${momentInWords(recordedAt)}, ${nameOf(actor)}`,
      detail,
    })),
  };
}

function untilInWords({ standing, until, outcome }: InterventionView): string {
  if (standing === 'in-force') return 'in force';
  if (standing === 'end-not-given') return 'the source does not say whether it ended';
  return outcome === null ? inWords(until) : `${inWords(until)}: ${OUTCOMES[outcome]}`;
}
