import { codecOf } from '#kernel/codec.js';
import { assessmentEvents } from './events.js';

/** How an assessment's events lie in the log. */
export const assessmentCodec = codecOf(assessmentEvents);
