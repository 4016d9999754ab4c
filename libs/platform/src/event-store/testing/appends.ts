import { randomUUID } from 'node:crypto';
import type { AppendOutcome, NewEvent } from '../port.js';

/** Events of one command, ready to append. */
export function eventsOf(command: { id?: string; hash?: string } = {}, count = 1, payload = '{"note":"n"}'): NewEvent[] {
  const { id = randomUUID(), hash = 'a'.repeat(64) } = command;
  return Array.from({ length: count }, () => ({
    id: randomUUID(),
    type: 'NoteTaken.v1',
    payload,
    metadata: { actor: 'p-1', role: 'assessor', commandId: id, commandHash: hash, correlationId: id, causationId: id },
  }));
}

/** What an append was answered, when it was accepted. */
export function accepted(outcome: AppendOutcome): Extract<AppendOutcome, { outcome: 'appended' | 'repeated' }> {
  if (outcome.outcome !== 'appended' && outcome.outcome !== 'repeated') throw new Error(`not accepted: ${outcome.outcome}`);
  return outcome;
}
