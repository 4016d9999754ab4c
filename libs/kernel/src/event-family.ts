import type { z } from 'zod';

/** An event's current shape, and the older shapes that were once stored with the step from each to the next. */
export interface EventDefinition<Schema extends z.ZodType = z.ZodType> {
  readonly version: number;
  readonly schema: Schema;
  /** Older versions, oldest first: `stepUp` turns that version's data into the next version's. */
  readonly older?: readonly OlderVersion[];
}

/** A shape that was stored once and must decode for ever. */
export interface OlderVersion {
  readonly version: number;
  readonly schema: z.ZodType;
  stepUp(data: unknown): unknown;
}

/** All events of one kind of stream, by name. */
export type EventFamily = Readonly<Record<string, EventDefinition>>;

/** The union of a family's events as the core sees them: always today's shape. */
export type EventOf<Family extends EventFamily> = {
  [Type in keyof Family & string]: { readonly type: Type; readonly data: Readonly<z.infer<Family[Type]['schema']>> };
}[keyof Family & string];

/** Declares a family; the identity function, for its inference. */
export const eventFamily = <const Family extends EventFamily>(family: Family): Family => family;

/** The name an event is stored under: its version is part of it from the first day, and it never changes meaning. */
export const storedName = (type: string, version: number): string => `${type}.v${String(version)}`;
