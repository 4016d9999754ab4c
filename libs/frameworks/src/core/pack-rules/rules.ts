import type { Report } from './finding.js';
import { readBy } from '../headline-rules/apply-rule.js';
import type { Pack, PackItem, Rule } from '../pack.js';
import { CADENCES, type Cadence } from '../period.js';
import { repeatedAt } from './repeated.js';
import { validateRuleInUse } from './rule-in-use.js';

/** Rules have their own ids, are used, and make sense for each item and cadence that uses them. */
export function validateRules(pack: Pack, report: Report): void {
  for (const index of repeatedAt(pack.rules.map((rule) => rule.id)))
    report('ids-unique', `rules/${String(index)}/id`, 'another rule has this id: each rule has its own');
  pack.rules.forEach((rule, index) => {
    const path = `rules/${String(index)}`;
    if (!pack.items.some((item) => CADENCES.some((cadence) => item.rule?.[cadence] === rule.id)))
      report('rule-used', path, `no item is rated by ${rule.id}: remove it or name it at an item`);
    if (rule.kind === 'bands' && rule.certainty === 'published' && rule.bands.some((band) => band.certainty === 'assumed'))
      report('rule-certainty-honest', `${path}/certainty`, 'a rule with an assumed band is assumed');
  });
  pack.items.forEach((item, index) => {
    for (const cadence of CADENCES) validateUse(pack, item, cadence, `items/${String(index)}/rule/${cadence}`, report);
  });
  for (const cadence of CADENCES) validateNoCycle(pack, cadence, report);
}

function validateUse(pack: Pack, item: PackItem, cadence: Cadence, path: string, report: Report): void {
  const id = item.rule?.[cadence];
  if (id === undefined) return;
  const rule = pack.rules.find((one) => one.id === id);
  const scale = pack.scales.find((one) => one.id === item.scale?.[cadence]);
  if (rule === undefined) report('item-by-known-rule', path, `there is no rule ${id} in this pack`);
  if (item.scale?.[cadence] === undefined && item.kind !== 'group')
    report('rule-where-rated', path, `the item has no scale for a ${cadence}, so no rule can rate it then`);
  if (item.given === true)
    report('given-not-computed', path, 'an item given from elsewhere is not computed: drop the rule or given');
  if (rule !== undefined && scale !== undefined) validateRuleInUse({ pack, cadence, item, scale, rule, path, report });
}

/** A rule may read what another computed, never, through any number of rules, what it computes itself. */
function validateNoCycle(pack: Pack, cadence: Cadence, report: Report): void {
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
      'rules',
      `by ${cadence}, ${waiting.map((item) => item.id).join(' and ')} are computed from one another`,
    );
}
