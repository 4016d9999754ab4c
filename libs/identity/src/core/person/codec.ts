import { codecOf } from '#kernel/codec.js';
import { personEvents } from './events.js';

/** How a person's events lie in the log. */
export const personCodec = codecOf(personEvents);
