import type { BusinessDate } from '#kernel/business-date.js';
import { given } from '#kernel/given.js';
import { isRefusal } from '#kernel/refusal.js';
import { broken, type CommandBase, type Decision } from './command.js';
import { notBeforeTheSitting, notInTheFuture, nothingIsBeingApplied, sittingIn } from './rules.js';
import type { Panel } from './state.js';

/** Ends a sitting. Its minutes are made of what it recorded; after this nothing is added to them. */
export interface ClosePanel extends CommandBase {
  readonly type: 'close-panel';
  /** Today when left out. */
  readonly closedOn?: BusinessDate | undefined;
  /** What the minutes say besides attendance, interests and decisions. */
  readonly notes?: string | undefined;
}

export function closePanel({ today, closedOn = today, notes }: ClosePanel, panel: Panel): Decision {
  const sitting = sittingIn(['open'], panel);
  if (isRefusal(sitting)) return sitting;
  const { present = [], apologies = [] } = sitting.attendance ?? {};
  return (
    notInTheFuture(closedOn, today, '/closedOn') ??
    notBeforeTheSitting(closedOn, sitting.convened.sitsOn, '/closedOn') ??
    (present.length === 0
      ? broken('nobody-attended', 'Record who attended first. Nothing was recorded.')
      : nothingIsBeingApplied(sitting)) ?? [{ type: 'PanelClosed', data: { closedOn, present, apologies, ...given({ notes }) } }]
  );
}
