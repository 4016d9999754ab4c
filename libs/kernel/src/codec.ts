import type { z } from 'zod';
import { canonicalJson } from './canonical-json.js';
import { type EventFamily, type EventOf, type OlderVersion, storedName } from './event-family.js';
import { type FreeTextMap, freeTextMap } from './free-text.js';

/** An event as it lies in the log: its stored name and its canonical JSON, free texts sealed. */
export interface StoredEvent {
  readonly type: string;
  readonly payload: string;
}

/** Seals one free text; the key belongs to the event and is kept beside the log. */
export type Seal = (text: string) => string;
/** Opens one sealed text, or says what stands in its place when its key was erased. */
export type Unseal = (sealed: string) => string;

/** A stored event that cannot be read. The reader stops here: nothing is skipped. */
export class UnreadableEvent extends Error {
  constructor(
    readonly storedType: string,
    readonly reason: string,
  ) {
    super(`the stored event ${storedType} cannot be read: ${reason}`);
    this.name = 'UnreadableEvent';
  }
}

interface Shape {
  readonly type: string;
  readonly schema: z.ZodType;
  readonly texts: FreeTextMap | undefined;
  readonly stepsUp: readonly OlderVersion[];
}

/** Turns a family's events into stored ones and back; older versions are stepped up one version at a time. */
export interface Codec<Event extends { type: string; data: unknown }> {
  /** Whether the stored name belongs to this family. */
  knows(storedType: string): boolean;
  /** Whether an event of this type holds free text, and so needs a key. */
  holdsFreeText(type: string): boolean;
  /** Throws TypeError for an event that could not be read back: what is stored can never be mended. */
  encode(event: Event, seal: Seal): StoredEvent;
  /** Throws UnreadableEvent for an unknown name, malformed JSON or a payload its schema refuses. */
  decode(stored: StoredEvent, unseal: Unseal): Event;
  /** Every stored name this family has ever written. */
  readonly storedNames: readonly string[];
}

/** The codec of a family. */
export function codecOf<const Family extends EventFamily>(family: Family): Codec<EventOf<Family>> {
  const shapes = new Map<string, Shape>();
  const current = new Map<string, Shape & { name: string }>();
  for (const [type, definition] of Object.entries(family)) {
    const shape = { type, schema: definition.schema, texts: freeTextMap(definition.schema), stepsUp: [] };
    const name = storedName(type, definition.version);
    shapes.set(name, shape);
    current.set(type, { ...shape, name });
    const older = definition.older ?? [];
    older.forEach((version, index) =>
      shapes.set(storedName(type, version.version), {
        type,
        schema: version.schema,
        texts: freeTextMap(version.schema),
        stepsUp: older.slice(index),
      }),
    );
  }

  return {
    storedNames: [...shapes.keys()],
    knows: (storedType) => shapes.has(storedType),
    holdsFreeText: (type) => current.get(type)?.texts !== undefined,
    encode(event, seal) {
      const shape = current.get(event.type);
      if (shape === undefined) throw new TypeError(`no event is called ${event.type}`);
      const checked = shape.schema.safeParse(event.data);
      if (!checked.success)
        throw new TypeError(`${event.type} cannot be stored: ${checked.error.issues.map(describe).join('; ')}`);
      const data: unknown = shape.texts ? shape.texts(event.data, (text) => ({ sealed: seal(text as string) })) : event.data;
      return { type: shape.name, payload: canonicalJson(data) };
    },
    decode(stored, unseal) {
      const shape = shapes.get(stored.type);
      if (shape === undefined) throw new UnreadableEvent(stored.type, 'no event of that name and version is known');
      const sealed = parseJson(stored);
      const opened = openTexts(shape, sealed, stored.type, unseal);
      const parsed = shape.schema.safeParse(opened);
      if (!parsed.success) throw new UnreadableEvent(stored.type, parsed.error.issues.map(describe).join('; '));
      const data = shape.stepsUp.reduce((value, step) => step.stepUp(value), parsed.data);
      return { type: shape.type, data } as unknown as EventOf<Family>;
    },
  };
}

function parseJson(stored: StoredEvent): unknown {
  try {
    return JSON.parse(stored.payload) as unknown;
  } catch {
    throw new UnreadableEvent(stored.type, 'its payload is not JSON');
  }
}

function openTexts(shape: Shape, sealed: unknown, storedType: string, unseal: Unseal): unknown {
  if (shape.texts === undefined || typeof sealed !== 'object' || sealed === null) return sealed;
  return shape.texts(sealed, (part) => {
    if (typeof part !== 'object' || part === null || !('sealed' in part) || typeof part.sealed !== 'string')
      throw new UnreadableEvent(storedType, 'a free text is not sealed');
    return unseal(part.sealed);
  });
}

const describe = (issue: z.core.$ZodIssue): string => `${issue.path.join('/') || 'data'}: ${issue.message}`;
