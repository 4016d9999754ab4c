import { dayInEngland } from '#platform/clock/england.js';
import { Decisions } from '#platform/decisions/decisions.js';
import type { EventStore } from '#platform/event-store/port.js';
import { scorecardCodec } from '../core/scorecard/codec.js';
import { scorecardDecider } from '../core/scorecard/decider.js';
import type { ScorecardEvent } from '../core/scorecard/events.js';

/** The instant an event is about; undefined where it is about a day. */
function instantOf({ type, data }: ScorecardEvent): string | undefined {
  switch (type) {
    case 'EditionFrozen':
      return data.frozenAt;
    case 'EmbargoNotified':
      return data.notifiedAt;
    case 'EmbargoMoved':
      return data.movedAt;
    case 'EditionStopped':
      return data.stoppedAt;
    case 'EditionPublished':
      return data.publishedAt;
    case 'EditionSuperseded':
      return data.supersededAt;
    case 'EmbargoAccessWithdrawn':
    case 'EditionWithdrawn':
      return data.withdrawnAt;
    case 'ChannelRecorded':
      return undefined;
  }
}

function businessDateOf(event: ScorecardEvent): string | undefined {
  if (event.type === 'ChannelRecorded') return event.data.publishedOn;
  const instant = instantOf(event);
  return instant === undefined ? undefined : dayInEngland(Date.parse(instant));
}

/** Runs commands on the streams `scorecard-{period}.{kind}`. */
export const scorecardDecisions = (store: EventStore) =>
  new Decisions({ store, decider: scorecardDecider, codec: scorecardCodec, businessDateOf });

/** What `scorecardDecisions` gives; injected under this name. */
export type ScorecardDecisions = ReturnType<typeof scorecardDecisions>;
export const SCORECARD_DECISIONS = Symbol('ScorecardDecisions');
