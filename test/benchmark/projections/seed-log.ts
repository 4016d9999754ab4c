import { assessmentCodec } from '#assessment/core/assessment/codec.js';
import { derivedId } from '#kernel/ids.js';
import type { EventStore } from '#platform/event-store/port.js';
import { toNewEvent } from '#platform/text-sealing/event-sealing.js';
import { metadata } from '../append/events.js';
import { historyOf } from './history.js';

const AT_ONCE = 256;

/** Appends the histories of assessments until the log holds about so many events; answers how many assessments that took. */
export async function seedLog(store: EventStore, events: number): Promise<number> {
  const perAssessment = historyOf(0).commands.flat().length;
  const assessments = Math.ceil(events / perAssessment);
  let next = 0;
  await Promise.all(
    Array.from({ length: Math.min(AT_ONCE, assessments) }, async () => {
      while (next < assessments) await append(store, next++);
    }),
  );
  return assessments;
}

async function append(store: EventStore, n: number): Promise<void> {
  const { assessment, commands } = historyOf(n);
  let revision: bigint | 'no-stream' = 'no-stream';
  for (const events of commands) {
    const by = metadata();
    const sealed = events.map((event, step) =>
      toNewEvent(assessmentCodec, event, { id: derivedId(by.commandId, step), metadata: by }),
    );
    const outcome = await store.append(`assessment-${assessment}`, revision, sealed);
    if (outcome.outcome !== 'appended') throw new Error(`seeding was answered ${outcome.outcome}`);
    revision = outcome.revision;
  }
}
