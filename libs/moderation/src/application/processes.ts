import type { HostedProcess } from '#platform/process-managers/hosted-process.js';
import { readerOf } from '#platform/text-sealing/event-sealing.js';
import { panelCodec } from '../core/panel/codec.js';
import type { PanelEvent } from '../core/panel/events.js';
import { type ApplyEntries, batchDecisions } from '../process/batch-decisions.js';
import { ApplyBatch, type ApplyBatchParts } from './apply-batch.js';

/** The injection token of the process managers of panels, a list for the runner. */
export const MODERATION_PROCESSES = Symbol('ModerationProcesses');

/** The process managers of panels, with how their commands are carried out. */
export function moderationProcesses(parts: ApplyBatchParts): readonly HostedProcess[] {
  const batches = new ApplyBatch(parts);
  const applying: HostedProcess<null, PanelEvent, ApplyEntries> = {
    manager: batchDecisions,
    reader: readerOf(panelCodec),
    dispatch: (dispatched) => batches.apply(dispatched),
  };
  return [applying];
}
