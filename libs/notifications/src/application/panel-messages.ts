import { Inject, Injectable } from '@nestjs/common';
import { periodInWords } from '#frameworks/contract.js';
import { dayInWords } from '#kernel/business-date.js';
import { codecOf } from '#kernel/codec.js';
import { evolvePanel, isSitting, panelEvents, panelNeverConvened, votersOf } from '#moderation/contract.js';
import type { EventStore } from '#platform/event-store/port.js';
import { EVENT_STORE } from '#platform/service/tokens.js';
import { readerOf } from '#platform/text-sealing/event-sealing.js';
import type { MessageKind } from '../core/message-kinds.js';
import type { Tell } from '../process/told-events.js';
import type { AddressedMessage } from './addressed-message.js';

type OfAPanel = Extract<Tell, { readonly panel: string }>;

const reader = readerOf(codecOf(panelEvents));

const words: Readonly<Record<OfAPanel['tell'], readonly [MessageKind, string]>> = {
  'panel-convened': ['panel', 'You have a seat'],
  'panel-changed': ['panel', 'The seats have changed, and you have one'],
  'panel-cancelled': ['panel', 'It is cancelled'],
  'papers-opened': ['papers-opened', 'Its papers are open'],
};

/** Messages about the sittings of panels, to those who have a seat. */
@Injectable()
export class PanelMessages {
  constructor(@Inject(EVENT_STORE) private readonly store: EventStore) {}

  async of({ tell, panel: id, people }: OfAPanel): Promise<AddressedMessage | undefined> {
    const events = await this.store.readStream(`panel-${id}`);
    const panel = events.reduce((state, event) => evolvePanel(state, reader.read(event)), panelNeverConvened);
    if (!isSitting(panel)) return undefined;
    const { areaName, stage, period, sitsOn } = panel.convened;
    const [kind, says] = words[tell];
    const seats = [...votersOf(panel), ...(panel.secretary === undefined ? [] : [panel.secretary])];
    return {
      kind,
      title: `${says}: ${stage} panel, ${areaName}, ${periodInWords(period)}, on ${dayInWords(sitsOn)}`,
      page: tell === 'papers-opened' ? `/panels/${id}/papers` : `/panels/${id}`,
      to: people ?? seats,
    };
  }
}
