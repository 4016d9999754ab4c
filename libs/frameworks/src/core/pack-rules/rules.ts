import type { Report } from './finding.js';
import { readBy } from '../headline-rules/apply-rule.js';
import type { Pack, PackItem } from '../pack.js';
import { CADENCES, type Cadence } from '../period.js';
import { capsOf, type Rule } from '../rule.js';
import { repeatedAt } from './repeated.js';
import { validateRuleInUse } from './rule-in-use.js';

/** Rules have their own ids, are used, and make sense for each item and cadence that uses them. */
export function validateRules(pack: Pack, report: Report): void {
  for (const index of repeatedAt(pack.rules.map((rule) => rule.id)))
    report('ids-unique', `rules/${String(index)}/id`, 'another rule has this id: each rule has its own');
  pack.items.forEach((item, index) => {
    for (const cadence of CADENCES)
      validateUse(pack, item, cadence, item.rule?.[cadence], `items/${String(index)}/rule/${cadence}`, report);
  });
  for (const cadence of CADENCES) validateNoCycle(pack, cadence, 'rules', report);
  // Last: a rule that nothing uses is mostly one whose name was written wrongly where it is used.
  pack.rules.forEach((rule, index) => {
    validateRule(pack, rule, `rules/${String(index)}`, report);
  });
}

function validateRule(pack: Pack, rule: Rule, path: string, report: Report): void {
  const named = [
    ...pack.items.flatMap((item) => CADENCES.map((cadence) => item.rule?.[cadence])),
    ...(pack.ruleVersions ?? []).map((version) => version.rule),
  ];
  if (!named.includes(rule.id))
    report('rule-used', path, `no item is rated by ${rule.id}: remove it, or name it at an item or a rule version`);
  if (rule.certainty === 'published' && partsOf(rule).some((part) => part.certainty === 'assumed'))
    report('rule-certainty-honest', `${path}/certainty`, 'a rule of which a part is assumed is assumed');
}

/** The parts of a rule that say for themselves how sure they are. */
function partsOf(rule: Rule): readonly Pick<Rule, 'certainty'>[] {
  const steps = rule.kind === 'bands' ? rule.bands : rule.kind === 'counts' ? rule.tiers : [];
  const thresholds = 'thresholds' in rule ? rule.thresholds : [];
  return [...steps, ...thresholds, ...capsOf(rule)];
}

/** Whether an item can be rated by a rule at a cadence. */
export function validateUse(
  pack: Pack,
  item: PackItem,
  cadence: Cadence,
  id: string | undefined,
  path: string,
  report: Report,
): void {
  if (id === undefined) return;
  const rule = pack.rules.find((one) => one.id === id);
  const scale = pack.scales.find((one) => one.id === item.scale?.[cadence]);
  if (rule === undefined)
    report('item-by-known-rule', path, `there is no rule ${id} in this pack; it has ${namesOf(pack.rules)}`);
  if (item.scale?.[cadence] === undefined && item.kind !== 'group')
    report('rule-where-rated', path, `the item has no scale for a ${cadence}, so no rule can rate it then`);
  if (item.given === true)
    report('given-not-computed', path, 'an item given from elsewhere is not computed: drop the rule or given');
  if (rule !== undefined && scale !== undefined) validateRuleInUse({ pack, cadence, item, scale, rule, path, report });
}

const namesOf = (rules: readonly Rule[]): string => rules.map((rule) => rule.id).join(', ') || 'none';

/** A rule or its caps may read what another computed, never, through any number of rules, what it computes itself. */
export function validateNoCycle(pack: Pack, cadence: Cadence, path: string, report: Report): void {
  const ruleOf = (item: PackItem): Rule | undefined => pack.rules.find((one) => one.id === item.rule?.[cadence]);
  let waiting = pack.items.filter((item) => ruleOf(item) !== undefined);
  for (;;) {
    const pending = new Set(waiting.map((item) => item.id));
    const blocked = waiting.filter((item) => {
      const rule = ruleOf(item);
      return rule !== undefined && readBy(rule, pack.items).some((id) => pending.has(id));
    });
    if (blocked.length === waiting.length) break;
    waiting = blocked;
  }
  if (waiting.length > 0)
    report(
      'rules-without-cycle',
      path,
      `by ${cadence}, ${waiting.map((item) => item.id).join(' and ')} are computed, or capped, from one another`,
    );
}
