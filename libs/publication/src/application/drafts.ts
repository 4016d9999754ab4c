import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ReadRatingsToPublish } from '#assessment/contract.js';
import {
  type AdoptedFramework,
  cadenceOf,
  coversPeriod,
  FRAMEWORK_CATALOGUE,
  type FrameworkCatalogue,
  type FrameworkForPeriod,
  isPeriod,
  periodEnd,
  yearOf,
} from '#frameworks/contract.js';
import { isRefusal, refuse, type Refusal } from '#kernel/refusal.js';
import { commissioningOn, OrganisationDirectory } from '#organisations/contract.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { EDITION_KINDS, type EditionKind, kindsOfEdition, scorecardId, scorecardStream } from '../core/scorecard/kinds.js';
import { assembleDraft, type Draft, type DraftParts } from './assemble-draft.js';
import { standingEdition } from '../core/scorecard/standing.js';
import { SCORECARD_DECISIONS, type ScorecardDecisions } from './scorecard-decisions.js';
import type { PublicationRule } from './scorecards.js';

/** A scorecard by its id: `2016-17-year.statutory-summary`; a period alone means its scorecard. */
export interface ScorecardName {
  readonly id: string;
  readonly period: string;
  readonly kind: EditionKind;
}

/** Reads the id of a scorecard; undefined for a text that is none. */
export function scorecardNamed(text: string): ScorecardName | undefined {
  const [period = '', asked = 'scorecard', ...rest] = text.split('.');
  const kind = EDITION_KINDS.find((one) => one === asked);
  if (!isPeriod(period) || kind === undefined || rest.length > 0) return undefined;
  return { id: scorecardId(period, kind), period, kind };
}

/** Drafts of editions, put together from assessments, organisations and frameworks as they are now. */
@Injectable()
export class Drafts {
  constructor(
    private readonly queries: QueryBus,
    @Inject(SCORECARD_DECISIONS) private readonly decisions: ScorecardDecisions,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
    @Inject(OrganisationDirectory) private readonly organisations: OrganisationDirectory,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** The draft of a scorecard's next edition; refused where no framework gives such ratings of the period. */
  async of({ id, period, kind }: ScorecardName): Promise<Draft | Refusal<PublicationRule>> {
    const framework = await this.#frameworkOf(period, kind);
    const terms = framework && (await this.catalogue.forPeriod(framework.id, period));
    if (framework === undefined || terms === undefined || isRefusal(terms) || !rates(terms, kind))
      return refuse('scorecard-unknown', `No adopted framework gives ratings for ${kindsOfEdition[kind].title} of ${period}.`);
    const organisationsOn = periodEnd(period);
    const kinds = (['ccg', 'icb'] as const).filter((one) => framework.pack.assesses.includes(one));
    const organisations = await commissioningOn(this.organisations, kinds, organisationsOn);
    const ids = organisations.map(({ code }) => `${code}.${framework.id}.${period}`);
    const [assessments, { state }] = await Promise.all([
      this.queries.execute(new ReadRatingsToPublish(ids)),
      this.decisions.current(scorecardStream(id)),
    ]);
    const now = new Date(this.clock.now()).toISOString();
    const published = kindsOfEdition[kind].takes === 'published' ? await this.#publishedOf(period, now) : undefined;
    return assembleDraft({
      ...{ scorecard: id, kind, period, framework, terms, organisationsOn, organisations, assessments, state, now },
      ...(published && { published }),
    });
  }

  /** What stands published of a period, to be summed up. */
  async #publishedOf(period: string, now: string): Promise<NonNullable<DraftParts['published']>> {
    const { state } = await this.decisions.current(scorecardStream(scorecardId(period, 'scorecard')));
    return { standing: standingEdition(state, now) };
  }

  async #frameworkOf(period: string, kind: EditionKind): Promise<AdoptedFramework | undefined> {
    const { family, takes } = kindsOfEdition[kind];
    // The law asks for the summary of a year, and of no part of it.
    if (takes === 'published' && cadenceOf(period) !== 'year') return undefined;
    const ofYear = await this.catalogue.ofYear(yearOf(period));
    return ofYear.find(({ pack }) => pack.family === family && coversPeriod(pack, period) && ratesIn(pack, period));
  }
}

const ratesIn = ({ items }: AdoptedFramework['pack'], period: string): boolean =>
  items.some(({ scale }) => scale?.[cadenceOf(period)] !== undefined);

const rates = ({ items }: FrameworkForPeriod, kind: EditionKind): boolean =>
  items.some(({ given }) => given === (kindsOfEdition[kind].takes === 'given'));
