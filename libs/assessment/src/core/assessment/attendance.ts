import type { AssessmentEventOf } from './events.js';
import { given } from '#kernel/given.js';

/** Somebody at a meeting or on a call, by person id. */
export interface Attendant {
  readonly person: string;
  readonly organisation?: string | undefined;
  readonly role?: string | undefined;
}

/** The attendance as an event says it. */
export const attendedBy = (attendants: readonly Attendant[]): AssessmentEventOf<'CheckpointMeetingHeld'>['data']['attendance'] =>
  attendants.map(({ person, organisation, role }) => ({ person, ...given({ organisation, role }) }));
