import { codecOf } from '#kernel/codec.js';
import { interventionEvents } from './events.js';

/** How an intervention's events lie in the log. */
export const interventionCodec = codecOf(interventionEvents);
