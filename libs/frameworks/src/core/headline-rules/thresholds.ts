import type { ItemInForce } from '../framework-for-period.js';
import type { ByThresholds } from '../rule.js';
import { labelOn, type RuleOutcome } from './outcome.js';

/** A number as a fraction of whole numbers, so that an edge is met exactly or not at all. `over` is positive. */
export interface Fraction {
  readonly of: bigint;
  readonly over: bigint;
}

/** Thresholds are given in hundredths at most. */
const HUNDREDTHS = 100;

/** What a number is in words, and what was left out of it: "; Safety does not apply". */
interface Told {
  readonly number: string;
  readonly leftOut: string;
}

/** The first threshold, best first, that the number reaches. */
export function byThresholds(
  { thresholds, better }: ByThresholds,
  number: Fraction,
  told: Told,
  target: ItemInForce,
): RuleOutcome {
  const reaches = (edge: number | undefined): boolean => {
    if (edge === undefined) return true;
    const [side, other] = [number.of * BigInt(HUNDREDTHS), BigInt(Math.round(edge * HUNDREDTHS)) * number.over];
    return better === 'higher' ? side >= other : side <= other;
  };
  const reached = thresholds.findIndex((one) => reaches(one.edge));
  const threshold = thresholds[reached];
  if (threshold === undefined) return { kind: 'incomplete', missing: [] };
  const named = thresholds[reached - 1] ?? threshold;
  const edge =
    named.edge === undefined
      ? ''
      : `; ${labelOn(target, named.rating)} needs ${String(named.edge)} or ${better === 'higher' ? 'more' : 'less'}`;
  return {
    kind: 'computed',
    rating: threshold.rating,
    certainty: threshold.certainty,
    explanation: `${labelOn(target, threshold.rating)}: ${told.number} ${inDecimals(number)}${edge}${told.leftOut}`,
  };
}

/** The number in decimals: whole where three places hold it, else rounded and said to be. */
function inDecimals({ of, over }: Fraction): string {
  const thousandths = (of * 1000n) / over;
  const text = String(Number(thousandths) / 1000);
  return thousandths * over === of * 1000n ? text : `about ${text}`;
}
