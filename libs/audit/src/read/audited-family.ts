import type { ContextParts } from '#platform/service/context-parts.js';

/** An event as the log has it: today's or an older version, its free texts still sealed. */
export interface SealedEvent {
  /** Its name without the version, e.g. `RatingProposed`. */
  readonly type: string;
  readonly version: number;
  /** The stored payload, parsed. Free texts are `{ sealed }`; nothing here opens them. */
  readonly data: unknown;
}

/**
 * What a family of events tells the audit list about its own. The list reads every family, so it knows none: each context says
 * how its streams are named and how its events are titled.
 */
export interface AuditedFamily {
  /** The first part of its streams' names, up to the dash: `assessment`, `organisation`, `framework`. */
  readonly category: string;
  readonly storedNames: readonly string[];
  /** The organisation a stream is about, where it is about one. */
  organisationOf?(streamId: string): string | undefined;
  /** What later titles of the stream need of this event (a JSON value, such as labels); undefined when it brings nothing new. */
  vocabularyOf?(event: SealedEvent): unknown;
  /**
   * The event in one plain line without free text; undefined where its name says it as well. `vocabulary` is what `vocabularyOf`
   * last gave in this stream.
   */
  titleOf?(event: SealedEvent, vocabulary: unknown): string | undefined;
}

/** A title for an event nobody has a better one for: `SubmissionRecalled` becomes "Submission recalled". */
export function plainTitle(type: string): string {
  const words = type.replace(/([a-z0-9])([A-Z])/g, '$1 $2').toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A family told by the names of its events: those its own context's read models read. */
export const toldByName = (category: string, { projections = [] }: ContextParts): AuditedFamily => ({
  category,
  storedNames: [...new Set(projections.flatMap(({ reader }) => reader.storedNames))],
});
