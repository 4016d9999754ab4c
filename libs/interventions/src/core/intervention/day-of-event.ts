import type { PartialDate } from '#kernel/partial-date.js';
import type { InterventionEvent } from './events.js';

/** When what an event tells happened, as exactly as it is known; null where it tells of the record alone, or nobody says. */
export function dayOfEvent(event: InterventionEvent): PartialDate | null {
  switch (event.type) {
    case 'InterventionRecorded':
    case 'InterventionBegan':
      return event.data.from;
    case 'ObjectiveAgreed':
      return event.data.agreedOn;
    case 'ObjectiveMet':
    case 'ObjectiveNotMet':
      return event.data.judgedOn;
    case 'InterventionVaried':
      return event.data.variedOn;
    case 'InterventionEnded':
      return event.data.until;
    case 'InterventionCorrected':
      return null;
  }
}
