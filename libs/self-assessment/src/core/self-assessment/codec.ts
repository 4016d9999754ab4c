import { codecOf } from '#kernel/codec.js';
import { selfAssessmentEvents } from './events.js';

/** How a self-assessment's events lie in the log. */
export const selfAssessmentCodec = codecOf(selfAssessmentEvents);
