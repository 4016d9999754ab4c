import { Inject, Injectable } from '@nestjs/common';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import type { DispatchedCommand } from '#platform/process-managers/hosted-process.js';
import type { Tell } from '../process/told-events.js';
import { Outbox } from '../read/outbox.js';
import type { AddressedMessage } from './addressed-message.js';
import { AssessmentMessages } from './assessment-messages.js';
import { DocumentMessages } from './document-messages.js';
import { MESSAGING, type Messaging } from './messaging.js';
import { PanelMessages } from './panel-messages.js';

/** News older than this is history: where the service stood still for longer, people find their work on their lists. */
export const NEWS_FOR_MS = 3 * 86_400_000;

/** Puts the messages that follow from an event in the outbox: one for each person, however often it is asked. */
@Injectable()
export class TellPeople {
  constructor(
    @Inject(AssessmentMessages) private readonly assessments: AssessmentMessages,
    @Inject(PanelMessages) private readonly panels: PanelMessages,
    @Inject(DocumentMessages) private readonly documents: DocumentMessages,
    @Inject(Outbox) private readonly outbox: Outbox,
    @Inject(MESSAGING) private readonly messaging: Messaging,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async tell({ id, command: tell }: Pick<DispatchedCommand<Tell>, 'id' | 'command'>): Promise<object> {
    const { because } = tell;
    const now = this.clock.now();
    if (because !== null && now - Date.parse(because.recordedAt) > NEWS_FOR_MS) return {};
    const message = await this.#messageOf(tell);
    if (message === undefined) return {};
    const to = [...new Set(message.to)].filter((person) => person !== because?.actor);
    await this.outbox.put(
      { ...message, to },
      { event: because?.event ?? id, at: now, isSent: this.messaging.provider !== undefined },
    );
    return {};
  }

  #messageOf(tell: Tell): Promise<AddressedMessage | undefined> {
    if ('assessment' in tell) return this.assessments.of(tell);
    if ('panel' in tell) return this.panels.of(tell);
    return 'letter' in tell ? this.documents.ofALetter(tell) : this.documents.ofAnEdition(tell);
  }
}
