import { NO_REACTION, type NoticedEvent, type ProcessManager } from '#kernel/process-manager.js';
import type { AssessmentEvent } from '../core/assessment/events.js';

/** Files a meeting or call, logged in one assessment, in another that it was also held for. */
export interface FileRecord {
  readonly kind: 'meeting' | 'call';
  /** Its id, the same in every assessment. */
  readonly record: string;
  readonly from: string;
  readonly to: string;
  /** Who logged it, as which role: they must be allowed to at the other assessment, too. */
  readonly actor: string;
  readonly role: string;
}

/** A meeting or call logged once for several assessments is filed in each of their streams. It remembers nothing. */
export const filedMeetings: ProcessManager<null, AssessmentEvent, FileRecord> = {
  name: 'filed-meetings',
  version: 1,
  initialState: null,
  instanceOf: (noticed) => (othersIn(noticed).length === 0 ? undefined : assessmentOf(noticed)),
  evolve: (state) => state,
  react(noticed) {
    const { event, metadata } = noticed;
    const record = recordIn(event);
    if (record === undefined) return NO_REACTION;
    const { actor, role } = metadata;
    const from = assessmentOf(noticed);
    return { commands: othersIn(noticed).map((to) => ({ ...record, from, to, actor, role })), timers: [] };
  },
};

const assessmentOf = ({ stream }: NoticedEvent<unknown>): string => stream.replace(/^assessment-/, '');

function recordIn(event: AssessmentEvent): Pick<FileRecord, 'kind' | 'record'> | undefined {
  if (event.type === 'CheckpointMeetingHeld') return { kind: 'meeting', record: event.data.meeting };
  return event.type === 'TeleconferenceHeld' ? { kind: 'call', record: event.data.call } : undefined;
}

/** The other assessments it was held for, each once. A filed copy names none, so nothing follows from it. */
function othersIn(noticed: NoticedEvent<AssessmentEvent>): readonly string[] {
  const { event } = noticed;
  if (event.type !== 'CheckpointMeetingHeld' && event.type !== 'TeleconferenceHeld') return [];
  return [...new Set(event.data.alsoFor)].filter((other) => other !== assessmentOf(noticed));
}
