import { isPeriod, periodLabel } from '#frameworks/contract.js';
import type { Message } from '../core/message-kinds.js';

/** A message with the ids of the people it is for. */
export interface AddressedMessage extends Message {
  readonly to: readonly string[];
}

const dayFormat = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' });

/** A business date as people write it: "14 July 2015". */
export const dayInWords = (day: string): string => dayFormat.format(new Date(day));

/** A period in words. */
export const periodInWords = (period: string): string => (isPeriod(period) ? periodLabel(period) : period);
