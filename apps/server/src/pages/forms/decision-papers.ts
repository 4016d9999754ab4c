import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { type AssessmentAnswer, ReadAssessment, ReadPeriodStatus } from '#assessment/queries.js';
import { cadenceOf, type FrameworkForPeriod, previousPeriod } from '#frameworks/contract.js';
import { choicesOf } from './choices.js';
import type { Person } from '#identity/contract.js';

/** How often a rating stands in the region. */
export interface Share {
  readonly label: string;
  readonly count: number;
}

/** What a panel has before it of one item. */
export interface ItemPaper {
  readonly item: string;
  readonly label: string;
  readonly rating: string | null;
  readonly ratingLabel: string;
  readonly reason: string | null;
  readonly organisationView: string | null;
  /** Its rating in the period before. */
  readonly before: string | undefined;
  readonly explanation: string | null;
  /** What was noted of it at meetings and on calls. */
  readonly notes: readonly string[];
  readonly evidence: readonly string[];
  /** The ratings it could have instead. */
  readonly others: readonly { readonly id: string; readonly label: string }[];
  readonly mayBeReturned: boolean;
  readonly region: readonly Share[];
  /** How many of the region are rated on it. */
  readonly regionTotal: number;
}

/** Gathers what a panel decides on. */
@Injectable()
export class DecisionPapers {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  /** A paper per item that the stage judges, in the framework's order. */
  async of(person: Person, answer: AssessmentAnswer, terms: FrameworkForPeriod): Promise<readonly ItemPaper[]> {
    const { framework, period, organisation, region } = answer;
    const before = cadenceOf(period) === 'baseline' ? undefined : `${organisation}.${framework}.${previousPeriod(period)}`;
    const [previous, status] = await Promise.all([
      before === undefined ? undefined : this.queries.execute(new ReadAssessment(person, before)),
      this.queries.execute(new ReadPeriodStatus(person, period, { region: region.code, framework, limit: 500 })),
    ]);
    const judged = answer.items.filter(({ how, kind }) => how === 'by-hand' || (how === 'computed' && kind === 'headline'));
    return judged.map((item) => {
      const scale = choicesOf(item.item, terms);
      const known = status.items.flatMap(({ items }) =>
        items.flatMap((one) => {
          const cell = one.item === item.item ? one.periods[period] : undefined;
          return cell === undefined ? [] : [cell];
        }),
      );
      return {
        ...item,
        ratingLabel: item.ratingLabel ?? 'Not rated',
        before: previous?.items.find((one) => one.item === item.item)?.ratingLabel ?? undefined,
        notes: notesOn(item.item, answer),
        evidence: evidenceFor(item.item, answer),
        others: scale.filter(({ id }) => id !== item.rating),
        mayBeReturned: item.how === 'by-hand',
        regionTotal: known.length,
        region: scale.map(({ id, label }) => ({ label, count: known.filter((cell) => cell.rating === id).length })),
      };
    });
  }
}

function notesOn(item: string, { meetings, teleconferences }: AssessmentAnswer): readonly string[] {
  return [...meetings, ...teleconferences].flatMap(({ fields, withdrawn }) => {
    const notes = (fields['discussions'] ?? fields['updates'] ?? []) as readonly {
      item: string;
      note: string;
      atRisk?: boolean;
    }[];
    if (withdrawn !== null) return [];
    return notes.filter((one) => one.item === item).map(({ note, atRisk }) => (atRisk === true ? `At risk: ${note}` : note));
  });
}

const evidenceFor = (item: string, { evidence }: AssessmentAnswer): readonly string[] =>
  evidence
    .filter(({ fields, withdrawn }) => withdrawn === null && (fields['items'] as readonly string[]).includes(item))
    .map(({ fields }) => `${String(fields['title'])}: ${String(fields['reference'])}`);
