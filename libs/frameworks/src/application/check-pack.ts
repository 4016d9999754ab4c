import { Inject } from '@nestjs/common';
import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { isRefusal } from '#kernel/refusal.js';
import type { EventStore } from '#platform/event-store/port.js';
import { EVENT_STORE } from '#platform/service/tokens.js';
import { diffPacks, type PackChange } from '../core/diff-packs.js';
import { findingsAbout, type FrameworkRule, frameworkDecider } from '../core/framework/decider.js';
import { frameworkStream } from '../core/framework/events.js';
import type { Pack } from '../core/pack.js';
import type { PackFinding } from '../core/pack-rules/finding.js';
import { readPack } from '../core/validate-packs.js';
import { FRAMEWORK_CATALOGUE, type FrameworkCatalogue } from '../read/framework-catalogue.js';
import { frameworkDecisions } from './adopt-framework.js';
import { hashOfPack } from './pack-hash.js';

/** Something that stands in the way of an adoption: the broken rule, where in the pack, and what would be right. */
export interface PackFault {
  readonly rule: FrameworkRule;
  /** The steps from the pack to the place: `items`, `3`, `scale`, `year`. Empty for the pack as a whole. */
  readonly path: readonly string[];
  readonly detail: string;
}

/** What adopting a pack would come to, were it done now. */
export interface PackCheck {
  /** The pack, where it has the shape of one. */
  readonly pack: Pack | undefined;
  /** SHA-256 (hex) of the pack's canonical JSON. */
  readonly hash: string | undefined;
  /** Empty when it may be adopted. */
  readonly faults: readonly PackFault[];
  /** This very content is adopted already under its version: adopting it records nothing. */
  readonly isAdopted: boolean;
  /** The version it would replace, and what it changes; none for a framework's first. */
  readonly replaces: { readonly version: number; readonly changes: readonly PackChange[] } | undefined;
}

/** Checks a pack, JSON of any shape, as its adoption would, and records nothing. */
export class CheckPack extends Query<PackCheck> {
  constructor(readonly content: unknown) {
    super();
  }
}

@QueryHandler(CheckPack)
export class CheckPackHandler implements IQueryHandler<CheckPack> {
  private readonly decisions: ReturnType<typeof frameworkDecisions>;

  constructor(
    @Inject(EVENT_STORE) store: EventStore,
    @Inject(FRAMEWORK_CATALOGUE) private readonly catalogue: FrameworkCatalogue,
  ) {
    this.decisions = frameworkDecisions(store);
  }

  async execute({ content }: CheckPack): Promise<PackCheck> {
    const read = readPack(content);
    if ('findings' in read) {
      const faults = read.findings.map(faultOf);
      return { pack: undefined, hash: undefined, faults, isAdopted: false, replaces: undefined };
    }
    const { pack } = read;
    const alongside = (await this.catalogue.list()).map((other) => other.pack);
    const { state } = await this.decisions.current(frameworkStream(pack.id));
    const hash = hashOfPack(pack);
    const isAdopted = state.versions.some((one) => one.version === pack.version && one.hash === hash);
    const before = state.latest;
    const isNext = before !== undefined && before.version < pack.version;
    return {
      pack,
      hash,
      faults: this.#faultsOf(pack, hash, { state, alongside }),
      isAdopted,
      replaces: isNext ? { version: before.version, changes: diffPacks(before, pack) } : undefined,
    };
  }

  #faultsOf(
    pack: Pack,
    hash: string,
    { state, alongside }: { readonly state: (typeof frameworkDecider)['initialState']; readonly alongside: readonly Pack[] },
  ): readonly PackFault[] {
    const unsaid = { adoptedOn: '', source: '', reason: '' };
    const decided = frameworkDecider.decide({ type: 'AdoptFramework', pack, hash, alongside, ...unsaid }, state);
    if (!isRefusal(decided)) return [];
    const findings = findingsAbout(pack, alongside).map(faultOf);
    // What the stream itself refuses is about the version, whatever else is wrong.
    return findings.some(({ rule }) => rule === decided.rule)
      ? findings
      : [{ rule: decided.rule, path: ['version'], detail: decided.detail }, ...findings];
  }
}

/** A finding's path begins with what the pack is called by. */
const faultOf = ({ rule, path, detail }: PackFinding): PackFault => ({ rule, path: path.split('/').slice(1), detail });
