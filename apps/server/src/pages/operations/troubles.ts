import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Person } from '#identity/contract.js';
import { isRefusal } from '#kernel/refusal.js';
import { FailingMessages, messageKindsInWords } from '#notifications/contract.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { DeadLetters } from '#platform/process-managers/dead-letters.js';
import { Stopped } from '../../operations/stopped.js';
import { PeopleNames } from '../reading/people-names.js';
import { momentInWords } from '../words/dates.js';

export const TROUBLE_KINDS = ['read-model', 'process-manager', 'command', 'message'] as const;
export type TroubleKind = (typeof TROUBLE_KINDS)[number];

/** Something that an administrator sees to. */
export interface Trouble {
  readonly kind: TroubleKind;
  /** A name or an id, by its kind. */
  readonly id: string;
  readonly what: string;
  readonly why: string;
  /** Since when, where that is known. */
  readonly since: string | undefined;
  /** What to know before trying again. */
  readonly again: string;
  /** What letting it be is called and means; absent where it cannot be. */
  readonly letBe?: { readonly button: string; readonly means: string };
  /** Of what stands still: where in the log. */
  readonly position?: string;
}

/** What came of what was decided about a trouble, or why nothing did. */
export type Settled = { readonly done: 'tried-again' | 'stepped-over' | 'put-aside' } | { readonly refused: string };

/** Everything that needs an administrator, of whichever kind, and what they do about it. */
@Injectable()
export class Troubles {
  private readonly deadLetters: DeadLetters;

  constructor(
    @Inject(Stopped) private readonly stopped: Stopped,
    @Inject(FailingMessages) private readonly failing: FailingMessages,
    @Inject(PeopleNames) private readonly names: PeopleNames,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(DataSource) dataSource: DataSource,
  ) {
    this.deadLetters = new DeadLetters(dataSource);
  }

  async list(): Promise<readonly Trouble[]> {
    const all = await Promise.all([this.#whatStands(), this.#commands(), this.#messages()]);
    return all.flat();
  }

  async find(kind: TroubleKind, id: string): Promise<Trouble | undefined> {
    return (await this.list()).find((one) => one.kind === kind && one.id === id);
  }

  /** Tries it again. */
  async retry({ kind, id }: Trouble, person: Person): Promise<Settled> {
    const isDone = await this.#retried(kind, id, person);
    return isDone ? { done: 'tried-again' } : GONE;
  }

  /** Does without it, for the reason given. */
  async letBe({ kind, id, position }: Trouble, reason: string, person: Person): Promise<Settled> {
    const by = person.id;
    if (kind === 'command') return (await this.deadLetters.dismiss(id, { by, reason })) ? PUT_ASIDE : GONE;
    if (kind === 'message') {
      const at = this.clock.now();
      return (await this.failing.giveUp(id, { by, at, reason })) ? PUT_ASIDE : GONE;
    }
    if (kind === 'process-manager' || position === undefined) return GONE;
    const outcome = await this.stopped.stepOver(id, { position, reason }, person);
    if (outcome === undefined) return GONE;
    return isRefusal(outcome) ? { refused: outcome.detail } : { done: 'stepped-over' };
  }

  #retried(kind: TroubleKind, id: string, person: Person): Promise<boolean> {
    switch (kind) {
      case 'command':
        return this.deadLetters.retry(id);
      case 'message':
        return this.failing.sendAgain(id, { by: person.id, at: this.clock.now() });
      default:
        return this.stopped.retry(kind, id);
    }
  }

  async #whatStands(): Promise<readonly Trouble[]> {
    return (await this.stopped.list()).map(({ kind, name, position, storedName, reason }) => ({
      ...{ kind, id: name, position, since: undefined },
      what: kind === 'read-model' ? `The read model ${name} stands still` : `The process manager ${name} stands still`,
      why: `At the event ${storedName} at position ${position}: ${reason}`,
      again: 'It meets the same event again. That helps once a release can take it in.',
      ...(kind === 'read-model' && {
        letBe: {
          button: 'Step over the event',
          means:
            'What people look at is made without this event, also when it is rebuilt. The log keeps it, and keeps your reason.',
        },
      }),
    }));
  }

  async #commands(): Promise<readonly Trouble[]> {
    return (await this.deadLetters.list()).map(({ commandId, manager, instance, rule, detail, givenUpAt }) => ({
      ...{ kind: 'command', id: commandId, what: `A command of ${manager} was given up, for ${instance}` },
      ...{ why: `${rule}: ${detail}`, since: momentInWords(givenUpAt.toISOString()) },
      again: 'It is sent under the same id: had it been carried out after all, it is not done twice.',
      letBe: { button: 'Put it aside', means: 'It is never sent again. Your reason is kept with it.' },
    }));
  }

  async #messages(): Promise<readonly Trouble[]> {
    const messages = await this.failing.list();
    const nameOf = await this.names.of(messages.map(({ recipient }) => recipient));
    return messages.map(({ id, recipient, kind, status, detail, settledAt }) => ({
      ...{ kind: 'message', id, why: detail, since: momentInWords(settledAt) },
      what: `An e-mail to ${nameOf(recipient)} ${status === 'failed' ? 'was not sent' : 'was perhaps sent'}: ${messageKindsInWords[kind].toLowerCase()}`,
      again: status === 'failed' ? 'It is sent anew.' : 'It may have arrived: then it arrives twice.',
      letBe: {
        button: 'Give it up',
        means: 'It is not sent. They see it in the service all the same. Your reason is kept with it.',
      },
    }));
  }
}

const GONE: Settled = { refused: 'Somebody has dealt with it, or it is no trouble any more. Nothing was changed.' };
const PUT_ASIDE: Settled = { done: 'put-aside' };
