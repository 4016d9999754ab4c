import { Module } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { PeopleRegister } from '#identity/contract.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import type { ContextParts } from '#platform/service/context-parts.js';
import { AssessmentMessages } from './application/assessment-messages.js';
import { DocumentMessages } from './application/document-messages.js';
import { MessageSender } from './application/message-sender.js';
import { MESSAGING, type Messaging } from './application/messaging.js';
import { PanelMessages } from './application/panel-messages.js';
import { NOTIFICATION_PROCESSES, notificationProcesses } from './application/processes.js';
import { Recipients } from './application/recipients.js';
import { TellPeople } from './application/tell-people.js';
import { CreateNotifications1790000670000 } from './read/migrations/1790000670000-create-notifications.js';
import { MessageChoices } from './read/message-choices.js';
import { Outbox } from './read/outbox.js';
import { FailingMessages } from './read/sending-queue.js';

/** What the composition root collects of this context. */
export const notificationsParts: ContextParts = {
  migrations: [CreateNotifications1790000670000],
  processes: [NOTIFICATION_PROCESSES],
};

const processes = { provide: NOTIFICATION_PROCESSES, useFactory: notificationProcesses, inject: [TellPeople] };

const sender = {
  provide: MessageSender,
  useFactory: (dataSource: DataSource, register: PeopleRegister, messaging: Messaging, clock: Clock) =>
    new MessageSender({ dataSource, register, messaging, clock }),
  inject: [DataSource, PeopleRegister, MESSAGING, CLOCK],
};

const tables = [Outbox, FailingMessages, MessageChoices].map((table) => ({
  provide: table,
  useFactory: (dataSource: DataSource) => new table(dataSource),
  inject: [DataSource],
}));

/** Messages to people about what waits for them. Needs MESSAGING, which the application makes of its settings. */
@Module({
  providers: [processes, sender, ...tables, Recipients, AssessmentMessages, PanelMessages, DocumentMessages, TellPeople],
  exports: [NOTIFICATION_PROCESSES, MessageSender, Outbox, FailingMessages, MessageChoices],
})
export class NotificationsModule {}
