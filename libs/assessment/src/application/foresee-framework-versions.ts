import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { FRAMEWORK_CATALOGUE, type FrameworkCatalogue } from '#frameworks/contract.js';
import type { Person } from '#identity/contract.js';
import { judgementUnder } from '../core/assessment/apply-framework-version.js';
import type { FrameworkTerms } from '../core/assessment/framework-terms.js';
import { headlineItem } from '../core/assessment/items-in-force.js';
import type { Judgement } from '../core/assessment/judgement.js';
import { theVersionIsAlike } from '../core/assessment/rules-on-framework-versions.js';
import { isLive, type LiveAssessment } from '../core/assessment/state.js';
import { ASSESSMENT_DECISIONS, type AssessmentDecisions, assessmentStream, compute } from './assessment-decisions.js';
import { termsOfVersion } from './framework-version-terms.js';
import { seesWhole } from './who-may-read.js';

/** An item that a rule rates, under the version that stands and under another. */
export interface ItemForeseen {
  readonly item: string;
  readonly label: string;
  /** The rating, by its label; null where there would be none. */
  readonly before: string | null;
  readonly after: string | null;
  /** How the other version comes to it. */
  readonly explanation: string;
  readonly changes: boolean;
}

/** What an assessment would come to under a newer version of its framework. Nothing is recorded. */
export interface VersionForeseen {
  readonly version: number;
  readonly adoptedOn: string;
  /** Why it was adopted, and where it was taken from. */
  readonly reason: string;
  readonly source: string;
  /** What keeps it from being applied to an assessment of the version that stands; null where nothing does. */
  readonly refused: string | null;
  readonly items: readonly ItemForeseen[];
  /** Whether what a stage put in place of the headline would lapse. */
  readonly overrideLapses: boolean;
}

/** The newer versions of an assessment's framework and what each would make of it; undefined where it is not the person's to see. */
export class ForeseeFrameworkVersions extends Query<readonly VersionForeseen[] | undefined> {
  constructor(
    readonly person: Person,
    readonly id: string,
  ) {
    super();
  }
}

@QueryHandler(ForeseeFrameworkVersions)
export class ForeseeFrameworkVersionsHandler implements IQueryHandler<ForeseeFrameworkVersions> {
  constructor(
    @Inject(ASSESSMENT_DECISIONS) private readonly decisions: AssessmentDecisions,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
  ) {}

  async execute({ person, id }: ForeseeFrameworkVersions): Promise<readonly VersionForeseen[] | undefined> {
    const { state } = await this.decisions.current(assessmentStream(id));
    if (!isLive(state) || !seesWhole(person, state)) return undefined;
    const { framework } = state.terms;
    const adopted = await this.catalogue.versionsOf(framework.id);
    const newer = adopted.filter(({ version }) => version > framework.version);
    const foreseen = await Promise.all(
      newer.map(async ({ version, adoptedOn, reason, source }) => {
        const terms = await termsOfVersion(this.catalogue, state.terms, version);
        return terms === undefined ? [] : [{ version, adoptedOn, reason, source, ...foreseenUnder(state, terms) }];
      }),
    );
    return foreseen.flat();
  }
}

/** What other terms would make of it, whatever may keep them from being applied. */
export function foreseenUnder(
  state: LiveAssessment,
  terms: FrameworkTerms,
): Pick<VersionForeseen, 'refused' | 'items' | 'overrideLapses'> {
  const refused = theVersionIsAlike(state.terms, terms)?.detail ?? null;
  const { before, after } = judgementUnder(state, terms, compute);
  return {
    refused,
    items: after.computed.flatMap((fact) => itemsForeseen(fact, state.terms, before, after)),
    overrideLapses: before.headline.override !== null && after.headline.override === null,
  };
}

function itemsForeseen(
  { item, explanation }: Judgement['computed'][number],
  terms: FrameworkTerms,
  before: Judgement,
  after: Judgement,
): readonly ItemForeseen[] {
  const inForce = terms.items.find(({ id }) => id === item);
  if (inForce === undefined) return [];
  const ratingIn = ({ computed, headline }: Judgement) =>
    item === headlineItem(terms)?.id ? headline.result : (computed.find((one) => one.item === item)?.rating ?? null);
  const labelOf = (rating: string | null) => inForce.scale.ratings.find(({ id }) => id === rating)?.label ?? rating;
  const [was, is] = [ratingIn(before), ratingIn(after)];
  return [{ item, label: inForce.label, before: labelOf(was), after: labelOf(is), explanation, changes: was !== is }];
}
