import type { Decision, ScorecardCommandBase } from './command.js';
import type { EditionContent } from './content.js';
import type { Channel } from './kinds.js';
import { notRecordedYet } from './publish-edition.js';
import {
  itIsTheNextEdition,
  itSupersedesTheLast,
  noOtherEditionWaits,
  somethingIsPublished,
  theDraftIsTheOneSeen,
  theEditionBalances,
  theEmbargoEndsLater,
  whatIsHeldBackIsExplained,
} from './rules.js';
import type { Scorecard } from './state.js';

/** Freezes what a draft shows. The content, its hash and the set of organisations come in with the command. */
export interface FreezeEdition extends ScorecardCommandBase {
  readonly type: 'freeze-edition';
  readonly content: EditionContent;
  readonly sha256: string;
  /** Every organisation that was to be assessed in the period. */
  readonly organisations: readonly string[];
  /** Those left out without a reason although their ratings are final. */
  readonly unexplained: readonly string[];
  /** The draft as it is now, and as the person saw it: digests of what it is made of. */
  readonly draft: string;
  readonly seen: string | undefined;
  readonly embargoUntil: string;
  readonly channels: readonly Channel[];
}

export function freezeEdition(command: FreezeEdition, state: Scorecard): Decision {
  const { content, organisations, seen, draft, now, embargoUntil, actor } = command;
  const broken =
    noOtherEditionWaits(state, now) ??
    theDraftIsTheOneSeen(seen, draft) ??
    itIsTheNextEdition(state, content) ??
    theEmbargoEndsLater(embargoUntil, now, '/embargoUntil') ??
    theEditionBalances(content, organisations) ??
    whatIsHeldBackIsExplained(command.unexplained) ??
    somethingIsPublished(content) ??
    itSupersedesTheLast(state, content, now);
  if (broken !== undefined) return broken;
  const { sha256, channels } = command;
  const frozen = { content, sha256, embargoUntil, channels, frozenAt: now, frozenBy: actor };
  return [...notRecordedYet(state, now), { type: 'EditionFrozen', data: frozen }];
}
