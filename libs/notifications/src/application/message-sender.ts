import { setTimeout as pause } from 'node:timers/promises';
import type { DataSource } from 'typeorm';
import type { PeopleRegister } from '#identity/contract.js';
import type { Clock } from '#platform/clock/clock.js';
import { LeasedSession } from '#platform/process-managers/leased-session.js';
import { afterAttempt } from '../core/delivery.js';
import {
  isAnythingToSend,
  keepUnsent,
  type MessageToSend,
  noteAttempt,
  noteInterrupted,
  takeNext,
} from '../read/sending-queue.js';
import type { Messaging, MessageProvider } from './messaging.js';

/** Where the sender says how it goes; nothing it says holds an address. */
interface SenderLog {
  info(details: object, message: string): void;
  warn(details: object, message: string): void;
}

/** What the sender works with. */
export interface SenderParts {
  readonly dataSource: DataSource;
  readonly register: Pick<PeopleRegister, 'particularsOf'>;
  readonly messaging: Messaging;
  readonly clock: Clock;
  /** How often it looks for messages; each 2 seconds unless given. */
  readonly pollEveryMs?: number;
  /** How long it rests where the provider cannot be reached; 10 seconds unless given. */
  readonly restMs?: number;
}

/**
 * Sends what waits in the outbox, where its lease is free: run one in as many processes as you like, one of them sends. Each message
 * is noted as being handed over before it is, so whoever goes on after a crash finds it and sends nothing twice (ADR 23).
 */
export class MessageSender {
  readonly #stopping = new AbortController();
  #working: Promise<void> | undefined;

  constructor(private readonly parts: SenderParts) {}

  /** Begins to work; without a provider there is nothing to do. */
  start(log: SenderLog): void {
    const { provider } = this.parts.messaging;
    if (provider !== undefined) this.#working ??= this.#work(provider, log);
  }

  /** Ends after the message that is being handed over. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#working;
  }

  async #work(provider: MessageProvider, log: SenderLog): Promise<void> {
    const { dataSource, clock, pollEveryMs = 2_000, restMs = 10_000 } = this.parts;
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      let isReachable = true;
      try {
        if (await isAnythingToSend(dataSource, clock.now())) isReachable = await this.#sendWhileLeased(provider, log);
      } catch (error) {
        const reason = error instanceof Error ? error.name : 'unknown';
        log.warn({ reason }, 'the sender of messages lost its footing; what it was handing over is not sent again by itself');
      }
      await pause(isReachable ? pollEveryMs : restMs, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Sends what is due; false when the provider cannot be reached now. */
  async #sendWhileLeased(provider: MessageProvider, log: SenderLog): Promise<boolean> {
    const { dataSource, clock } = this.parts;
    const session = await LeasedSession.acquire(dataSource, 'sender of messages');
    if (session === undefined) return true;
    try {
      const interrupted = await noteInterrupted(session, clock.now());
      if (interrupted > 0) log.warn({ messages: interrupted }, 'messages may have been sent: an administrator decides on them');
      while (!this.#stopping.signal.aborted) {
        const next = await takeNext(session, clock.now());
        if (next === undefined) return true;
        if (!(await this.#send(session, provider, next, log))) return false;
      }
      return true;
    } finally {
      await session.release();
    }
  }

  async #send(session: LeasedSession, provider: MessageProvider, message: MessageToSend, log: SenderLog): Promise<boolean> {
    const { clock, messaging, register } = this.parts;
    const { id, recipient, title, page, attempts } = message;
    const to = (await register.particularsOf([recipient])).get(recipient)?.email ?? null;
    if (to === null) {
      await keepUnsent(session, id, 'No e-mail address is filed', clock.now());
      return true;
    }
    const outcome = await provider.send({ id, to, subject: title, text: textOf(title, page, messaging.publicUrl) });
    const now = clock.now();
    const after = afterAttempt(outcome, attempts, now);
    await noteAttempt(session, id, after, now);
    if (after.status !== 'sent') log.warn({ message: id, ...after }, 'a message was not sent, or it is not known whether it was');
    return !(outcome.outcome === 'not-accepted' && outcome.isUnreachable);
  }
}

const textOf = (title: string, page: string, publicUrl: string): string =>
  `${title}\n\n${publicUrl}${page}\n\nYour messages, and which of them come by e-mail: ${publicUrl}/messages\n`;
