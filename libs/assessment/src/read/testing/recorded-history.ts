import { codecOf } from '#kernel/codec.js';
import { derivedId } from '#kernel/ids.js';
import { type FrameworkForPeriod, frameworkForPeriod, type Pack, packSchema } from '#frameworks/contract.js';
import { isRefusal } from '#kernel/refusal.js';
import { InMemoryEventStore } from '#platform/event-store/in-memory/in-memory-event-store.js';
import { projectPath } from '#platform/project-root.js';
import { readerOf, toNewEvent } from '#platform/text-sealing/event-sealing.js';
import { readFileSync } from 'node:fs';
import { type AssessmentEvent, assessmentEvents } from '../../core/assessment/events.js';
import type { RecordedAssessmentEvent } from '../per-assessment/per-assessment-projection.js';

const SEED = '6f0c1b52-7f0e-5a37-9d7e-0c55a0d1c0de';
const codec = codecOf(assessmentEvents);
/** The reader the read models under test share. */
export const assessmentReader = readerOf(codec);

/** An id that is the same in every run. */
export const idOf = (name: string): string => derivedId(SEED, name);

const packs = new Map<string, Pack>();
function packOf(id: string): Pack {
  const pack =
    packs.get(id) ?? packSchema.parse(JSON.parse(readFileSync(projectPath('libs/frameworks/packs', `${id}.json`), 'utf8')));
  packs.set(id, pack);
  return pack;
}

/** The terms of a shipped pack for a period. */
export function termsOf(framework: string, period: string): FrameworkForPeriod {
  const terms = frameworkForPeriod(packOf(framework), 'a'.repeat(64), period);
  if (isRefusal(terms)) throw new Error(terms.detail);
  return terms;
}

/** What an opening says; of Dorset unless told otherwise. */
export function openingOf(
  framework: string,
  period: string,
  organisation = { code: '11J', name: 'NHS Dorset CCG', kind: 'ccg' },
) {
  return {
    organisation,
    office: { code: 'Q70', name: 'Wessex' },
    region: { code: 'Y57', name: 'South of England' },
    period,
    terms: termsOf(framework, period),
  };
}

/** Records events of assessments as the service does: sealed, encoded, appended, and read back from the log. */
export class RecordedHistory {
  #minutes = 0;
  #commands = 0;
  readonly #revisions = new Map<string, bigint>();
  /** The log they are recorded in. */
  readonly store = new InMemoryEventStore(() => new Date(Date.UTC(2026, 10, 22, 9, this.#minutes)));

  /** Appends events to an assessment in one append, a minute after the one before; answers the last one's position. */
  async record(assessment: string, events: readonly AssessmentEvent[], actor = 'alex-assessor'): Promise<bigint> {
    this.#minutes += 1;
    this.#commands += 1;
    const commandId = idOf(`command ${String(this.#commands)}`);
    const metadata = {
      actor,
      role: 'assessor',
      commandId,
      commandHash: '0'.repeat(64),
      correlationId: commandId,
      causationId: commandId,
    };
    const sealed = events.map((event, step) => toNewEvent(codec, event, { id: derivedId(commandId, step), metadata }));
    const outcome = await this.store.append(`assessment-${assessment}`, this.#revisions.get(assessment) ?? 'no-stream', sealed);
    if (outcome.outcome !== 'appended') throw new Error(`not appended: ${outcome.outcome}`);
    this.#revisions.set(assessment, outcome.revision);
    return outcome.position;
  }

  /** The log, opened as a projection sees it. */
  async events(): Promise<readonly RecordedAssessmentEvent[]> {
    const recorded = await this.store.readAll(0n, 100_000);
    return recorded.map(({ position, stream, revision, id, recordedAt, metadata, ...stored }) => ({
      ...{ position, stream, revision, id, recordedAt, metadata },
      event: assessmentReader.read({ position, stream, revision, id, recordedAt, metadata, ...stored }),
    }));
  }
}
