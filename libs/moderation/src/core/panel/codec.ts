import { codecOf } from '#kernel/codec.js';
import { panelEvents } from './events.js';

/** How a panel's events lie in the log. */
export const panelCodec = codecOf(panelEvents);
