import { isRefusal } from '#kernel/refusal.js';
import type { CommandBase, Decision } from './command.js';
import { sittingIn } from './rules.js';
import type { Panel } from './state.js';

/** Calls a sitting off before its papers were opened; the same may be convened again. */
export interface CancelPanel extends CommandBase {
  readonly type: 'cancel-panel';
  readonly reason: string;
}

export function cancelPanel({ reason, today }: CancelPanel, panel: Panel): Decision {
  const sitting = sittingIn(['convened'], panel);
  return isRefusal(sitting) ? sitting : [{ type: 'PanelCancelled', data: { reason, cancelledOn: today } }];
}
