import { Inject, Injectable } from '@nestjs/common';
import { mayNot, type Person } from '#identity/contract.js';
import { scorecardStream } from '../core/scorecard/kinds.js';
import { type Reader, type Sight, sightOf } from '../core/scorecard/sight.js';
import { lastPublished } from '../core/scorecard/standing.js';
import { type Edition, editionIn, type Scorecard } from '../core/scorecard/state.js';
import { scorecardNamed } from './drafts.js';
import { type EditionMoment, ReadingMoments } from './reading-moments.js';
import { SCORECARD_DECISIONS, type ScorecardDecisions } from './scorecard-decisions.js';

/** Somebody as far as editions go; undefined is the public. */
export function readerOf(person: Person | undefined): Reader | undefined {
  if (person === undefined) return undefined;
  const { id, role, area } = person;
  return {
    id,
    organisation: role === 'organisation' && area.kind === 'organisation' ? area.code : undefined,
    prepares: mayNot(person, 'scorecard-draft.read') === undefined,
  };
}

/** An edition that somebody may see, with how much of it. */
export interface EditionInSight {
  readonly scorecard: Scorecard;
  readonly edition: Edition;
  /** The instant it is looked at. */
  readonly at: string;
  readonly sight: Exclude<Sight, { of: 'nothing' }>;
  readonly prepares: boolean;
  readonly revision: bigint;
}

/** Finds editions in the stream of their scorecard, as it stands or stood, and shows each person what they may see. */
@Injectable()
export class EditionsInSight {
  constructor(
    @Inject(SCORECARD_DECISIONS) private readonly decisions: ScorecardDecisions,
    private readonly moments: ReadingMoments,
  ) {}

  /** Undefined where there is no such edition, or nothing of it is to be seen. */
  async find(
    person: Person | undefined,
    { scorecard: text, edition: asked, moment }: { scorecard: string; edition: number | 'last published'; moment: EditionMoment },
  ): Promise<EditionInSight | undefined> {
    const name = scorecardNamed(text);
    if (name === undefined) return undefined;
    const at = await this.moments.instantOf(moment);
    const current = await this.decisions.current(scorecardStream(name.id));
    const { state: scorecard, revision } =
      moment.asAt === undefined ? current : await this.decisions.asAt(scorecardStream(name.id), { position: moment.asAt });
    const edition = asked === 'last published' ? lastPublished(scorecard, at) : editionIn(scorecard, asked);
    if (edition === undefined) return undefined;
    const { number } = edition;
    const reader = readerOf(person);
    const sight = noticeFor(current.state, number, reader) ?? sightOf(scorecard, edition, at, reader);
    if (sight.of === 'nothing') return undefined;
    const withdrawn = editionIn(current.state, number)?.withdrawn;
    return { scorecard, edition: { ...edition, withdrawn }, at, sight, prepares: reader?.prepares === true, revision };
  }
}

/** What was withdrawn is shown for no earlier moment either, but to those who prepare editions. */
function noticeFor(current: Scorecard, number: number, reader: Reader | undefined): Sight | undefined {
  const isWithdrawn = editionIn(current, number)?.withdrawn !== undefined;
  return isWithdrawn && reader?.prepares !== true ? { of: 'notice' } : undefined;
}
