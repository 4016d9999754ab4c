import { codecOf } from '#kernel/codec.js';
import { scorecardEvents } from './events.js';

/** How a scorecard's events lie in the log. */
export const scorecardCodec = codecOf(scorecardEvents);
