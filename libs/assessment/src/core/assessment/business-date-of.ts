import type { AssessmentEvent } from './events.js';

const FIELDS = [
  'heldOn',
  'decidedOn',
  'submittedOn',
  'recalledOn',
  'openedOn',
  'agreedOn',
  'progressedOn',
  'completedOn',
  'fellDueOn',
  'mergedOn',
  'attachedOn',
  'receivedOn',
  'givenOn',
  'withdrawnOn',
  'correctedOn',
  'closedOn',
  'readBackOn',
  'consultedOn',
  'commentedOn',
  'answeredOn',
  'requestedOn',
  'reopenedOn',
  'refusedOn',
  'transferredOn',
  'appliedOn',
  'publishedOn',
  'plannedFor',
  'opensOn',
] as const;

/** The day an event is about, by whichever field its type has for it; undefined when its source gives none. */
export function businessDateOf(event: AssessmentEvent): string | undefined {
  const data: Readonly<Record<string, unknown>> = event.data;
  const field = FIELDS.find((name) => typeof data[name] === 'string');
  return field === undefined ? undefined : (data[field] as string);
}
