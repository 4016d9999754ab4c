import type { BusinessDate } from '#kernel/business-date.js';
import { isRefusal } from '#kernel/refusal.js';
import type { CommandBase, Decision } from './command.js';
import type { AssessmentEventOf } from './events.js';
import { whatIsPublishedWasJudged } from './rules-on-publication.js';
import { liveFor } from './rules.js';
import { standingPublication } from './selectors.js';
import { type Assessment, isLive } from './state.js';

type Published = AssessmentEventOf<'Published'>['data'];

/** Records that the ratings stand in an edition that is public: asked for by the publication of that edition. */
export interface RecordPublication extends CommandBase {
  readonly type: 'record-publication';
  readonly edition: string;
  readonly publishedAt: string;
  readonly publishedOn: BusinessDate;
  readonly channels: readonly string[];
  readonly entry: NonNullable<Published['entry']>;
}

export function recordPublication(command: RecordPublication, state: Assessment): Decision {
  const { edition, publishedAt, publishedOn, channels, entry } = command;
  if (isLive(state) && state.publications.some((known) => known.edition === edition)) return [];
  const live = liveFor('record-publication', state);
  if (isRefusal(live)) return live;
  return (
    whatIsPublishedWasJudged(live, entry) ?? [{ type: 'Published', data: { edition, publishedAt, publishedOn, channels, entry } }]
  );
}

/** Records that the edition in which the ratings stand was withdrawn, or superseded by one that leaves them out. */
export interface WithdrawPublication extends CommandBase {
  readonly type: 'withdraw-publication';
  readonly edition: string;
  readonly because: AssessmentEventOf<'PublicationWithdrawn'>['data']['because'];
}

export function withdrawPublication({ edition, because, today }: WithdrawPublication, state: Assessment): Decision {
  const live = liveFor('withdraw-publication', state);
  if (isRefusal(live)) return live;
  // Another edition stands by now, or none does: there is nothing to withdraw.
  if (standingPublication(live)?.edition !== edition) return [];
  return [{ type: 'PublicationWithdrawn', data: { edition, because, withdrawnOn: today } }];
}
