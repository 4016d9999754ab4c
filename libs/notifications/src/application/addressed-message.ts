import type { Message } from '../core/message-kinds.js';

/** A message with the ids of the people it is for. */
export interface AddressedMessage extends Message {
  readonly to: readonly string[];
}
