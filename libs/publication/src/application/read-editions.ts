import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import type { Person } from '#identity/contract.js';
import { canonicalJson } from '#kernel/canonical-json.js';
import type { Refusal } from '#kernel/refusal.js';
import { type EditionKind, kindsOfEdition, scorecardStream } from '../core/scorecard/kinds.js';
import { type Reader, sightOf } from '../core/scorecard/sight.js';
import { lastPublished } from '../core/scorecard/standing.js';
import type { Scorecard } from '../core/scorecard/state.js';
import { KnownScorecards } from '../read/known-scorecards.js';
import type { Draft } from './assemble-draft.js';
import { Drafts, type ScorecardName, scorecardNamed } from './drafts.js';
import { briefOf, type DrawnFrom, editionAnswer, type EditionAnswer, type EditionBrief } from './edition-view.js';
import { type EditionInSight, EditionsInSight, readerOf } from './editions-in-sight.js';
import { JudgedAnew } from './judged-anew.js';
import { type EditionMoment, ReadingMoments } from './reading-moments.js';
import { SCORECARD_DECISIONS, type ScorecardDecisions } from './scorecard-decisions.js';
import type { PublicationRule } from './scorecards.js';

/** One edition, as much of it as the person may see; undefined where that is nothing, or there is no such edition. */
export class ReadEdition extends Query<EditionAnswer | undefined> {
  constructor(
    readonly person: Person | undefined,
    readonly scorecard: string,
    readonly edition: number,
    readonly moment: EditionMoment = {},
  ) {
    super();
  }
}

/**
 * The organisations whose ratings stand in the edition and are judged anew just now, while it is the edition that stands. Asks
 * every assessment in it, so it is for where that is shown.
 */
export class ReadLookedAtAgain extends Query<readonly string[]> {
  constructor(
    readonly person: Person | undefined,
    readonly scorecard: string,
    readonly edition: number,
    readonly moment: EditionMoment = {},
  ) {
    super();
  }
}

/** The content of an edition as it was hashed, byte for byte; undefined where the person may not see all of it. */
export class ReadEditionContent extends Query<string | undefined> {
  constructor(
    readonly person: Person | undefined,
    readonly scorecard: string,
    readonly edition: number,
    readonly moment: EditionMoment = {},
  ) {
    super();
  }
}

/** A scorecard with those of its editions that the person may know of. */
export interface ScorecardAnswer {
  readonly scorecard: string;
  readonly kind: EditionKind;
  readonly title: string;
  readonly period: string;
  /** The number of the edition whose values stand. */
  readonly standing: number | null;
  /** Newest first. */
  readonly editions: readonly EditionBrief[];
}

/** One scorecard; undefined for a text that names none. One without editions to be seen has an empty list. */
export class ReadScorecard extends Query<ScorecardAnswer | undefined> {
  constructor(
    readonly person: Person | undefined,
    readonly scorecard: string,
    readonly moment: EditionMoment = {},
  ) {
    super();
  }
}

/** Every scorecard with an edition the person may know of, latest period first. */
export class ListScorecards extends Query<readonly ScorecardAnswer[]> {
  constructor(
    readonly person: Person | undefined,
    readonly moment: EditionMoment = {},
  ) {
    super();
  }
}

/** What the next edition of a scorecard would hold; for those who prepare it, which the edge has checked. */
export class ReadDraft extends Query<Draft | Refusal<PublicationRule> | undefined> {
  constructor(readonly scorecard: string) {
    super();
  }
}

@QueryHandler(ReadEdition)
export class ReadEditionHandler implements IQueryHandler<ReadEdition> {
  constructor(private readonly editions: EditionsInSight) {}

