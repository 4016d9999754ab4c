import { canonicalJson } from '#kernel/canonical-json.js';
import { isRefusal } from '#kernel/refusal.js';
import { type Decision, editionFor, type EditionCommandBase } from './command.js';
import type { ScorecardData, ScorecardEvent } from './events.js';
import type { Channel } from './kinds.js';
import { itIsPublic, theDayIsNotToCome, theEmbargoIsOver } from './rules.js';
import { lastPublished } from './standing.js';
import type { Edition, Scorecard } from './state.js';

/** Records that the embargo is over: what everybody could read from that instant on now stands in the log. */
export interface PublishEdition extends EditionCommandBase {
  readonly type: 'publish-edition';
}

export function publishEdition({ edition: number, now }: PublishEdition, state: Scorecard): Decision {
  const edition = editionFor(state, number);
  if (isRefusal(edition)) return edition;
  if (edition.published !== undefined) return [];
  const broken = theEmbargoIsOver(edition, now);
  if (broken !== undefined) return broken;
  return publication(state, edition);
}

/** What is recorded of an edition's publication: as of the instant its embargo ended, with what it supersedes. */
function publication(
  { editions }: Scorecard,
  { number, embargoUntil: publishedAt, channels }: Edition,
): readonly ScorecardEvent[] {
  const before = lastPublished({ editions: editions.filter((other) => other.number < number) }, publishedAt);
  const superseded: readonly ScorecardEvent[] =
    before === undefined
      ? []
      : [{ type: 'EditionSuperseded', data: { edition: before.number, by: number, supersededAt: publishedAt } }];
  return [{ type: 'EditionPublished', data: { edition: number, publishedAt, channels } }, ...superseded];
}

/**
 * What has to be recorded first where an edition has become public and nobody has recorded that yet: so the log tells everything in
 * the order it came to pass, however late those who record it are.
 */
export function notRecordedYet(state: Scorecard, now: string): readonly ScorecardEvent[] {
  const last = lastPublished(state, now);
  return last === undefined || last.published !== undefined ? [] : publication(state, last);
}

/** Withdraws a published edition; its reason stands in its place for everybody to read. */
export interface WithdrawEdition extends EditionCommandBase {
  readonly type: 'withdraw-edition';
  readonly reason: string;
}

export function withdrawEdition({ edition: number, reason, now, actor }: WithdrawEdition, state: Scorecard): Decision {
  const edition = editionFor(state, number);
  if (isRefusal(edition)) return edition;
  if (edition.withdrawn?.reason === reason) return [];
  const data = { edition: number, reason, withdrawnAt: now, withdrawnBy: actor };
  return itIsPublic(edition, now) ?? [...notRecordedYet(state, now), { type: 'EditionWithdrawn', data }];
}

/** Records where else a published edition stands. */
export interface RecordChannel extends EditionCommandBase {
  readonly type: 'record-channel';
  readonly channel: Channel;
  /** On whose site, for the channel `organisation-site`. */
  readonly organisation: string | null;
  readonly address: string | null;
  readonly publishedOn: string;
  readonly today: string;
}

export function recordChannel(command: RecordChannel, state: Scorecard): Decision {
  const { edition: number, channel, organisation, address, publishedOn, now, today, actor } = command;
  const edition = editionFor(state, number);
  if (isRefusal(edition)) return edition;
  const broken = itIsPublic(edition, now) ?? theDayIsNotToCome(publishedOn, today);
  if (broken !== undefined) return broken;
  const data: ScorecardData<'ChannelRecorded'> = {
    edition: number,
    channel,
    organisation,
    address,
    publishedOn,
    recordedBy: actor,
  };
  const said = (one: ScorecardData<'ChannelRecorded'>): string => canonicalJson({ ...one, recordedBy: '' });
  return edition.elsewhere.some((known) => said(known) === said(data)) ? [] : [{ type: 'ChannelRecorded', data }];
}
