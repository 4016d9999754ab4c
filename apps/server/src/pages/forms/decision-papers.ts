import { Inject, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import {
  type AssessmentAnswer,
  type CommentView,
  type RatingMove,
  ReadAssessment,
  ReadLastMoves,
  ReadPeriodStatus,
} from '#assessment/queries.js';
import { cadenceOf, type FrameworkForPeriod, previousPeriod } from '#frameworks/contract.js';
import { dayInWords } from '../words/dates.js';
import { periodInWords } from '../words/periods.js';
import { stageNames } from '../words/stages.js';
import { type Choice, choicesOf } from './choices.js';
import type { Person } from '#identity/contract.js';

/** How often a rating stands in the area of the stage that decides. */
export interface Share {
  readonly label: string;
  readonly count: number;
  /** Of all that are rated on the item there, in per cent. */
  readonly percent: number;
}

/** What a panel has before it of one item. */
export interface ItemPaper {
  readonly item: string;
  readonly label: string;
  readonly rating: string | null;
  readonly ratingLabel: string;
  readonly reason: string | null;
  readonly organisationView: string | null;
  /** What it said of it in words, with the answers. */
  readonly comments: readonly CommentView[];
  /** Its rating in the period before. */
  readonly before: string | undefined;
  readonly explanation: string | null;
  /** What was noted of it at meetings and on calls. */
  readonly notes: readonly string[];
  readonly evidence: readonly string[];
  /** The ratings it could have instead. */
  readonly others: readonly { readonly id: string; readonly label: string }[];
  readonly mayBeReturned: boolean;
  /** The area of the stage that decides, and how its ratings of the item are spread; none where none is rated. */
  readonly areaName: string;
  readonly shares: readonly Share[];
  /** The last times a stage moved a rating of the item, the latest first. */
  readonly moves: readonly Move[];
}

/** A rating that a stage moved, as a panel looks back on it. */
export interface Move {
  readonly from: string;
  readonly to: string;
  readonly reason: string | null;
  readonly where: string;
}

/** Whose ratings stand beside an item: those of the area the stage decides for. */
function areaOf({ stage, office, region }: AssessmentAnswer): { readonly name: string; readonly place: object } {
  if (stage === 'local') return { name: office.name, place: { office: office.code } };
  if (stage === 'regional') return { name: region.name, place: { region: region.code } };
  return { name: 'England', place: {} };
}

/** Gathers what a panel decides on. */
@Injectable()
export class DecisionPapers {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  /** A paper per item that the stage judges, in the framework's order. */
  async of(person: Person, answer: AssessmentAnswer, terms: FrameworkForPeriod): Promise<readonly ItemPaper[]> {
    const { framework, period, organisation } = answer;
    const area = areaOf(answer);
    const judged = answer.items.filter(({ how, kind }) => how === 'by-hand' || (how === 'computed' && kind === 'headline'));
    const before = cadenceOf(period) === 'baseline' ? undefined : `${organisation}.${framework}.${previousPeriod(period)}`;
    const [previous, status, moves] = await Promise.all([
      before === undefined ? undefined : this.queries.execute(new ReadAssessment(person, before)),
      this.queries.execute(new ReadPeriodStatus(person, period, { ...area.place, framework, limit: 500 })),
      this.queries.execute(
        new ReadLastMoves(
          person,
          framework,
          judged.map(({ item }) => item),
        ),
      ),
    ]);
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
        comments: commentsOn(item.item, answer),
        notes: notesOn(item.item, answer),
        evidence: evidenceFor(item.item, answer),
        others: scale.filter(({ id }) => id !== item.rating),
        mayBeReturned: item.how === 'by-hand',
        areaName: area.name,
        shares:
          known.length === 0
            ? []
            : scale.map(({ id, label }) => shareOf(label, known.filter((cell) => cell.rating === id).length, known.length)),
        moves: (moves.get(item.item) ?? []).map((move) => moveInWords(move, scale)),
      };
    });
  }
}

const shareOf = (label: string, count: number, all: number): Share => ({
  label,
  count,
  percent: Math.round((100 * count) / all),
});

function moveInWords(
  { from, to, reason, organisationName, period, stage, decidedOn }: RatingMove,
  scale: readonly Choice[],
): Move {
  const label = (rating: string): string => scale.find(({ id }) => id === rating)?.label ?? rating;
  const where = `${organisationName}, ${periodInWords(period)}, ${stageNames[stage]?.toLowerCase() ?? stage} stage, ${dayInWords(decidedOn)}`;
  return { from: label(from), to: label(to), reason, where };
}
const commentsOn = (item: string, { sharings }: AssessmentAnswer): readonly CommentView[] =>
  sharings.flatMap(({ comments }) => comments.filter((comment) => comment.item === item && comment.text !== null));

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
