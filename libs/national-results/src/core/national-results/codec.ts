import { codecOf } from '#kernel/codec.js';
import { nationalResultsEvents } from './events.js';

/** How national results lie in the log. */
export const nationalResultsCodec = codecOf(nationalResultsEvents);
