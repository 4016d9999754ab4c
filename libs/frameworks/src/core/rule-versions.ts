import type { Pack, RuleVersion } from './pack.js';
import { cadenceOf, type Period } from './period.js';
import type { Rule } from './rule.js';

/** A version of a rule with the rule itself: all that a recomputation needs. */
export interface RuleVersionForPeriod extends Omit<RuleVersion, 'rule'> {
  readonly rule: Rule;
}

/** The versions a pack keeps of the rules that rate items in such a period, in the pack's order. */
export const ruleVersionsFor = (pack: Pick<Pack, 'ruleVersions' | 'rules'>, period: Period): readonly RuleVersionForPeriod[] =>
  (pack.ruleVersions ?? []).flatMap((version) => {
    const rule = pack.rules.find((one) => one.id === version.rule);
    return version.cadence === cadenceOf(period) && rule !== undefined ? [{ ...version, rule }] : [];
  });

/** The pack as it would be with that version in force. */
export const withRuleVersion = (pack: Pack, { item, cadence, rule }: RuleVersion): Pack => ({
  ...pack,
  items: pack.items.map((one) => (one.id === item ? { ...one, rule: { ...one.rule, [cadence]: rule } } : one)),
});
