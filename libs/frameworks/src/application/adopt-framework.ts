import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { codecOf } from '#kernel/codec.js';
import type { Refusal } from '#kernel/refusal.js';
import type { CommandOrigin } from '#platform/decisions/command-identity.js';
import { type DecisionRule, Decisions, type Recorded } from '#platform/decisions/decisions.js';
import type { EventStore } from '#platform/event-store/port.js';
import { EVENT_STORE } from '#platform/service/tokens.js';
import { frameworkDecider, type FrameworkRule } from '../core/framework/decider.js';
import { frameworkEvents, frameworkStream } from '../core/framework/events.js';
import type { Pack } from '../core/pack.js';
import { FRAMEWORK_CATALOGUE, type FrameworkCatalogue } from '../read/framework-catalogue.js';
import { hashOfPack } from './pack-hash.js';

/** The outcome of an adoption. */
export type Adoption = Recorded | Refusal<FrameworkRule | DecisionRule>;

/** Adopts a version of a framework. Adopting the same content again records nothing. */
export class AdoptFramework extends Command<Adoption> {
  constructor(
    readonly pack: Pack,
    readonly adoption: { readonly adoptedOn: string; readonly source: string; readonly reason: string },
    readonly origin: CommandOrigin,
  ) {
    super();
  }
}

/** Runs commands on the streams `framework-{id}`. */
export const frameworkDecisions = (store: EventStore) =>
  new Decisions({
    store,
    decider: frameworkDecider,
    codec: codecOf(frameworkEvents),
    businessDateOf: ({ data }) => data.adoptedOn,
  });

@CommandHandler(AdoptFramework)
export class AdoptFrameworkHandler implements ICommandHandler<AdoptFramework> {
  private readonly decisions: ReturnType<typeof frameworkDecisions>;

  constructor(
    @Inject(EVENT_STORE) store: EventStore,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
  ) {
    this.decisions = frameworkDecisions(store);
  }

  async execute({ pack, adoption, origin }: AdoptFramework): Promise<Adoption> {
    const others = await this.catalogue.list();
    const alongside = others.map((other) => other.pack);
    const command = { type: 'AdoptFramework', pack, hash: hashOfPack(pack), ...adoption, alongside } as const;
    return this.decisions.run(frameworkStream(pack.id), command, origin);
  }
}
