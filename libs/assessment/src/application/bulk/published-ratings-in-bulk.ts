import { Injectable } from '@nestjs/common';
import type { BulkEntryKind, BulkRow, BulkSender, RowOutcome, RowToApply, RowVerdict } from '#bulk-entry/contract.js';
import { isRefusal, refuse, type Refusal } from '#kernel/refusal.js';
import type { Recorded } from '#platform/decisions/decisions.js';
import type { TranscribedFact } from '../../core/assessment/state.js';
import { type PublishedFact } from '../../core/assessment/transcribe-rating.js';
import type { Pack } from '#frameworks/contract.js';
import { factOf, isFact } from '../import-published-ratings.js';
import { publishedRatingRow } from '../published-ratings-file.js';
import { ASSESSMENT_COLUMNS, assessmentIn, AssessmentsInBulk, outcomeOf, refusedBy, wrongBy } from './assessments-in-bulk.js';

/** Ratings as they were published: facts with their source, and nothing around them. */
@Injectable()
export class PublishedRatingsInBulk implements BulkEntryKind {
  readonly kind = 'published-ratings';
  readonly title = 'Ratings as published';
  readonly explains =
    'Administrators copy ratings from published sources, as facts with their source. No meeting, person or decision is recorded with them.';
  readonly permission = 'import.run';
  readonly columns = [
    ...ASSESSMENT_COLUMNS,
    { name: 'item', describes: 'the id of the item', example: 'headline', needed: true },
    { name: 'rating', describes: 'the id of the rating on its scale', example: 'assured-as-good', needed: true },
    { name: 'published_label', describes: 'the words it was published in', example: 'Good', needed: false },
    {
      name: 'published_on',
      describes: 'the day it was published, YYYY-MM-DD, where the source says',
      example: '2016-07-21',
      needed: false,
    },
    { name: 'evidence', describes: 'published, derived, inferred, mapped or restated', example: 'published', needed: true },
    {
      name: 'source',
      describes: 'the page or document it stands in',
      example: 'NHS Dorset CCG: CCG Assurance page',
      needed: true,
    },
  ] as const;

  constructor(private readonly assessments: AssessmentsInBulk) {}

  readonly partOf = assessmentIn;

  examine(rows: readonly BulkRow[], { person }: BulkSender): Promise<readonly RowVerdict[]> {
    return this.assessments.examine(rows, async (part, terms) => {
      const facts = await this.assessments.factsOf(part[0], terms);
      if (isRefusal(facts)) return part.map(() => refusedBy(facts));
      const pack = await this.assessments.packOf(part[0], terms);
      const { state } = await this.assessments.current(assessmentIn(part[0]));
      const seen = new Map<string, number>();
      return part.map((row): RowVerdict => {
        const read = publishedRatingRow.safeParse(row.cells);
        if (!read.success) return wrongBy(read.error, (member) => member);
        const fact = factOf(read.data, pack);
        const before = seen.get(fact.fact);
        if (before !== undefined) return refusedBy(refuse('row-is-there-twice', `is the same fact as line ${String(before)}`));
        seen.set(fact.fact, row.line);
        const command = { type: 'transcribe-rating', ...facts, facts: [fact], ...this.assessments.identity(person) } as const;
        const decided = this.assessments.decider.decide(command, state);
        if (isRefusal(decided)) return refusedBy(decided, decided.errors?.[0]?.pointer.split('/').at(-1));
        return { verdict: decided.length === 0 ? 'unchanged' : 'new', says: saysOf(fact) };
      });
    });
  }

  /**
   * One command for all rows of an assessment; where it is refused, one for each, so that a wrong row keeps no other out. The ids
   * of facts are theirs for ever, so that none is told twice.
   */
  async apply(rows: readonly RowToApply[], by: BulkSender): Promise<readonly RowOutcome[]> {
    const [first, ...others] = rows;
    if (first === undefined) return [];
    const terms = this.assessments.termsFor(by);
    const facts = await this.assessments.factsOf(first, terms);
    if (isRefusal(facts)) return rows.map(({ line }) => outcomeOf(line, facts));
    const factIn = factsBy(await this.assessments.packOf(first, terms));
    const together = await this.assessments.transcribe(first, rows.map(factIn), facts, by);
    if (others.length === 0 || !isRefusal(together)) return this.#outcomesOf(rows, together, factIn);
    const outcomes: RowOutcome[] = [];
    for (const row of rows) {
      const alone = { ...row, key: `${row.key}, alone` };
      outcomes.push(outcomeOf(row.line, await this.assessments.transcribe(alone, [factIn(row)], facts, by)));
    }
    return outcomes;
  }

  /** What became of each row by the command they were told with: new are the facts that its events brought. */
  async #outcomesOf(rows: readonly RowToApply[], outcome: Recorded | Refusal, factIn: FactIn): Promise<readonly RowOutcome[]> {
    const [first] = rows;
    if (isRefusal(outcome) || first === undefined) return rows.map(({ line }) => outcomeOf(line, outcome));
    const told = outcome.events.filter(isFact).length;
    if (told === 0 || told === rows.length) return rows.map(({ line }) => outcomeOf(line, outcome));
    const { state } = await this.assessments.current(assessmentIn(first));
    const facts = state.status === 'transcribed' ? state.facts : new Map<string, TranscribedFact>();
    const isNew = (row: RowToApply): boolean => {
      const { revision = -1n } = facts.get(factIn(row).fact) ?? {};
      return revision > outcome.revision - BigInt(told);
    };
    return rows.map((row) => ({ line: row.line, outcome: isNew(row) ? 'applied' : 'unchanged' }));
  }
}

type FactIn = (row: RowToApply) => PublishedFact;
const factsBy =
  (pack: Pack | undefined): FactIn =>
  ({ cells }) =>
    factOf(publishedRatingRow.parse(cells), pack);

const saysOf = ({ item, rating, label, source }: PublishedFact): string => `${item}: ${label ?? rating}, by ${source}`;