  async execute({ person, ...asked }: ReadEdition): Promise<EditionAnswer | undefined> {
    const found = await this.editions.find(person, asked);
    return found && editionAnswer(found, await this.#drawnFrom(found, asked.moment));
  }

  /** The scorecard a summary was drawn from, as the public sees that edition. */
  async #drawnFrom({ edition }: EditionInSight, moment: EditionMoment): Promise<DrawnFrom | null> {
    const { drawnFrom } = edition.content;
    const source = drawnFrom && (await this.editions.find(undefined, { ...drawnFrom, moment }));
    if (drawnFrom === undefined || source === undefined) return null;
    const { standing } = briefOf(source.scorecard, source.edition, source.at);
    const by = standing === 'superseded' ? lastPublished(source.scorecard, source.at)?.number : undefined;
    return { ...drawnFrom, standing, supersededBy: by ?? null };
  }
}

@QueryHandler(ReadLookedAtAgain)
export class ReadLookedAtAgainHandler implements IQueryHandler<ReadLookedAtAgain> {
  constructor(
    private readonly editions: EditionsInSight,
    private readonly judgedAnew: JudgedAnew,
  ) {}

  async execute({ person, ...asked }: ReadLookedAtAgain): Promise<readonly string[]> {
    const found = await this.editions.find(person, asked);
    if (found === undefined || briefOf(found.scorecard, found.edition, found.at).standing !== 'published') return [];
    const entries = await this.judgedAnew.among(found.edition.content.entries, found, asked.moment);
    return entries.map(({ organisation }) => organisation);
  }
}

@QueryHandler(ReadEditionContent)
export class ReadEditionContentHandler implements IQueryHandler<ReadEditionContent> {
  constructor(private readonly editions: EditionsInSight) {}

  async execute({ person, ...asked }: ReadEditionContent): Promise<string | undefined> {
    const found = await this.editions.find(person, asked);
    return found?.sight.of === 'all' ? canonicalJson(found.edition.content) : undefined;
  }
}

@QueryHandler(ReadScorecard)
export class ReadScorecardHandler implements IQueryHandler<ReadScorecard> {
  constructor(
    @Inject(SCORECARD_DECISIONS) private readonly decisions: ScorecardDecisions,
    private readonly moments: ReadingMoments,
  ) {}

  async execute({ person, scorecard, moment }: ReadScorecard): Promise<ScorecardAnswer | undefined> {
    const name = scorecardNamed(scorecard);
    if (name === undefined) return undefined;
    const stream = scorecardStream(name.id);
    const { state } = await (moment.asAt === undefined
      ? this.decisions.current(stream)
      : this.decisions.asAt(stream, { position: moment.asAt }));
    return scorecardAnswer(name, state, await this.moments.instantOf(moment), readerOf(person));
  }
}

@QueryHandler(ListScorecards)
export class ListScorecardsHandler implements IQueryHandler<ListScorecards> {
  constructor(
    private readonly known: KnownScorecards,
    private readonly moments: ReadingMoments,
  ) {}

  async execute({ person, moment }: ListScorecards): Promise<readonly ScorecardAnswer[]> {
    const [rows, at] = await Promise.all([this.known.all(moment.asAt), this.moments.instantOf(moment)]);
    const answers = rows.flatMap(({ key, known }) => {
      const name = scorecardNamed(key);
      return name === undefined ? [] : [scorecardAnswer(name, known, at, readerOf(person))];
    });
    return answers.filter(({ editions }) => editions.length > 0).toReversed();
  }
}

@QueryHandler(ReadDraft)
export class ReadDraftHandler implements IQueryHandler<ReadDraft> {
  constructor(private readonly drafts: Drafts) {}

  execute({ scorecard }: ReadDraft): Promise<Draft | Refusal<PublicationRule> | undefined> {
    const name = scorecardNamed(scorecard);
    return name === undefined ? Promise.resolve(undefined) : this.drafts.of(name);
  }
}

function scorecardAnswer(name: ScorecardName, state: Scorecard, at: string, reader: Reader | undefined): ScorecardAnswer {
  const seen = state.editions.filter((edition) => sightOf(state, edition, at, reader).of !== 'nothing');
  const editions = seen.map((edition) => briefOf(state, edition, at));
  return {
    ...{ scorecard: name.id, kind: name.kind, period: name.period, title: kindsOfEdition[name.kind].title },
    standing: editions.find(({ standing }) => standing === 'published')?.edition ?? null,
    editions: editions.toReversed(),
  };
}
