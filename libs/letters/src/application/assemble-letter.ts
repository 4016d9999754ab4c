import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { type AssessmentAnswer, ReadAssessment } from '#assessment/contract.js';
import {
  FRAMEWORK_CATALOGUE,
  type FrameworkCatalogue,
  type FrameworkForPeriod,
  isPeriod,
  periodLabel,
  previousPeriod,
} from '#frameworks/contract.js';
import type { Person } from '#identity/contract.js';
import { isRefusal, refuse, type Refusal } from '#kernel/refusal.js';
import { type DraftMaterial, draftWords } from '../core/letter/draft-words.js';
import type { LetterFacts, LetterKind, LetterWords } from '../core/letter/events.js';

/** An assessment as a letter is drafted from it. */
export interface AssembledLetter {
  readonly answer: AssessmentAnswer;
  readonly facts: LetterFacts;
  readonly words: LetterWords;
}

/** Copies what a letter says of the record, and words a first draft of it. */
@Injectable()
export class LetterAssembly {
  constructor(
    private readonly queries: QueryBus,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
  ) {}

  /** As the assessment stands now, for somebody who may read it. */
  async of(person: Person, assessment: string, kind: LetterKind): Promise<AssembledLetter | Refusal<'not-found'>> {
    const answer = await this.queries.execute(new ReadAssessment(person, assessment));
    if (answer === undefined || answer.status === 'transcribed')
      return refuse('not-found', `There is no assessment ${assessment} to write about, or it is not yours to see.`);
    const terms = await this.catalogue.forPeriod(answer.framework, answer.period);
    if (isRefusal(terms)) throw new Error(`the framework of ${assessment} is not in the catalogue: ${terms.detail}`);
    const facts = factsOf(answer, await this.before(person, answer));
    const material: DraftMaterial = {
      organisation: answer.organisationName,
      period: isPeriod(answer.period) ? periodLabel(answer.period) : answer.period,
      framework: answer.frameworkTitle,
      ...{ facts, reasons: reasonsIn(answer), method: methodOf(answer, terms), ...halvesOf(answer, terms) },
    };
    return { answer, facts, words: draftWords(kind, material) };
  }

  /** The quarter before under the same framework; undefined where there is none to see. */
  private before(person: Person, { organisation, framework, period, cadence }: AssessmentAnswer) {
    if (cadence !== 'quarter') return Promise.resolve(undefined);
    return this.queries.execute(new ReadAssessment(person, `${organisation}.${framework}.${previousPeriod(period)}`));
  }
}

function factsOf(answer: AssessmentAnswer, before: AssessmentAnswer | undefined): LetterFacts {
  const headline = answer.items.find(({ kind }) => kind === 'headline');
  const beforeOf = (item: string): string | null => before?.items.find((one) => one.item === item)?.ratingLabel ?? null;
  const own = answer.actions.filter(({ status }) => status === 'open').map((action) => ({ ...action, from: answer.period }));
  const carried = answer.carriedForward.map(({ action, ...rest }) => ({ ...rest, id: action, from: rest.period }));
  return {
    revision: answer.revision,
    status: answer.status,
    checkpoints: answer.meetings.filter(({ withdrawn }) => withdrawn === null).map(({ fields }) => String(fields['heldOn'])),
    headline:
      headline?.ratingLabel == null
        ? null
        : {
            label: headline.label,
            rating: headline.ratingLabel,
            // What a person put in its place is not explained by the rule.
            how: answer.headline.override === null ? headline.explanation : null,
            certainty: answer.headline.override === null ? headline.certainty : null,
          },
    ratings: answer.items
      .filter(({ kind, ratingLabel }) => kind !== 'headline' && ratingLabel !== null)
      .map(({ item, label, ratingLabel }) => ({ item, label, rating: ratingLabel ?? '', before: beforeOf(item) })),
    actions: [...carried, ...own]
      .toSorted((one, other) => one.due.localeCompare(other.due))
      .map(({ id, description, owner, due, from }) => ({ action: id, description, owner, due, from })),
    trajectories: [...answer.carriedTrajectories, ...answer.trajectories.filter(({ withdrawn }) => withdrawn === null)].map(
      ({ measure, unit, months }) => ({
        ...{ measure, unit },
        months: months.map(({ month, planned, actual }) => ({ month, planned, actual })),
      }),
    ),
  };
}

/** Why each item is rated as it is; of an overridden headline, why. */
function reasonsIn({ items, headline }: AssessmentAnswer): Readonly<Record<string, string>> {
  const entries = items.map(({ item, kind, reason }) => [item, kind === 'headline' ? headline.override?.reason : reason]);
  return Object.fromEntries(entries.filter(([, reason]) => reason !== null && reason !== undefined)) as Record<string, string>;
}

/** The items rated in the better half of their scale, and those in the other. */
function halvesOf({ items }: AssessmentAnswer, terms: FrameworkForPeriod): Pick<DraftMaterial, 'strengths' | 'improvements'> {
  const places = items
    .filter(({ kind }) => kind !== 'headline')
    .flatMap(({ item, label, rating, ratingLabel }) => {
      const scale = terms.items.find(({ id }) => id === item)?.scale.ratings ?? [];
      const place = scale.findIndex(({ id }) => id === rating);
      return place < 0 ? [] : [{ named: `${label} (${ratingLabel ?? ''})`, isStrength: place < scale.length / 2 }];
    });
  return {
    strengths: places.filter(({ isStrength }) => isStrength).map(({ named }) => named),
    improvements: places.filter(({ isStrength }) => !isStrength).map(({ named }) => named),
  };
}

function methodOf({ items, frameworkTitle, stages }: AssessmentAnswer, terms: FrameworkForPeriod): string {
  const headline = terms.items.find(({ kind }) => kind === 'headline');
  const rule = terms.rules.find(({ id }) => id === headline?.rule);
  const explanation = items.find(({ kind }) => kind === 'headline')?.explanation;
  const parts = [
    `The rating follows the ${frameworkTitle}.`,
    rule === undefined
      ? ''
      : `Its rule for ${headline?.label ?? 'the headline'} is ${rule.certainty ?? 'assumed'}. Source: ${rule.source}`,
    explanation === null || explanation === undefined ? '' : explanation,
    stages.length === 0 ? '' : `It was judged at these stages: ${stages.join(', ')}.`,
  ];
  return parts.filter((part) => part !== '').join('\n\n');
}
