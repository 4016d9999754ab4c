import type { DeliveryOutcome } from '../core/delivery.js';

/** A message ready to be sent: a title and a link. */
export interface Mail {
  /** The same whenever this message is sent, so that a receiver may know a second copy. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
}

/** What takes messages out of the service: an SMTP server, or GOV.UK Notify. */
export interface MessageProvider {
  /** Hands one message over, once, and tells what became of it. Never throws for what the other side does. */
  send(mail: Mail): Promise<DeliveryOutcome>;
}

/** How messages leave the service. */
export interface Messaging {
  /** Absent, messages are kept and shown, and not sent. */
  readonly provider?: MessageProvider;
  /** Where people reach the service, for the links in messages. */
  readonly publicUrl: string;
}

/** The injection token of the Messaging. */
export const MESSAGING = Symbol('Messaging');
