import { createHash, randomUUID } from 'node:crypto';
import type { AssessmentEvent } from '#assessment/core/assessment/events.js';
import type { EventMetadata } from '#platform/event-store/port.js';

const ITEMS = ['well-led', 'performance', 'financial-management', 'planning', 'delegated-functions'] as const;
const NOTE = 'Month 2 is 0.4m behind plan; a recovery plan is being written and comes to the next call in the autumn.';
const COMMAND_HASH = createHash('sha256').update('benchmark').digest('hex');

/** A call as assessors log it, with a free text; about 500 bytes as stored. */
export const callHeld = (): AssessmentEvent => ({
  type: 'TeleconferenceHeld',
  data: {
    call: randomUUID(),
    heldOn: '2014-06-10',
    participants: [
      { person: 'c0a1a6d1-8f0e-5a37-9d7e-0c55a0d1c0de', organisation: 'NHS Dorset CCG', role: 'Accountable officer' },
    ],
    updates: [{ item: ITEMS[2], note: NOTE, atRisk: true }],
    escalated: 'no',
    alsoFor: [],
  },
});

/** An event of the same size that holds no free text. */
export const shared = (): AssessmentEvent => ({
  type: 'SharedWithOrganisation',
  data: {
    sharing: randomUUID(),
    revision: '12',
    items: Array.from({ length: 4 }, () => ITEMS).flat(),
    records: [],
    opensOn: '2014-07-01',
    closesOn: '2014-07-14',
  },
});

/** What the service says of every event besides its content. */
export function metadata(): EventMetadata {
  const commandId = randomUUID();
  return {
    actor: 'wessex-assessor',
    role: 'assessor',
    commandId,
    commandHash: COMMAND_HASH,
    correlationId: commandId,
    causationId: commandId,
    businessDate: '2014-06-10',
  };
}
