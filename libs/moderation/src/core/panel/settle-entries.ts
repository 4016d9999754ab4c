import { broken, type CommandBase, type Decision } from './command.js';
import type { PanelEvent } from './events.js';
import type { Panel } from './state.js';
import { isSitting } from './state.js';

/** What became of an entry where it was carried to. */
export type Settled = { readonly assessment: string } & (
  { readonly appliedAt: string } | { readonly rule: string; readonly detail: string }
);

/** Notes what became of entries of a decision on many; entries settled before say nothing new. */
export interface SettleEntries extends CommandBase {
  readonly type: 'settle-entries';
  readonly batch: string;
  readonly settled: readonly Settled[];
}

export function settleEntries({ batch: id, settled }: SettleEntries, panel: Panel): Decision {
  const batch = isSitting(panel) ? panel.batches.get(id) : undefined;
  if (batch === undefined) return broken('batch-unknown', `This sitting decided nothing as ${id}. Nothing was recorded.`);
  return settled
    .filter(({ assessment }) => batch.entries.get(assessment)?.standing.kind === 'being-applied')
    .map((one): PanelEvent => {
      const { assessment } = one;
      if ('appliedAt' in one) return { type: 'BatchEntryApplied', data: { batch: id, assessment, revision: one.appliedAt } };
      return { type: 'BatchEntryNotApplied', data: { batch: id, assessment, rule: one.rule, detail: one.detail } };
    });
}
