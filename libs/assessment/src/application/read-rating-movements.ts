import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { FRAMEWORK_CATALOGUE, type FrameworkCatalogue, NOT_APPLICABLE } from '#frameworks/contract.js';
import type { Person } from '#identity/contract.js';
import {
  type DetailedMovement,
  type MovementCell,
  type MovementCount,
  type MovementGroup,
  type MovementsQuestion,
  type RatingMove,
  RatingMovementsQuery,
  type StageDuration,
} from '../read/rating-movements/rating-movements-query.js';
import { shownTo } from './who-may-read.js';

type Question = Omit<MovementsQuestion, 'show'>;

/** A rating of a scale, in words. */
export interface RatingName {
  readonly id: string;
  readonly label: string;
}

/** How often what became what, on one scale. */
export interface MovementMatrix {
  readonly framework: string;
  readonly frameworkTitle: string;
  readonly scale: string;
  /** The scale's ratings, best first; not applicable last, where it occurs. */
  readonly ratings: readonly RatingName[];
  /** Only pairs that occurred. */
  readonly cells: readonly { readonly from: string; readonly to: string; readonly count: number }[];
}

/** What moderation made of ratings. */
export interface RatingMovements {
  readonly by: MovementGroup;
  readonly counts: readonly MovementCount[];
  readonly matrices: readonly MovementMatrix[];
  readonly durations: readonly StageDuration[];
  /** The latest ratings that stages moved, with their reasons. */
  readonly lastMoves: readonly RatingMove[];
}

const LAST_MOVES = 10;

/** How moderation moved the ratings that a person may see: counts, matrices, and how long it took. */
export class ReadRatingMovements extends Query<RatingMovements> {
  constructor(
    readonly person: Person,
    readonly question: Question,
    readonly by: MovementGroup = 'stage',
  ) {
    super();
  }
}

@QueryHandler(ReadRatingMovements)
export class ReadRatingMovementsHandler implements IQueryHandler<ReadRatingMovements> {
  constructor(
    private readonly movements: RatingMovementsQuery,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
  ) {}

  async execute({ person, question, by }: ReadRatingMovements): Promise<RatingMovements> {
    const asked = { ...question, show: shownTo(person) };
    const [counts, cells, durations, lastMoves] = await Promise.all([
      this.movements.counts(asked, by),
      this.movements.cells(asked),
      this.movements.durations(asked),
      this.movements.lastMoves(asked, LAST_MOVES),
    ]);
    return { by, counts, matrices: await this.matricesOf(cells), durations, lastMoves };
  }

  private async matricesOf(cells: readonly MovementCell[]): Promise<readonly MovementMatrix[]> {
    const frameworks = new Map((await this.catalogue.list()).map(({ id, pack }) => [id, pack]));
    const firstOfEach = cells.filter((cell, index) => cells.findIndex((other) => isOnOneScale(cell, other)) === index);
    return firstOfEach.map((first) => {
      const { framework, frameworkTitle, scale } = first;
      const ofScale = cells.filter((cell) => isOnOneScale(cell, first));
      const known = frameworks.get(framework)?.scales.find(({ id }) => id === scale)?.ratings ?? [];
      const counted = ofScale.map(({ from, to, count }) => ({ from, to, count }));
      return { framework, frameworkTitle, scale, ratings: ratingsOf(known, ofScale), cells: counted };
    });
  }
}

const isOnOneScale = (one: MovementCell, other: MovementCell): boolean =>
  one.framework === other.framework && one.scale === other.scale;

/** The scale, and whatever else occurred: not applicable, which is on no scale. */
function ratingsOf(known: readonly RatingName[], cells: readonly MovementCell[]): readonly RatingName[] {
  const occurring = new Set(cells.flatMap(({ from, to }) => [from, to]));
  const others = [...occurring].filter((id) => !known.some((rating) => rating.id === id));
  return [
    ...known.map(({ id, label }) => ({ id, label })),
    ...others.map((id) => ({ id, label: id === NOT_APPLICABLE ? 'Not applicable' : id })),
  ];
}

/** The same movements a row each, told apart by everything they can be counted by. */
export class ListRatingMovements extends Query<readonly DetailedMovement[]> {
  constructor(
    readonly person: Person,
    readonly question: Question,
  ) {
    super();
  }
}

@QueryHandler(ListRatingMovements)
export class ListRatingMovementsHandler implements IQueryHandler<ListRatingMovements> {
  constructor(private readonly movements: RatingMovementsQuery) {}

  execute({ person, question }: ListRatingMovements): Promise<readonly DetailedMovement[]> {
    return this.movements.detailed({ ...question, show: shownTo(person) });
  }
}
