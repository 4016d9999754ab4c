import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { FRAMEWORK_CATALOGUE, type FrameworkCatalogue, recompute, ruleVersionsFor, type WhatIf } from '#frameworks/contract.js';
import type { Person } from '#identity/contract.js';
import type { StreamMoment } from '#platform/decisions/folded-streams.js';
import { refuse, type Refusal } from '#kernel/refusal.js';
import { currentRatings } from '../core/assessment/selectors.js';
import type { LiveAssessment, Transcribed } from '../core/assessment/state.js';
import { ASSESSMENT_DECISIONS, type AssessmentDecisions, assessmentStream, frameworkOf } from './assessment-decisions.js';
import { seesWhole } from './who-may-read.js';

/** The ratings on record under another version of a rule, with the ratings they would have been beside those that are. */
export interface WhatIfAnswer extends WhatIf {
  readonly id: string;
  readonly revision: string;
  /** The recorded ratings, by item. */
  readonly recorded: Readonly<Record<string, string>>;
}

/**
 * What an assessment's recorded ratings would give under a version of a rule that its framework keeps: undefined when the
 * assessment is not there at that moment, or not the person's to see. Stored nowhere.
 */
export class ReadWhatIf extends Query<WhatIfAnswer | Refusal<'rule-version-unknown'> | undefined> {
  constructor(
    readonly person: Person,
    readonly id: string,
    readonly ruleVersion: string,
    readonly moment: StreamMoment = {},
  ) {
    super();
  }
}

@QueryHandler(ReadWhatIf)
export class ReadWhatIfHandler implements IQueryHandler<ReadWhatIf> {
  constructor(
    @Inject(ASSESSMENT_DECISIONS) private readonly decisions: AssessmentDecisions,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
  ) {}

  async execute({
    person,
    id,
    ruleVersion,
    moment,
  }: ReadWhatIf): Promise<WhatIfAnswer | Refusal<'rule-version-unknown'> | undefined> {
    const now = await this.decisions.current(assessmentStream(id));
    if (now.state.status === 'not-opened' || !seesWhole(person, now.state)) return undefined;
    const isNow = moment.position === undefined && moment.effectiveOn === undefined;
    const { state, revision } = isNow ? now : await this.decisions.asAt(assessmentStream(id), moment);
    if (state.status === 'not-opened') return undefined;
    // Versions of rules may have become known after the assessment was opened: the catalogue has them all.
    const framework = await this.catalogue.get(state.terms.framework.id);
    const versions = framework === undefined ? [] : ruleVersionsFor(framework.pack, state.period);
    const version = versions.find((one) => one.id === ruleVersion);
    if (version === undefined) return unknown(ruleVersion, versions);
    const recorded = ratingsOf(state);
    return { id, revision: String(revision), recorded, ...recompute(frameworkOf(state.terms), recorded, version) };
  }
}

function ratingsOf(state: LiveAssessment | Transcribed): Readonly<Record<string, string>> {
  if (state.status === 'transcribed')
    return Object.fromEntries(
      [...state.facts.values()].filter((fact) => fact.restatedOn === undefined).map(({ item, rating }) => [item, rating]),
    );
  const rated = currentRatings(state).flatMap(({ item, rating }) => (rating === null ? [] : [[item.id, rating] as const]));
  return Object.fromEntries(rated);
}

function unknown(ruleVersion: string, versions: readonly { readonly id: string }[]): Refusal<'rule-version-unknown'> {
  const known = versions.map(({ id }) => id).join(', ');
  const offer = known === '' ? 'Its framework keeps none for this kind of period.' : `It has ${known}.`;
  return refuse('rule-version-unknown', `The framework has no rule version ${ruleVersion}. ${offer}`);
}
