import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Person } from '#identity/contract.js';
import type { Refusal } from '#kernel/refusal.js';
import { CLOCK, type Clock } from '#platform/clock/clock.js';
import { originOf } from '#platform/decisions/command-identity.js';
import type { DecisionRule, Recorded } from '#platform/decisions/decisions.js';
import type { EventStore } from '#platform/event-store/port.js';
import { HOSTED_PROCESSES, type HostedProcess } from '#platform/process-managers/hosted-process.js';
import { statementsOf } from '#platform/process-managers/leased-session.js';
import { letProcessesTryAgain, loadStoppedProcesses } from '#platform/process-managers/process-checkpoint.js';
import { loadCheckpoints, type ProjectionFailure, retryProjection } from '#platform/projections/checkpoints.js';
import { stepOver } from '#platform/projections/step-over.js';
import { type StepOverRule, streamOfProjection } from '#platform/projections/stepped-over.js';
import { EVENT_STORE } from '#platform/service/tokens.js';
import { parts } from '../composition.js';

export const STOPPABLE = ['read-model', 'process-manager'] as const;
export type Stoppable = (typeof STOPPABLE)[number];

/** A read model or a process manager that stands still at an event it cannot take in. */
export interface StoppedPart {
  readonly kind: Stoppable;
  readonly name: string;
  /** Where in the log the event is, by its position and its stored name. */
  readonly position: string;
  readonly storedName: string;
  /** Why, as a program tells it. */
  readonly reason: string;
}

/** What stands still in the service, and what administrators do about it; right in any process. */
@Injectable()
export class Stopped {
  constructor(
    @Inject(DataSource) private readonly dataSource: DataSource,
    @Inject(EVENT_STORE) private readonly store: EventStore,
    @Inject(HOSTED_PROCESSES) private readonly processes: readonly HostedProcess[],
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  async list(): Promise<readonly StoppedPart[]> {
    const [readModels, managers] = await Promise.all([
      loadCheckpoints(this.dataSource, parts.projections),
      loadStoppedProcesses(statementsOf(this.dataSource), this.#managers),
    ]);
    return [
      ...readModels.flatMap(({ name, failure }) => (failure === undefined ? [] : [stopped('read-model', name, failure)])),
      ...managers.map(({ name, failure }) => stopped('process-manager', name, failure)),
    ];
  }

  /** Lets it try the event again, as after a release that can read it; false where it does not stand still. */
  async retry(kind: Stoppable, name: string): Promise<boolean> {
    if (kind === 'process-manager') {
      if (!this.#managers.includes(name)) return false;
      return (await letProcessesTryAgain(statementsOf(this.dataSource), [name])).length === 1;
    }
    const projection = projectionCalled(name);
    return projection !== undefined && retryProjection(this.dataSource, projection);
  }

  /** Has a read model go on without the event it stopped at; that is recorded in the log, with the reason. Undefined: there is none. */
  async stepOver(
    name: string,
    { position, reason }: { readonly position: string; readonly reason: string },
    person: Person,
  ): Promise<Recorded | Refusal<StepOverRule | DecisionRule> | undefined> {
    const projection = projectionCalled(name);
    if (projection === undefined) return undefined;
    const steppedOverOn = this.clock.today();
    const request = { position, reason, steppedOverOn };
    const origin = originOf({ actor: person.id, role: person.role, stream: streamOfProjection(name), request });
    const { store, dataSource } = this;
    return stepOver(projection, { ...request, position: BigInt(position), origin }, { store, dataSource });
  }

  get #managers(): readonly string[] {
    return this.processes.map(({ manager }) => manager.name);
  }
}

const projectionCalled = (name: string) => parts.projections.find((one) => one.name === name);

const stopped = (kind: Stoppable, name: string, { position, storedName, reason }: ProjectionFailure): StoppedPart => ({
  ...{ kind, name, position: String(position), storedName, reason },
});
