/** What other contexts and the applications may know of messages to people. */
export { MESSAGE_KINDS, type MessageKind, messageKindsInWords } from './core/message-kinds.js';
export { MessageChoices } from './read/message-choices.js';
export { type MessageToMe, Outbox } from './read/outbox.js';
export { type FailingMessage, FailingMessages } from './read/sending-queue.js';
export { MESSAGING, type Messaging } from './application/messaging.js';
export { MessageSender } from './application/message-sender.js';
export { providerOf } from './application/provider-of.js';
