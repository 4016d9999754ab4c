import { derivedId } from '#kernel/ids.js';
import { isRefusal } from '#kernel/refusal.js';
import type { CommandBase, Decision } from './command.js';
import { given } from '#kernel/given.js';
import { firstBroken } from './refusals.js';
import { eachItemIsNamedOnce, liveFor, theItemIsInTheFramework } from './rules.js';
import type { Assessment } from './state.js';
import { withdrawingRecord } from './withdraw-record.js';

/** Attaches a document or other source to the assessment, for the items it speaks to. */
export interface AttachEvidence extends CommandBase {
  readonly type: 'attach-evidence';
  readonly title: string;
  readonly reference: string;
  readonly periodCovered?: string | undefined;
  readonly items: readonly string[];
}

export function attachEvidence(
  { commandId, today, title, reference, periodCovered, items }: AttachEvidence,
  state: Assessment,
): Decision {
  const live = liveFor('attach-evidence', state);
  if (isRefusal(live)) return live;
  const evidence = derivedId(commandId, 'evidence');
  if (live.records.has(evidence)) return [];
  const pointer = (index: number): string => `/items/${String(index)}`;
  return (
    firstBroken(items, (item, index) => theItemIsInTheFramework(live.terms, item, pointer(index))) ??
    eachItemIsNamedOnce(items, pointer) ?? [
      { type: 'EvidenceAttached', data: { evidence, title, reference, ...given({ periodCovered }), items, attachedOn: today } },
    ]
  );
}

/** Takes evidence back; it stays readable, marked as withdrawn. */
export interface WithdrawEvidence extends CommandBase {
  readonly type: 'withdraw-evidence';
  readonly evidence: string;
  readonly reason: string;
}

export const withdrawEvidence = ({ evidence, reason, today }: WithdrawEvidence, state: Assessment): Decision => {
  const live = liveFor('withdraw-evidence', state);
  return isRefusal(live) ? live : withdrawingRecord(live, evidence, reason, today, '/evidence', ['evidence']);
};
