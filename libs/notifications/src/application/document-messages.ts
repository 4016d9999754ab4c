import { Inject, Injectable } from '@nestjs/common';
import { periodInWords } from '#frameworks/contract.js';
import { codecOf } from '#kernel/codec.js';
import { letterEvents } from '#letters/contract.js';
import type { EventStore } from '#platform/event-store/port.js';
import { EVENT_STORE } from '#platform/service/tokens.js';
import { readerOf } from '#platform/text-sealing/event-sealing.js';
import { type EditionKind, kindsOfEdition } from '#publication/contract.js';
import type { Tell } from '../process/told-events.js';
import type { AddressedMessage } from './addressed-message.js';
import { Recipients } from './recipients.js';

type Telling<Told extends Tell['tell']> = Extract<Tell, { readonly tell: Told }>;
type OfALetter = Extract<Tell, { readonly letter: string }>;

const letterReader = readerOf(codecOf(letterEvents));

const letterWords: Readonly<Record<OfALetter['tell'], string>> = {
  'letter-to-check': 'You are asked to check the facts of a letter',
  'letter-to-issue': 'A letter can be issued',
  'letter-corrected': 'The organisation corrects the facts of a letter',
  'letter-issued': 'A letter was issued to your organisation',
};
/** To those who act for the organisation; the rest go to the office. */
const TO_THE_ORGANISATION: readonly OfALetter['tell'][] = ['letter-to-check', 'letter-issued'];

/** Messages about letters and editions. */
@Injectable()
export class DocumentMessages {
  constructor(
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(Recipients) private readonly recipients: Recipients,
  ) {}

  /** To the people named, and those who act for the organisations named. */
  async ofAnEdition({ scorecard, edition, people, organisations }: Telling<'embargo-notice'>): Promise<AddressedMessage> {
    const [period = '', kind = ''] = scorecard.split('.');
    const theirs = await Promise.all(organisations.map((organisation) => this.recipients.ofOrganisation(organisation)));
    const title = kindsOfEdition[kind as EditionKind].title;
    return {
      kind: 'embargo-notice',
      title: `Under embargo, for you to read: ${title}, ${periodInWords(period)}`,
      page: `/scorecards/${scorecard}/editions/${String(edition)}`,
      to: [...new Set([...people, ...theirs.flat()])],
    };
  }

  async ofALetter({ tell, letter }: OfALetter): Promise<AddressedMessage | undefined> {
    const [recorded] = await this.store.readStream(`letter-${letter}`);
    const first = recorded && letterReader.read(recorded);
    if (first?.type !== 'LetterDrafted') return undefined;
    const { organisation, office, region, period } = first.data;
    const place = { organisation: organisation.code, office: office.code, region: region.code };
    const permission = tell === 'letter-corrected' ? 'letter.draft' : 'letter.issue';
    return {
      kind: 'letter',
      title: `${letterWords[tell]}: ${organisation.name}, ${periodInWords(period)}`,
      page: `/letters/${letter}`,
      to: TO_THE_ORGANISATION.includes(tell)
        ? await this.recipients.ofOrganisation(organisation.code)
        : await this.recipients.whoMay([permission], place),
    };
  }
}
