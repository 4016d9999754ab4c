import { derivedId } from '#kernel/ids.js';
import { isRefusal, type Refusal } from '#kernel/refusal.js';
import type { Broken, CommandBase, Decision } from './command.js';
import { itemsReturned, theReturnIsSound } from './ladder-entries.js';
import { broken } from './refusals.js';
import type { AssessmentRule } from './rule-book.js';
import { liveFor } from './rules.js';
import type { Assessment, LiveAssessment, ReopeningRequest } from './state.js';

/** Asks that final ratings be judged again; somebody else approves it. */
export interface RequestReopening extends CommandBase {
  readonly type: 'request-reopening';
  readonly reason: string;
  /** The items to rate again; all that are rated by hand when left out. */
  readonly items?: readonly string[] | undefined;
}

export function requestReopening({ actor, commandId, today, reason, items }: RequestReopening, state: Assessment): Decision {
  const live = liveFor('request-reopening', state);
  if (isRefusal(live)) return live;
  const request = derivedId(commandId, 'reopening');
  if (live.reopeningRequests.some((each) => each.request === request)) return [];
  const named = itemsReturned(live.terms, items);
  return (
    theRatingsAreFinal(live) ??
    noRequestWaits(live) ??
    theReturnIsSound(live.terms, { items: named, reason }) ?? [
      { type: 'ReopeningRequested', data: { request, items: named, reason, requestedBy: actor, requestedOn: today } },
    ]
  );
}

/** Approves a request of somebody else: the items named are rated again, in a new round. */
export interface Reopen extends CommandBase {
  readonly type: 'reopen';
  readonly request: string;
}

export function reopen({ actor, today, request }: Reopen, state: Assessment): Decision {
  const live = liveFor('reopen', state);
  if (isRefusal(live)) return live;
  const asked = requestOf(live, request);
  if (isRefusal(asked)) return asked;
  if (asked.settled?.outcome === 'approved' && asked.settled.by === actor) return [];
  const data = { request, round: live.round + 1, items: asked.items, approvedBy: actor, reopenedOn: today };
  return (
    theRequestWaits(asked) ?? anotherPersonApproves(asked, actor) ?? theRatingsAreFinal(live) ?? [{ type: 'Reopened', data }]
  );
}

/** Refuses a request, with the reason: the ratings stay as they are. */
export interface RefuseReopening extends CommandBase {
  readonly type: 'refuse-reopening';
  readonly request: string;
  readonly reason: string;
}

export function refuseReopening({ actor, today, request, reason }: RefuseReopening, state: Assessment): Decision {
  const live = liveFor('refuse-reopening', state);
  if (isRefusal(live)) return live;
  const asked = requestOf(live, request);
  if (isRefusal(asked)) return asked;
  const { settled } = asked;
  if (settled?.outcome === 'refused' && settled.by === actor && settled.reason === reason) return [];
  return theRequestWaits(asked) ?? [{ type: 'ReopeningRefused', data: { request, reason, refusedBy: actor, refusedOn: today } }];
}

/** Before the last stage has judged, a stage returns what is to be rated again. */
function theRatingsAreFinal({ status, stageDue }: LiveAssessment): Broken {
  const isFinal = status === 'confirmed' || status === 'published' || (status === 'moderated' && stageDue === undefined);
  if (isFinal) return undefined;
  return broken(
    'nothing-to-reopen',
    'These ratings are not final yet. Nothing was recorded. A stage that is due can return them.',
  );
}

function noRequestWaits({ reopeningRequests }: LiveAssessment): Broken {
  const waiting = reopeningRequests.find(({ settled }) => settled === undefined);
  if (waiting === undefined) return undefined;
  const detail = 'A request to reopen these ratings waits already. Nothing was recorded. It is approved or refused first.';
  return broken('reopening-requested-already', detail, { facts: { request: waiting.request } });
}

const requestOf = ({ reopeningRequests }: LiveAssessment, id: string): ReopeningRequest | Refusal<AssessmentRule> =>
  reopeningRequests.find(({ request }) => request === id) ??
  broken('unknown-reopening-request', `There is no request ${id} to reopen these ratings. Nothing was recorded.`);

function theRequestWaits({ settled }: ReopeningRequest): Broken {
  if (settled === undefined) return undefined;
  return broken('reopening-settled-already', `This request was ${settled.outcome} on ${settled.on}. Nothing was recorded.`);
}

/** Four eyes: whoever asks does not approve. */
function anotherPersonApproves({ requestedBy }: ReopeningRequest, actor: string): Broken {
  if (requestedBy !== actor) return undefined;
  return broken(
    'reopening-needs-another-person',
    'You requested this yourself, so somebody else approves it. Nothing was recorded.',
  );
}
