import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ReadRatingsToPublish } from '#assessment/contract.js';
import type { EditionEntry } from '../core/scorecard/content.js';
import { kindsOfEdition } from '../core/scorecard/kinds.js';
import type { EditionInSight } from './editions-in-sight.js';
import type { EditionMoment } from './reading-moments.js';

/** Finds out which published ratings are being looked at again. It says that they are, and nothing of what that comes to. */
@Injectable()
export class JudgedAnew {
  constructor(private readonly queries: QueryBus) {}

  /**
   * Those of an edition's entries whose assessments are judged anew just now; of a past moment nothing is said. Ratings that
   * were given are outside the stages, which a reopening begins again.
   */
  async among(entries: readonly EditionEntry[], { edition, sight }: EditionInSight, moment: EditionMoment) {
    const isNow = moment.asAt === undefined && moment.effectiveOn === undefined;
    if (!isNow || sight.of !== 'all' || kindsOfEdition[edition.content.kind].takes === 'given') return [];
    const now = await this.queries.execute(new ReadRatingsToPublish(entries.map(({ assessment }) => assessment)));
    return entries.filter(({ round }, index) => {
      const { status = 'withdrawn', final } = now[index] ?? {};
      if (status === 'withdrawn' || status === 'transcribed') return false;
      return final === undefined || final.round > round;
    });
  }
}
