import { isRefusal } from '#kernel/refusal.js';
import { type Decision, editionFor, type EditionCommandBase } from './command.js';
import { eachOrganisationHasAnEntry, itIsNotPublicYet, somebodyIsNamed, theEmbargoEndsLater } from './rules.js';
import type { Scorecard } from './state.js';

/** Gives people, and organisations for their own entry, the final draft. */
export interface NotifyUnderEmbargo extends EditionCommandBase {
  readonly type: 'notify-under-embargo';
  readonly people: readonly string[];
  readonly organisations: readonly string[];
}

export function notifyUnderEmbargo(command: NotifyUnderEmbargo, state: Scorecard): Decision {
  const edition = editionFor(state, command.edition);
  if (isRefusal(edition)) return edition;
  const { now, actor } = command;
  const broken =
    itIsNotPublicYet(edition, now) ??
    somebodyIsNamed(command.people, command.organisations) ??
    eachOrganisationHasAnEntry(edition, command.organisations);
  if (broken !== undefined) return broken;
  const people = [...new Set(command.people)].filter((person) => !edition.list.people.includes(person));
  const organisations = [...new Set(command.organisations)].filter((code) => !edition.list.organisations.includes(code));
  if (people.length + organisations.length === 0) return [];
  const data = { edition: edition.number, people, organisations, notifiedAt: now, notifiedBy: actor };
  return [{ type: 'EmbargoNotified', data }];
}

/** Takes people and organisations off the list again. */
export interface WithdrawEmbargoAccess extends EditionCommandBase {
  readonly type: 'withdraw-embargo-access';
  readonly people: readonly string[];
  readonly organisations: readonly string[];
  readonly reason: string;
}

export function withdrawEmbargoAccess(command: WithdrawEmbargoAccess, state: Scorecard): Decision {
  const edition = editionFor(state, command.edition);
  if (isRefusal(edition)) return edition;
  const { now, actor, reason } = command;
  const broken = itIsNotPublicYet(edition, now) ?? somebodyIsNamed(command.people, command.organisations);
  if (broken !== undefined) return broken;
  const people = edition.list.people.filter((person) => command.people.includes(person));
  const organisations = edition.list.organisations.filter((code) => command.organisations.includes(code));
  if (people.length + organisations.length === 0) return [];
  const data = { edition: edition.number, people, organisations, reason, withdrawnAt: now, withdrawnBy: actor };
  return [{ type: 'EmbargoAccessWithdrawn', data }];
}

/** Moves the end of the embargo, earlier or later (the ratings of 2015-16 were put off from June to July 2016). */
export interface MoveEmbargo extends EditionCommandBase {
  readonly type: 'move-embargo';
  readonly until: string;
  readonly reason: string;
}

export function moveEmbargo({ edition: number, until, reason, now, actor }: MoveEmbargo, state: Scorecard): Decision {
  const edition = editionFor(state, number);
  if (isRefusal(edition)) return edition;
  const broken = itIsNotPublicYet(edition, now) ?? theEmbargoEndsLater(until, now, '/until');
  if (broken !== undefined) return broken;
  if (until === edition.embargoUntil) return [];
  const data = { edition: number, from: edition.embargoUntil, to: until, reason, movedAt: now, movedBy: actor };
  return [{ type: 'EmbargoMoved', data }];
}

/** Stops an edition before its embargo ends: by hand with a reason, or because an assessment in it was reopened. */
export interface StopEdition extends EditionCommandBase {
  readonly type: 'stop-edition';
  readonly because: { readonly reopened: string } | { readonly reason: string };
}

export function stopEdition({ edition: number, because, now, actor }: StopEdition, state: Scorecard): Decision {
  const edition = editionFor(state, number);
  if (isRefusal(edition)) return edition;
  if (edition.stopped !== undefined) return [];
  const broken = itIsNotPublicYet(edition, now);
  if (broken !== undefined) return broken;
  const why =
    'reopened' in because
      ? { because: 'reopened' as const, assessment: because.reopened, reason: null }
      : { because: 'by-hand' as const, assessment: null, reason: because.reason };
  return [{ type: 'EditionStopped', data: { edition: number, ...why, stoppedAt: now, stoppedBy: actor } }];
}
