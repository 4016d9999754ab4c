import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Person } from '#identity/contract.js';
import { type RatingMove, RatingMovementsQuery } from '../read/rating-movements/rating-movements-query.js';
import { shownTo } from './who-may-read.js';

/** How many moves a panel looks back on. */
const LAST_MOVES = 10;

/**
 * The last ratings of some items that stages moved, with their reasons, the latest first: under one framework, so on one scale,
 * and only of assessments the person may see.
 */
export class ReadLastMoves extends Query<ReadonlyMap<string, readonly RatingMove[]>> {
  constructor(
    readonly person: Person,
    readonly framework: string,
    readonly items: readonly string[],
    /** What had been recorded up to that position of the log; everything when left out. */
    readonly asAtPosition?: bigint,
  ) {
    super();
  }
}

@QueryHandler(ReadLastMoves)
export class ReadLastMovesHandler implements IQueryHandler<ReadLastMoves> {
  constructor(private readonly movements: RatingMovementsQuery) {}

  async execute({ person, framework, items, asAtPosition }: ReadLastMoves): Promise<ReadonlyMap<string, readonly RatingMove[]>> {
    const asked = { framework, asAtPosition, includeExamples: true, show: shownTo(person) };
    const moves = await Promise.all(items.map((item) => this.movements.lastMoves({ ...asked, item }, LAST_MOVES)));
    return new Map(items.map((item, index) => [item, moves[index] ?? []]));
  }
}
