import { NO_REACTION, type ProcessManager } from '#kernel/process-manager.js';
import { type PanelEvent, panelStream } from '../core/panel/events.js';

/** Carries some entries of a decision on many to their assessments. Entries are named by their places in the decision. */
export interface ApplyEntries {
  readonly panel: string;
  readonly batch: string;
  /** The revision of the event that is the decision: its texts are read from there. */
  readonly decidedAt: string;
  readonly from: number;
  readonly to: number;
  /** Who recorded the decision, as which role. */
  readonly actor: string;
  readonly role: string;
}

/** How many entries go together: so many appends are written at once, and after so many it is noted how far it came. */
export const ENTRIES_TOGETHER = 25;

/** A decision on many at once is carried to each of its assessments. It remembers nothing. */
export const batchDecisions: ProcessManager<null, PanelEvent, ApplyEntries> = {
  name: 'batch-decisions',
  version: 1,
  initialState: null,
  instanceOf: ({ event, stream }) => (event.type === 'BatchDecided' ? panelOf(stream) : undefined),
  evolve: (state) => state,
  react({ event, stream, revision, metadata }) {
    if (event.type !== 'BatchDecided') return NO_REACTION;
    const { batch, entries } = event.data;
    const { actor, role } = metadata;
    const common = { panel: panelOf(stream), batch, decidedAt: String(revision), actor, role };
    const starts = Array.from({ length: Math.ceil(entries.length / ENTRIES_TOGETHER) }, (_, index) => index * ENTRIES_TOGETHER);
    const commands = starts.map((from) => ({ ...common, from, to: Math.min(from + ENTRIES_TOGETHER, entries.length) }));
    return { commands, timers: [] };
  },
};

const panelOf = (stream: string): string => stream.slice(panelStream('').length);
