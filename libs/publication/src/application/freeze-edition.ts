import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { FreezeRequest } from '#api-contract/scorecard-requests.js';
import { mayNot } from '#identity/contract.js';
import { isRefusal, refuse } from '#kernel/refusal.js';
import { contentOf, digestOf } from './assemble-draft.js';
import { Drafts, scorecardNamed } from './drafts.js';
import { type ScorecardOutcome, Scorecards, type ScorecardSender } from './scorecards.js';

/** Freezes the next edition of a scorecard: the draft that was seen, less what is omitted. */
export class FreezeEdition extends Command<ScorecardOutcome> {
  constructor(
    readonly by: ScorecardSender,
    readonly scorecard: string,
    readonly request: FreezeRequest,
    /** The digest of the draft the person saw (`If-Match`). */
    readonly seen: string | undefined,
  ) {
    super();
  }
}

@CommandHandler(FreezeEdition)
export class FreezeEditionHandler implements ICommandHandler<FreezeEdition> {
  constructor(
    private readonly scorecards: Scorecards,
    private readonly drafts: Drafts,
  ) {}

  async execute({ by, scorecard, request, seen }: FreezeEdition): Promise<ScorecardOutcome> {
    const forbidden = mayNot(by.person, 'scorecard.freeze');
    if (forbidden !== undefined) return forbidden;
    const name = scorecardNamed(scorecard);
    const draft = name && (await this.drafts.of(name));
    if (name === undefined || draft === undefined)
      return refuse('scorecard-unknown', `${scorecard} names no scorecard. Nothing was recorded.`);
    if (isRefusal(draft)) return draft;
    const { embargoUntil, channels, omitted, supersedes = null } = request;
    const { content, unexplained } = contentOf(draft, {
      omitted: new Map(omitted.map(({ organisation, explanation }) => [organisation, explanation])),
      supersedes,
    });
    const organisations = [...draft.entries, ...draft.notReady].map(({ organisation }) => organisation);
    return this.scorecards.carryOut({
      ...{ by, scorecard: name.id, permission: 'scorecard.freeze', request: { type: 'freeze-edition', request } },
      command: ({ actor, now }) => ({
        ...{ type: 'freeze-edition', actor, now, content, sha256: digestOf(content), organisations, unexplained },
        ...{ draft: draft.digest, seen, embargoUntil: new Date(embargoUntil).toISOString(), channels },
      }),
    });
  }
}
