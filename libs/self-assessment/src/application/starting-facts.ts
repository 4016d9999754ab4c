import { Inject, Injectable } from '@nestjs/common';
import { openingFacts, type OpeningFacts, type OpeningRule } from '#assessment/contract.js';
import {
  DESK_REVIEW,
  FRAMEWORK_CATALOGUE,
  type FrameworkCatalogue,
  type FrameworkForPeriod,
  isPeriod,
  type Pack,
  type Period,
  periodEnd,
  periodStart,
  SELF_ASSESSMENT,
} from '#frameworks/contract.js';
import { isRefusal, type Refusal, refuse } from '#kernel/refusal.js';
import { OrganisationDirectory } from '#organisations/contract.js';
import type { Start } from '../core/self-assessment/decider.js';
import type { SelfAssessmentData, SelfAssessmentTerms } from '../core/self-assessment/events.js';
import type { SelfAssessmentRule } from '../core/self-assessment/rule-book.js';

/** Which self-assessment: the id of the assessment it is for, in its parts. */
export interface SelfAssessmentKey {
  readonly organisation: string;
  readonly framework: string;
  readonly period: string;
}

/** What a self-assessment is started with. */
export type StartingFacts = Omit<Start, 'type' | 'actor' | 'today'>;

/** The parts of `{organisation}.{framework}.{period}`; undefined where an id is nothing of the kind. */
export function keyIn(id: string): SelfAssessmentKey | undefined {
  const [, organisation, framework, period] = /^([^.]+)\.(.+)\.([^.]+)$/.exec(id) ?? [];
  return organisation === undefined || framework === undefined || period === undefined
    ? undefined
    : { organisation, framework, period };
}

/** What a framework asks for beside ratings, of those that are worked on here. */
export const asksFor = ({ inputs = [], items }: Pack) => {
  const input = (id: string) => inputs.find((one) => one.id === id);
  const isScored = items.some(({ kind }) => kind === 'score');
  return {
    selfAssessment: isScored ? input(SELF_ASSESSMENT) : undefined,
    deskReview: isScored ? input(DESK_REVIEW) : undefined,
  };
};

/** Gathers what a self-assessment is started with: of the organisation at the period's end, and of the framework. */
@Injectable()
export class StartingFactsOf {
  constructor(
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
    @Inject(OrganisationDirectory) private readonly organisations: OrganisationDirectory,
  ) {}

  /** The facts, or which of them does not hold. */
  async find(key: SelfAssessmentKey): Promise<StartingFacts | Refusal<OpeningRule | SelfAssessmentRule>> {
    const { organisation, framework, period } = key;
    if (!isPeriod(period)) return refuse('period-not-a-period', `${period} is not a period, such as 2018-19-year.`);
    const facts = await openingFacts(this.organisations, this.catalogue, organisation, framework, period);
    if (isRefusal(facts)) return facts;
    const adopted = await this.catalogue.get(framework);
    const asked = adopted && asksFor(adopted.pack);
    if (adopted === undefined || (asked?.selfAssessment === undefined && asked?.deskReview === undefined))
      return refuse('nothing-to-assess-oneself-on', `${facts.terms.framework.title} asks for no self-assessment.`);
    return {
      ...{ organisation: facts.organisation, office: facts.office, region: facts.region, period },
      terms: termsOf(facts.terms, adopted.pack),
      newlyFormed: await this.#newlyFormed(facts, period, asked?.selfAssessment?.newlyFormed),
    };
  }

  /** Of an organisation that opened in the assessed year: since when, what it took in, and what the framework says of that. */
  async #newlyFormed(
    { organisation }: OpeningFacts,
    period: Period,
    rule: NonNullable<NonNullable<Pack['inputs']>[number]['newlyFormed']> | undefined,
  ): Promise<SelfAssessmentData<'SelfAssessmentStarted'>['newlyFormed']> {
    const found = await this.organisations.find(organisation.code, { effectiveOn: periodEnd(period) });
    if (found?.openedOn === undefined || found.openedOn < periodStart(period)) return null;
    const predecessors = found.predecessors.map(({ code, name }) => ({ code, name }));
    return { since: found.openedOn, predecessors, rule: rule ?? null };
  }
}

/** The scored items with what they are scored against, which the excerpt for an assessment leaves out. */
function termsOf({ framework, items }: FrameworkForPeriod, pack: Pack): SelfAssessmentTerms {
  const { id, version, hash, title } = framework;
  const { selfAssessment, deskReview } = asksFor(pack);
  const scored = items.filter((item) => item.kind === 'score' && !item.given && item.rule === undefined);
  return {
    framework: { id, version, hash, title },
    criteria: scored.map(({ id: item, label, shortLabel, scale }) => ({
      ...{ item, label, ...(shortLabel === undefined ? {} : { shortLabel }) },
      scale: scale.ratings.map((rating) => ({ id: rating.id, label: rating.label })),
      against: (pack.items.find((one) => one.id === item)?.criteria ?? []).map((one) => ({ id: one.id, label: one.label })),
    })),
    selfAssessment: selfAssessment !== undefined,
    deskReview: deskReview !== undefined,
    evidencePerCriterion: selfAssessment?.evidencePerCriterion ?? null,
  };
}
