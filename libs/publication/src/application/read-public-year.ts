import { type IQueryHandler, Query, QueryBus, QueryHandler } from '@nestjs/cqrs';
import { type OrganisationYear, ReadDomainStatus } from '#assessment/contract.js';
import { type EditionKind, kindsOfEdition } from '../core/scorecard/kinds.js';
import type { EditionContent, EditionEntry, Omission } from '../core/scorecard/content.js';
import { KnownScorecards } from '../read/known-scorecards.js';
import { scorecardNamed } from './drafts.js';
import { type EditionInSight, EditionsInSight } from './editions-in-sight.js';
import { JudgedAnew } from './judged-anew.js';
import { type PublicItem, publishedItems } from './published-items.js';
import type { EditionMoment } from './reading-moments.js';

/** What the public is told of an organisation by the edition of a period that was published last. */
export interface PublicNotice {
  readonly scorecard: string;
  readonly kind: EditionKind;
  readonly title: string;
  readonly period: string;
  readonly edition: number;
  readonly sha256: string;
  readonly publishedAt: string;
  /** The edition it took the place of, and why. */
  readonly corrects: EditionContent['supersedes'];
  readonly withdrawal: { readonly reason: string; readonly withdrawnAt: string } | null;
  /** Why the organisation has no rating in it. */
  readonly omitted: Pick<Omission, 'reason' | 'explanation'> | null;
  /** What is published stands, and is judged anew just now. Nothing of what that comes to is said. */
  readonly lookedAtAgain: boolean;
}

/** An organisation's year as the public knows it. */
export interface PublicYear extends Omit<OrganisationYear, 'items'> {
  readonly items: readonly PublicItem[];
  readonly editions: readonly PublicNotice[];
}

/**
 * An organisation's year as the public knows it: what the editions hold that stand at that instant, and what was copied from
 * published sources. It goes by the editions themselves, as their own pages and files do, and waits for nothing that is recorded of
 * them afterwards.
 */
export class ReadPublicYear extends Query<PublicYear> {
  constructor(
    readonly organisation: string,
    readonly year: string,
    readonly moment: EditionMoment = {},
  ) {
    super();
  }
}

interface Told {
  readonly found: EditionInSight;
  readonly entry: EditionEntry | undefined;
  readonly omission: Omission | undefined;
}

@QueryHandler(ReadPublicYear)
export class ReadPublicYearHandler implements IQueryHandler<ReadPublicYear> {
  constructor(
    private readonly queries: QueryBus,
    private readonly known: KnownScorecards,
    private readonly editions: EditionsInSight,
    private readonly judgedAnew: JudgedAnew,
  ) {}

  async execute({ organisation, year, moment }: ReadPublicYear): Promise<PublicYear> {
    const question = { asAtPosition: moment.asAt, effectiveOn: moment.effectiveOn };
    const [grid, told] = await Promise.all([
      this.queries.execute(new ReadDomainStatus(undefined, organisation, year, question)),
      this.#told(organisation, year, moment),
    ]);
    const standing = told.flatMap(({ found, entry }) =>
      entry === undefined || found.sight.of !== 'all' ? [] : [{ edition: found.edition, entry }],
    );
    return {
      ...grid,
      items: publishedItems(grid.items, standing),
      editions: await Promise.all(told.map((one) => this.#notice(one, moment))),
    };
  }

  /** The last published edition of each kind and period of the year that names the organisation. */
  async #told(organisation: string, year: string, moment: EditionMoment): Promise<readonly Told[]> {
    const names = (await this.known.all(moment.asAt)).map(({ key }) => key);
    const ofYear = names.filter((name) => scorecardNamed(name)?.period.startsWith(`${year}-`));
    const found = await Promise.all(
      ofYear.map((scorecard) => this.editions.find(undefined, { scorecard, edition: 'last published', moment })),
    );
    return found.flatMap((one) => {
      const entry = one?.edition.content.entries.find((entry) => entry.organisation === organisation);
      const omission = one?.edition.content.omitted.find((omission) => omission.organisation === organisation);
      return one === undefined || (entry ?? omission) === undefined ? [] : [{ found: one, entry, omission }];
    });
  }

  async #notice({ found, entry, omission }: Told, moment: EditionMoment): Promise<PublicNotice> {
    const { content, sha256, embargoUntil, withdrawn } = found.edition;
    const isNotice = found.sight.of === 'notice';
    return {
      ...{ scorecard: content.scorecard, kind: content.kind, title: kindsOfEdition[content.kind].title },
      ...{ period: content.period, edition: content.edition, sha256, publishedAt: embargoUntil },
      corrects: isNotice ? null : content.supersedes,
      withdrawal: isNotice && withdrawn ? { reason: withdrawn.reason, withdrawnAt: withdrawn.withdrawnAt } : null,
      omitted: isNotice || omission === undefined ? null : { reason: omission.reason, explanation: omission.explanation },
      lookedAtAgain: entry !== undefined && (await this.judgedAnew.among([entry], found, moment)).length > 0,
    };
  }
}
