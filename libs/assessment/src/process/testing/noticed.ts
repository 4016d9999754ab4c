import { randomUUID } from 'node:crypto';
import type { NoticedEvent } from '#kernel/process-manager.js';
import type { AssessmentEvent } from '../../core/assessment/events.js';

export const DORSET_Q1 = '11J.ccg-assurance-2013-15.2014-15-q1';
export const POOLE_Q1 = '12A.ccg-assurance-2013-15.2014-15-q1';
export const POOLE_Q2 = '12A.ccg-assurance-2013-15.2014-15-q2';

/** An event as a process manager notices it in Dorset's first quarter. */
export const noticed = (event: AssessmentEvent): NoticedEvent<AssessmentEvent> => ({
  id: randomUUID(),
  stream: `assessment-${DORSET_Q1}`,
  revision: 3n,
  recordedAt: '2014-11-03T10:00:00.000Z',
  metadata: { actor: 'wessex-assessor', role: 'assessor', correlationId: 'c-1' },
  event,
});
