import { Injectable } from '@nestjs/common';
import { type RatingsRequest, ratingsRequest } from '#api-contract/assessment-requests.js';
import type { BulkEntryKind, BulkRow, BulkSender, RowOutcome, RowToApply, RowVerdict } from '#bulk-entry/contract.js';
import { given } from '#kernel/given.js';
import { isRefusal, refuse } from '#kernel/refusal.js';
import type { Person } from '#identity/contract.js';
import { itemInForce } from '../../core/assessment/items-in-force.js';
import { isLive } from '../../core/assessment/state.js';
import { ProposeRatings, ProposeRatingsHandler } from '../propose-ratings.js';
import {
  ASSESSMENT_COLUMNS,
  assessmentIn,
  AssessmentsInBulk,
  oneByOne,
  refusedBy,
  senderOf,
  type Target,
  wrongBy,
} from './assessments-in-bulk.js';

/** The assessors' ratings, one item of one assessment a row. */
@Injectable()
export class RatingsInBulk implements BulkEntryKind {
  readonly kind = 'ratings';
  readonly title = 'Ratings';
  readonly explains =
    'Assessors rate items of their own office’s assessments. An assessment that was never opened is opened; what is not to be changed is left out.';
  readonly permission = 'assessment.rate';
  readonly columns = [
    ...ASSESSMENT_COLUMNS,
    { name: 'item', describes: 'the id of the item', example: 'planning', needed: true },
    {
      name: 'rating',
      describes: 'the id of the rating on its scale, or not-applicable',
      example: 'assured-as-good',
      needed: true,
    },
    {
      name: 'reason',
      describes: 'why; needed for a change, and for not-applicable',
      example: 'The plan was agreed in June.',
      needed: false,
      typed: true,
    },
    { name: 'organisation_view', describes: 'agrees, disagrees or not-asked', example: 'agrees', needed: false },
    {
      name: 'decided_on',
      describes: 'the day it was decided, YYYY-MM-DD; today when left out',
      example: '2015-10-14',
      needed: false,
    },
  ] as const;

  constructor(
    private readonly assessments: AssessmentsInBulk,
    private readonly proposing: ProposeRatingsHandler,
  ) {}

  readonly partOf = assessmentIn;

  examine(rows: readonly BulkRow[], { person }: BulkSender): Promise<readonly RowVerdict[]> {
    return this.assessments.examine(rows, async (part, terms) => {
      const target = await this.assessments.targetOf(part[0], person, this.permission, terms);
      if (isRefusal(target)) return part.map(() => refusedBy(target));
      const firsts = new Map(part.toReversed().map((row) => [row.cells['item'], row.line]));
      return part.map((row) => this.#verdictOn(row, target, person, firsts.get(row.cells['item'])));
    });
  }

  apply(rows: readonly RowToApply[], by: BulkSender): Promise<readonly RowOutcome[]> {
    return oneByOne(
      rows,
      requestOf,
      async (row, request) =>
        (await this.assessments.openFor(row, by)) ??
        this.proposing.execute(new ProposeRatings(senderOf(row, by), assessmentIn(row), request)),
    );
  }

  #verdictOn(row: BulkRow, target: Target, person: Person, first: number | undefined): RowVerdict {
    if (first !== undefined && first !== row.line)
      return refusedBy(refuse('item-named-twice', `is rated on line ${String(first)} already`), 'item');
    const request = requestOf(row);
    if (!request.success) return wrongBy(request.error, columnOf);
    const { decider } = this.assessments;
    const command = {
      type: 'propose-ratings',
      ...request.data,
      ...this.assessments.identity(person),
      judged: target.revision,
    } as const;
    const decided = decider.decide(command, target.state);
    if (isRefusal(decided)) return refusedBy(decided, columnOf(decided.errors?.[0]?.pointer.split('/').at(-1) ?? ''));
    return {
      verdict: decided.length === 0 ? 'unchanged' : 'new',
      says: saysOf(request.data, target),
      judged: target.revision,
    };
  }
}

function requestOf({ cells }: BulkRow) {
  const { item, rating, reason, organisation_view: organisationView, decided_on: decidedOn } = cells;
  return ratingsRequest.safeParse(given({ ratings: [given({ item, rating, reason, organisationView })], decidedOn }));
}

const COLUMNS: Readonly<Record<string, string>> = { organisationView: 'organisation_view', decidedOn: 'decided_on' };
const columnOf = (member: string): string => COLUMNS[member] ?? member;

/** "Planning: Assured as good, before Limited assurance". */
function saysOf({ ratings }: RatingsRequest, { state, opens }: Target): string {
  const [rating] = ratings;
  if (!isLive(state) || rating === undefined) return '';
  const item = itemInForce(state.terms, rating.item);
  const labelOf = (id: string): string => item?.scale.ratings.find((one) => one.id === id)?.label ?? id;
  const before = state.ratings.get(rating.item)?.rating;
  const moved = before === undefined || before === rating.rating ? '' : `, before ${labelOf(before)}`;
  return `${opens ? 'Opens the assessment. ' : ''}${item?.shortLabel ?? item?.label ?? rating.item}: ${labelOf(rating.rating)}${moved}`;
}
