import type { Report } from './finding.js';
import type { Pack } from '../pack.js';
import { withRuleVersion } from '../rule-versions.js';
import { repeatedAt } from './repeated.js';
import { validateNoCycle, validateUse } from './rules.js';

/** Each version of a rule could rate its item; the one said to be in force is the one the item names. */
export function validateRuleVersions(pack: Pack, report: Report): void {
  const versions = pack.ruleVersions ?? [];
  for (const index of repeatedAt(versions.map((version) => version.id)))
    report('ids-unique', `ruleVersions/${String(index)}/id`, 'another rule version has this id: each has its own');
  versions.forEach((version, index) => {
    const path = `ruleVersions/${String(index)}`;
    const item = pack.items.find((one) => one.id === version.item);
    if (item === undefined) {
      report('rule-version-known', `${path}/item`, `there is no item ${version.item} in this pack`);
      return;
    }
    const inForce = item.rule?.[version.cadence];
    if ((version.status === 'in-force') !== (version.rule === inForce))
      report(
        'rule-version-in-force',
        `${path}/status`,
        `by ${version.cadence}, ${item.id} is rated by ${inForce ?? 'hand'}: that version is in-force, and no other`,
      );
    validateUse(pack, item, version.cadence, version.rule, `${path}/rule`, report);
    validateNoCycle(withRuleVersion(pack, version), version.cadence, path, report);
  });
}
