import { canonicalJson } from '#kernel/canonical-json.js';
import type { RecordedEvent } from '#platform/event-store/port.js';
import type { EventReader } from '#platform/projections/projection.js';

/** What every log promises (docs: event log), by name. */
export type LogRule =
  | 'positions-dense'
  | 'positions-increasing'
  | 'revisions-dense'
  | 'recorded-at-well-formed'
  | 'recorded-at-never-earlier'
  | 'payload-canonical'
  | 'event-readable'
  | 'text-key-of-32-bytes'
  | 'event-ids-once';

/** A broken promise, and where. */
export interface LogFinding {
  readonly rule: LogRule;
  readonly position: bigint;
  readonly detail: string;
}

/** What was counted on the way, and what was found. */
export interface LogReport {
  readonly events: number;
  readonly streams: number;
  /** The last position read; 0 for an empty log. */
  readonly position: bigint;
  readonly firstRecordedAt: string | null;
  readonly lastRecordedAt: string | null;
  /** How many events there are of each stored name. */
  readonly storedNames: Readonly<Record<string, number>>;
  /** Events that hold sealed texts: those whose key is there, and those whose key was deleted. */
  readonly sealed: { readonly withKey: number; readonly erased: number };
  readonly findings: readonly LogFinding[];
  /** How many findings there were; the list stops at the first hundred. */
  readonly found: number;
}

const MOST_FINDINGS = 100;
const KEY_BYTES = 32;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** Looks at a log's events, one after the other from the first, and keeps what does not hold. */
export class LogCheck {
  readonly #readers = new Map<string, EventReader<unknown>[]>();
  readonly #revisions = new Map<string, bigint>();
  readonly #storedNames = new Map<string, number>();
  readonly #findings: LogFinding[] = [];
  #found = 0;
  #events = 0;
  #position = 0n;
  #firstRecordedAt: string | null = null;
  #lastRecordedAt: string | null = null;
  #withKey = 0;
  #erased = 0;

  readonly #positionsAreDense: boolean;

  /** `readers` open the events; one that none of them knows is a finding. */
  constructor(readers: readonly EventReader<unknown>[], { positionsAreDense }: { readonly positionsAreDense: boolean }) {
    this.#positionsAreDense = positionsAreDense;
    for (const reader of new Set(readers))
      for (const name of reader.storedNames) this.#readers.set(name, [...(this.#readers.get(name) ?? []), reader]);
  }

  take(event: RecordedEvent): void {
    this.#checkPlace(event);
    this.#checkInstant(event);
    this.#checkContent(event);
    this.#events += 1;
    this.#storedNames.set(event.type, (this.#storedNames.get(event.type) ?? 0) + 1);
  }

  found(rule: LogRule, position: bigint, detail: string): void {
    this.#found += 1;
    if (this.#findings.length < MOST_FINDINGS) this.#findings.push({ rule, position, detail });
  }

  report(): LogReport {
    return {
      events: this.#events,
      streams: this.#revisions.size,
      position: this.#position,
      firstRecordedAt: this.#firstRecordedAt,
      lastRecordedAt: this.#lastRecordedAt,
      storedNames: Object.fromEntries([...this.#storedNames].sort(([one], [other]) => one.localeCompare(other))),
      sealed: { withKey: this.#withKey, erased: this.#erased },
      findings: this.#findings,
      found: this.#found,
    };
  }

  #checkPlace({ position, stream, revision }: RecordedEvent): void {
    if (position <= this.#position) this.found('positions-increasing', position, `follows position ${String(this.#position)}`);
    else if (this.#positionsAreDense && position !== this.#position + 1n)
      this.found('positions-dense', position, `follows position ${String(this.#position)}: what lay between is missing`);
    const before = this.#revisions.get(stream) ?? -1n;
    if (revision !== before + 1n)
      this.found(
        'revisions-dense',
        position,
        `is revision ${String(revision)} of ${stream}, where ${String(before + 1n)} comes next`,
      );
    this.#position = position;
    this.#revisions.set(stream, revision);
  }

  #checkInstant({ position, recordedAt }: RecordedEvent): void {
    if (!INSTANT.test(recordedAt))
      this.found(
        'recorded-at-well-formed',
        position,
        `was recorded at ${recordedAt}, which is no instant in UTC with milliseconds`,
      );
    else if (this.#lastRecordedAt !== null && recordedAt < this.#lastRecordedAt)
      this.found(
        'recorded-at-never-earlier',
        position,
        `was recorded at ${recordedAt}, after an event of ${this.#lastRecordedAt}`,
      );
    this.#firstRecordedAt ??= recordedAt;
    this.#lastRecordedAt = recordedAt;
  }

  #checkContent(event: RecordedEvent): void {
    const { position, type, payload, textKey } = event;
    const data = parsed(payload);
    if (data === undefined || canonicalJson(data) !== payload)
      this.found('payload-canonical', position, `the payload of ${type} is not canonical JSON (RFC 8785)`);
    if (textKey !== undefined && textKey.byteLength !== KEY_BYTES)
      this.found('text-key-of-32-bytes', position, `its text key has ${String(textKey.byteLength)} bytes`);
    if (holdsSealed(data)) {
      if (textKey === undefined) this.#erased += 1;
      else this.#withKey += 1;
    }
    this.#checkReadable(event);
  }

  #checkReadable(event: RecordedEvent): void {
    const readers = this.#readers.get(event.type);
    if (readers === undefined) return this.found('event-readable', event.position, `no event is called ${event.type}`);
    for (const reader of readers) {
      try {
        reader.read(event);
      } catch (error) {
        return this.found('event-readable', event.position, error instanceof Error ? error.message : String(error));
      }
    }
  }
}

function parsed(payload: string): unknown {
  try {
    return JSON.parse(payload) as unknown;
  } catch {
    return undefined;
  }
}

/** Whether a sealed text, `{ "sealed": "..." }`, stands anywhere in a payload. */
function holdsSealed(data: unknown): boolean {
  if (typeof data !== 'object' || data === null) return false;
  const values: readonly unknown[] = Object.values(data);
  return ('sealed' in data && typeof data.sealed === 'string' && values.length === 1) || values.some(holdsSealed);
}
