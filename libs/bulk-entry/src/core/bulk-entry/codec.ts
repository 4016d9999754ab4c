import { codecOf } from '#kernel/codec.js';
import { bulkEntryEvents } from './events.js';

/** How a bulk entry's events lie in the log. */
export const bulkEntryCodec = codecOf(bulkEntryEvents);
