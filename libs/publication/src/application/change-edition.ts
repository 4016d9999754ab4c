import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type {
  AccessWithdrawalRequest,
  ChannelRequest,
  EditionWithdrawalRequest,
  EmbargoRequest,
  NotificationRequest,
  StopRequest,
} from '#api-contract/scorecard-requests.js';
import { PERSON_DIRECTORY, type PersonDirectory } from '#identity/contract.js';
import { refuse, type Refusal } from '#kernel/refusal.js';
import { OrganisationDirectory } from '#organisations/contract.js';
import type { ScorecardCommand } from '../core/scorecard/decider.js';
import { scorecardNamed } from './drafts.js';
import {
  type CommandIdentity,
  type PublicationRule,
  type ScorecardOutcome,
  Scorecards,
  type ScorecardSender,
} from './scorecards.js';

/** What is asked of an edition that was frozen. */
export type EditionChange =
  | { readonly type: 'notify'; readonly request: NotificationRequest }
  | { readonly type: 'withdraw-access'; readonly request: AccessWithdrawalRequest }
  | { readonly type: 'move-embargo'; readonly request: EmbargoRequest }
  | { readonly type: 'stop'; readonly request: StopRequest }
  | { readonly type: 'withdraw'; readonly request: EditionWithdrawalRequest }
  | { readonly type: 'record-channel'; readonly request: ChannelRequest };

/** Notifies under embargo, moves its end, stops, withdraws, or says where else an edition stands. */
export class ChangeEdition extends Command<ScorecardOutcome> {
  constructor(
    readonly by: ScorecardSender,
    readonly scorecard: string,
    readonly edition: number,
    readonly change: EditionChange,
  ) {
    super();
  }
}

@CommandHandler(ChangeEdition)
export class ChangeEditionHandler implements ICommandHandler<ChangeEdition> {
  constructor(
    private readonly scorecards: Scorecards,
    @Inject(PERSON_DIRECTORY) private readonly people: PersonDirectory,
    @Inject(OrganisationDirectory) private readonly organisations: OrganisationDirectory,
  ) {}

  async execute({ by, scorecard, edition, change }: ChangeEdition): Promise<ScorecardOutcome> {
    const name = scorecardNamed(scorecard);
    if (name === undefined) return refuse('edition-unknown', `${scorecard} names no scorecard. Nothing was recorded.`);
    const stranger = await this.#stranger(change);
    if (stranger !== undefined) return stranger;
    return this.scorecards.carryOut({
      ...{ by, scorecard: name.id, permission: 'scorecard.publish', request: { edition, ...change } },
      command: (identity) => commandOf(edition, change, identity),
    });
  }

  /** Refuses people and organisations that are not known here: nobody would be told, and nobody notice. */
  async #stranger(change: EditionChange): Promise<Refusal<PublicationRule> | undefined> {
    if (change.type === 'notify') return this.#unknownPerson(change.request.people);
    const owner = change.type === 'record-channel' ? change.request.organisation : undefined;
    if (owner === undefined || (await this.organisations.find(owner)) !== undefined) return undefined;
    return refuse('organisation-unknown', `No organisation has the code ${owner}. Nothing was recorded.`, {
      errors: [{ pointer: '/organisation', detail: 'is not the code of an organisation' }],
    });
  }

  async #unknownPerson(people: readonly string[]): Promise<Refusal<PublicationRule> | undefined> {
    const held = await Promise.all(people.map((person) => this.people.grantsOf(person)));
    const index = held.findIndex((grants) => grants.length === 0);
    if (index === -1) return undefined;
    return refuse('person-to-notify-unknown', `${people[index] ?? ''} is nobody who may sign in here. Nothing was recorded.`, {
      errors: [{ pointer: `/people/${String(index)}`, detail: `${people[index] ?? ''} is nobody who may sign in here` }],
    });
  }
}

function commandOf(edition: number, change: EditionChange, { actor, now, today }: CommandIdentity): ScorecardCommand {
  const by = { edition, actor, now };
  switch (change.type) {
    case 'notify':
      return { type: 'notify-under-embargo', ...by, ...change.request };
    case 'withdraw-access':
      return { type: 'withdraw-embargo-access', ...by, ...change.request };
    case 'move-embargo': {
      const { until, reason } = change.request;
      return { type: 'move-embargo', ...by, until: new Date(until).toISOString(), reason };
    }
    case 'stop':
      return { type: 'stop-edition', ...by, because: { reason: change.request.reason } };
    case 'withdraw':
      return { type: 'withdraw-edition', ...by, reason: change.request.reason };
    case 'record-channel': {
      const { channel, organisation = null, address = null, publishedOn } = change.request;
      return { type: 'record-channel', ...by, today, channel, organisation, address, publishedOn };
    }
  }
}
