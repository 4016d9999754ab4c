import { codecOf } from '#kernel/codec.js';
import { letterEvents } from './events.js';

/** How a letter's events lie in the log. */
export const letterCodec = codecOf(letterEvents);
