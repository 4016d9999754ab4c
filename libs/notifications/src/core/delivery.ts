/**
 * What became of handing one message to a provider. `uncertain` is what cannot be told: the provider had all or part of the message
 * and did not answer. Details are ours or a reply code, never a reply's own words, which may hold an address.
 */
export type DeliveryOutcome =
  | { readonly outcome: 'accepted' }
  | {
      readonly outcome: 'not-accepted';
      readonly forGood: boolean;
      /** Whether nobody answered: the next message would fare no better now. */
      readonly isUnreachable: boolean;
      readonly detail: string;
    }
  | { readonly outcome: 'uncertain'; readonly detail: string };

/** How a message stands after an attempt. */
export type AfterAttempt =
  | { readonly status: 'sent' }
  | { readonly status: 'waiting'; readonly againAt: number; readonly detail: string }
  | { readonly status: 'failed' | 'perhaps-sent'; readonly detail: string };

const SECOND_MS = 1_000;
/** How long to wait after each failed attempt; after the last the message has failed. Longer than a provider's usual outage. */
export const WAITS_MS: readonly number[] = [10, 60, 300, 1_800, 7_200, 21_600].map((seconds) => seconds * SECOND_MS);

/**
 * What follows from an attempt. A message is sent once: one that may have arrived is never sent again by itself, but shown to an
 * administrator, who may. What certainly did not arrive is tried again, unless the provider refused it for good.
 *
 * @param attempts how many there were with this one.
 * @param now in milliseconds since 1970.
 */
export function afterAttempt(outcome: DeliveryOutcome, attempts: number, now: number): AfterAttempt {
  if (outcome.outcome === 'accepted') return { status: 'sent' };
  const { detail } = outcome;
  if (outcome.outcome === 'uncertain') return { status: 'perhaps-sent', detail };
  const wait = WAITS_MS[attempts - 1];
  return outcome.forGood || wait === undefined
    ? { status: 'failed', detail }
    : { status: 'waiting', againAt: now + wait, detail };
}
