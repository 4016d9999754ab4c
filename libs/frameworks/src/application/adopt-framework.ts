import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { codecOf } from '#kernel/codec.js';
import { isRefusal, type Refusal } from '#kernel/refusal.js';
import { type CommandRequest, originOf } from '#platform/decisions/command-identity.js';
import { type DecisionRule, Decisions, type Recorded } from '#platform/decisions/decisions.js';
import type { EventStore } from '#platform/event-store/port.js';
import { EVENT_STORE } from '#platform/service/tokens.js';
import { diffPacks, type PackChange } from '../core/diff-packs.js';
import { frameworkDecider, type FrameworkRule, packRefusal } from '../core/framework/decider.js';
import { frameworkEvents, frameworkStream } from '../core/framework/events.js';
import { readPack } from '../core/validate-packs.js';
import { FRAMEWORK_CATALOGUE, type FrameworkCatalogue } from '../read/framework-catalogue.js';
import { hashOfPack } from './pack-hash.js';

/** What an adoption led to. */
export interface Adoption extends Recorded {
  readonly framework: string;
  readonly version: number;
  /** SHA-256 (hex) of the pack's canonical JSON. */
  readonly hash: string;
  /** The version that was in force before, and what this one changed; none for a framework's first. */
  readonly replaced: { readonly version: number; readonly changes: readonly PackChange[] } | undefined;
}

/** Why nothing was adopted. */
export type AdoptionRefusal = Refusal<FrameworkRule | DecisionRule>;

/** Adopts a version of a framework from JSON of any shape. Adopting the same content again records nothing. */
export class AdoptFramework extends Command<Adoption | AdoptionRefusal> {
  constructor(
    readonly content: unknown,
    readonly adoption: { readonly adoptedOn: string; readonly source: string; readonly reason: string },
    readonly by: Pick<CommandRequest, 'actor' | 'role' | 'idempotencyKey' | 'correlationId'>,
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

  async execute({ content, adoption, by }: AdoptFramework): Promise<Adoption | AdoptionRefusal> {
    const read = readPack(content);
    if ('findings' in read) return packRefusal(read.findings[0]?.path.split('/')[0] ?? '', read.findings);
    const { pack } = read;
    const others = await this.catalogue.list();
    const hash = hashOfPack(pack);
    const command = { type: 'AdoptFramework', pack, hash, ...adoption, alongside: others.map((other) => other.pack) } as const;
    const stream = frameworkStream(pack.id);
    const { latest: before } = (await this.decisions.current(stream)).state;
    const outcome = await this.decisions.run(stream, command, originOf({ ...by, stream, request: { hash, ...adoption } }));
    if (isRefusal(outcome)) return outcome;
    const isNext = before !== undefined && before.version < pack.version;
    const replaced = isNext ? { version: before.version, changes: diffPacks(before, pack) } : undefined;
    return { ...outcome, framework: pack.id, version: pack.version, hash, replaced };
  }
}
