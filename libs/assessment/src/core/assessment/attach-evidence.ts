import type { BusinessDate } from '#kernel/business-date.js';
import { derivedId } from '#kernel/ids.js';
import { isRefusal, type Refusal } from '#kernel/refusal.js';
import type { CommandBase, Decision } from './command.js';
import { given } from '#kernel/given.js';
import { broken, firstBroken } from './refusals.js';
import type { AssessmentRule } from './rule-book.js';
import { theItemIsShared } from './rules-on-sharing.js';
import { eachItemIsNamedOnce, liveFor, theItemIsInTheFramework } from './rules.js';
import { windowOn } from './sharing.js';
import type { Assessment, LiveAssessment } from './state.js';
import { withdrawingRecord } from './withdraw-record.js';

/** Attaches a document or other source to the assessment, for the items it speaks to. */
export interface AttachEvidence extends CommandBase {
  readonly type: 'attach-evidence';
  /** The organisation may while its window is open, and for the items shared with it; the office when left out. */
  readonly by?: 'office' | 'organisation' | undefined;
  readonly title: string;
  readonly reference: string;
  readonly periodCovered?: string | undefined;
  readonly items: readonly string[];
}

export function attachEvidence(
  { commandId, today, by, title, reference, periodCovered, items }: AttachEvidence,
  state: Assessment,
): Decision {
  const live = liveFor('attach-evidence', state);
  if (isRefusal(live)) return live;
  const evidence = derivedId(commandId, 'evidence');
  if (live.records.has(evidence)) return [];
  const pointer = (index: number): string => `/items/${String(index)}`;
  const unsound =
    firstBroken(items, (item, index) => theItemIsInTheFramework(live.terms, item, pointer(index))) ??
    eachItemIsNamedOnce(items, pointer);
  if (unsound !== undefined) return unsound;
  const sharing = by === 'organisation' ? openWindowFor(live, items, pointer, today) : undefined;
  if (isRefusal(sharing)) return sharing;
  const told = given({ periodCovered, sharing });
  return [{ type: 'EvidenceAttached', data: { evidence, title, reference, ...told, items, attachedOn: today } }];
}

/** The sharing under which the organisation brings evidence for the items: of several, the last that has them all. */
function openWindowFor(
  state: LiveAssessment,
  items: readonly string[],
  pointer: (index: number) => string,
  today: BusinessDate,
): string | Refusal<AssessmentRule> {
  const open = state.sharings.filter((sharing) => windowOn(sharing, today) === 'open');
  const last = open.findLast((sharing) => items.every((item) => sharing.items.includes(item))) ?? open.at(-1);
  if (last === undefined) return broken('comment-window-not-open', 'No window is open in which evidence can be attached.');
  return firstBroken(items, (item, index) => theItemIsShared(last, item, pointer(index))) ?? last.sharing;
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
