import { isRefusal } from '#kernel/refusal.js';
import type { CommandBase, Decision } from './command.js';
import { given } from '#kernel/given.js';
import { sharingOf, theWindowIsOpen } from './rules-on-sharing.js';
import { liveFor } from './rules.js';
import type { Assessment } from './state.js';

/** Closes a window before its last day: the organisation has nothing more to say, or the office takes back what it shared. */
export interface CloseSharing extends CommandBase {
  readonly type: 'close-sharing';
  readonly sharing: string;
  readonly by: 'organisation' | 'office';
  readonly reason?: string | undefined;
}

export function closeSharing({ sharing: id, by, reason, today }: CloseSharing, state: Assessment): Decision {
  const live = liveFor('close-sharing', state);
  if (isRefusal(live)) return live;
  const sharing = sharingOf(live, id);
  if (isRefusal(sharing)) return sharing;
  if (sharing.closed?.by === by) return [];
  // The office can also take back what is open no longer: it ends what the organisation sees, not only what it may say.
  const refusal = by === 'organisation' ? theWindowIsOpen(sharing, today) : undefined;
  return refusal ?? [{ type: 'SharingClosed', data: { sharing: id, closedBy: by, ...given({ reason }), closedOn: today } }];
}
