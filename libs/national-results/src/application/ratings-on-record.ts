import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { type GridCell, ReadPeriodStatus } from '#assessment/contract.js';
import type { Person } from '#identity/contract.js';

/** Which ratings: of one item of a framework in a period, as the person may see them. */
export interface RatingsQuestion {
  readonly person: Person;
  readonly framework: string;
  readonly period: string;
  readonly item: string;
  readonly asAt?: bigint | undefined;
}

/** What the record itself holds, transcribed or of this service's own work. */
@Injectable()
export class RatingsOnRecord {
  constructor(private readonly queries: QueryBus) {}

  /** By the code of the organisation; those without a rating are left out, and made-up organisations with them. */
  async of({ person, framework, period, item, asAt }: RatingsQuestion): Promise<ReadonlyMap<string, GridCell>> {
    const question = { framework, item, asAtPosition: asAt, limit: 500 };
    const { items } = await this.queries.execute(new ReadPeriodStatus(person, period, question));
    const cells = items.map((one) => [one.organisation, one.items[0]?.periods[period]] as const);
    return new Map(cells.flatMap(([organisation, cell]) => (cell === undefined ? [] : [[organisation, cell] as const])));
  }
}

/** Every rating the sources state of an organisation; more than one where they differ, or where it was restated. */
export const ratingsStated = (cell: GridCell): ReadonlySet<string> =>
  new Set([cell, ...(cell.alsoStated ?? [])].map(({ rating }) => rating));
