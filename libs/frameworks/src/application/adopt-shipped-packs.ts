import { isRefusal } from '#kernel/refusal.js';
import { originOf } from '#platform/decisions/command-identity.js';
import type { EventStore } from '#platform/event-store/port.js';
import { frameworkStream } from '../core/framework/events.js';
import { frameworkDecisions } from './adopt-framework.js';
import { type ShippedPack, shippedPacks } from './shipped-packs.js';

/** Who adopts, and on which day. */
export interface ShippedAdoption {
  readonly actor: string;
  readonly role: string;
  /** `YYYY-MM-DD`; the day of a first adoption, and of no account when it is repeated. */
  readonly adoptedOn: string;
}

/** A shipped pack could not be adopted beside what the log holds; those before it were. */
export class PackNotAdopted extends Error {
  constructor(id: string, rule: string, detail: string) {
    super(`the shipped pack ${id} was not adopted (${rule}): ${detail}`);
    this.name = 'PackNotAdopted';
  }
}

/**
 * Adopts the packs this release ships with, those not adopted yet, and returns their ids. Safe to repeat and to break off:
 * the ids of the commands follow from the packs. Throws FaultyPacks before anything is recorded, PackNotAdopted by name.
 */
export async function adoptShippedPacks(store: EventStore, by: ShippedAdoption): Promise<readonly string[]> {
  const packs = await shippedPacks();
  const decisions = frameworkDecisions(store);
  const adopted: string[] = [];
  for (const { pack, hash, source } of packs) {
    const stream = frameworkStream(pack.id);
    const outcome = await decisions.run(
      stream,
      {
        type: 'AdoptFramework',
        pack,
        hash,
        adoptedOn: by.adoptedOn,
        source,
        reason: 'Ships with the service.',
        alongside: othersOf(packs, pack.id),
      },
      originOf({ actor: by.actor, role: by.role, stream, request: { hash }, idempotencyKey: `adopt-${hash}` }),
    );
    if (isRefusal(outcome)) throw new PackNotAdopted(pack.id, outcome.rule, outcome.detail);
    if (!outcome.repeated && outcome.events.length > 0) adopted.push(pack.id);
  }
  return adopted;
}

const othersOf = (packs: readonly ShippedPack[], id: string) => packs.map(({ pack }) => pack).filter((pack) => pack.id !== id);
